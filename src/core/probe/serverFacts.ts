import type { ServerVersion } from '../bluemind/versionProbe.ts';
import type { ListedLog } from '../remoteTrace/searchCommands.ts';
import type { ProbedService, ProbedTool } from './probeCommands.ts';

/** What is known about a server. Null and empty mean: could not be found out, never: fine. */
export interface ServerFacts {
  /** Milliseconds since 1970 on this computer. */
  readonly probedAt: number;
  readonly system: { readonly name: string; readonly family: 'debian' | 'red-hat' | 'other' } | null;
  readonly hostName: string | null;
  /** How commands that need root get it. `with-password`: sudo is there but wants one (or was not tried). */
  readonly rootRights: 'root' | 'sudo' | 'with-password' | 'none';
  readonly blueMind: ServerVersion;
  /** Path of each tool; null: not there. Empty object: not found out. */
  readonly tools: Readonly<Partial<Record<ProbedTool, string | null>>>;
  /** systemd's word for each service (`active`, `inactive`, `failed`, `unknown`). */
  readonly services: Readonly<Partial<Record<ProbedService, string>>>;
  readonly mailLog: MailLogFacts | null;
  readonly queue: {
    readonly lifetimeSeconds: number | null;
    readonly bounceLifetimeSeconds: number | null;
    readonly messageSizeLimit: number | null;
  };
  /** How long deleted mail can be brought back. `product`: BlueMind's own setting unless somebody changed it. */
  readonly retention: { readonly days: number; readonly from: 'server' | 'product' } | null;
  readonly technicalDomains: readonly string[];
  readonly clock: ClockFacts | null;
  readonly disks: readonly DiskFacts[];
  /** For each file: may this user read it without root rights? */
  readonly files: Readonly<Record<string, 'yes' | 'no' | 'absent'>>;
}

export interface MailLogFacts {
  /** The current log. */
  readonly path: string;
  /** It and its rotated predecessors, newest first. */
  readonly files: readonly ListedLog[];
  readonly readable: boolean | null;
}

export interface ClockFacts {
  /** `CET`, `+03` ... as date prints it. */
  readonly zone: string;
  readonly zoneOffsetMinutes: number;
  /** Seconds the server's clock is ahead of this computer's (negative: behind), without the time the question took. */
  readonly aheadSeconds: number;
}

export interface DiskFacts {
  readonly mountedOn: string;
  readonly totalBytes: number;
  readonly freeBytes: number;
  readonly usedPercent: number;
}
