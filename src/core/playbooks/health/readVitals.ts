import { outputOf } from '../../playbook/collectOutputs.ts';
import type { NamedOutput, StepContext } from '../../playbook/model.ts';
import { probeCommands } from '../../probe/probeCommands.ts';
import { readDisks } from '../../probe/readDisks.ts';
import type { DiskFacts } from '../../probe/serverFacts.ts';
import { parsePostconf } from '../../queue/postconf.ts';
import { coreLogTail } from '../maps/commands.ts';
import {
  coreState,
  cyrusLimits,
  heapDumps,
  listeningPorts,
  postfixLimits,
  processNames,
  serviceStates,
  watchedServices,
  type WatchedService,
} from './commands.ts';
import { logReading, signsIn, type LogSign } from './logSigns.ts';

/** What the server says about itself. Null and absent mean: could not be found out, never: fine. */
export interface Vitals {
  readonly disks: readonly DiskFacts[];
  /** systemd's word for each service that is installed here. */
  readonly services: Readonly<Partial<Record<WatchedService, string>>>;
  readonly ports: ReadonlySet<number> | null;
  /** `RUNNING`, `MAINTENANCE`, `UPGRADE` ... as BlueMind's core calls it. */
  readonly coreState: string | null;
  readonly heapDumps: readonly HeapDump[];
  readonly processes: ReadonlyMap<string, number> | null;
  readonly childLimits: Readonly<Partial<Record<'imap' | 'lmtp', number>>>;
  readonly messageSizeLimit: number | null;
  readonly signs: readonly LogSign[];
  /** Wall clock of the mail log's last line, and of the last mail it shows as taken. */
  readonly logEnd: number | null;
  readonly lastAccepted: number | null;
  readonly readOnlyIndex: readonly CoreLine[];
}

export interface HeapDump {
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface CoreLine {
  readonly line: number;
  readonly text: string;
}

export function readVitals(outputs: readonly NamedOutput[], { now }: StepContext): Vitals {
  const text = (id: string): string => outputOf(outputs, id)?.stdout ?? '';
  const found = logReading(outputs, 'signs', now);
  const accepted = logReading(outputs, 'accepted', now);
  const limit = parsePostconf(text(postfixLimits.id)).values['message_size_limit'] ?? '';
  return {
    disks: readDisks(text(probeCommands.disks.id)),
    services: readServices(text(serviceStates.id)),
    ports: readPorts(text(listeningPorts.id)),
    coreState: readCoreState(text(coreState.id)),
    heapDumps: readHeapDumps(text(heapDumps.id)),
    processes: readProcesses(text(processNames.id)),
    childLimits: readChildLimits(text(cyrusLimits.id)),
    messageSizeLimit: /^\d{1,15}$/.test(limit) ? Number(limit) : null,
    signs: signsIn(found),
    logEnd: found.end,
    lastAccepted: accepted.lines.findLast(({ text: line }) => line.includes(': client='))?.at ?? null,
    readOnlyIndex: readOnlyIndex(text(coreLogTail.id)),
  };
}

/**
 * `systemctl show`, a block a unit and a blank line between them:
 *   Id=bm-core.service
 *   LoadState=loaded            (`not-found`: there is no such service here)
 *   ActiveState=active
 */
function readServices(text: string): Vitals['services'] {
  const states: Partial<Record<WatchedService, string>> = {};
  for (const block of text.split(/\n\s*\n/)) {
    const value = (name: string): string =>
      block
        .split('\n')
        .find((line) => line.startsWith(`${name}=`))
        ?.slice(name.length + 1)
        .trim() ?? '';
    const service = watchedServices.find((name) => `${name}.service` === value('Id'));
    const state = value('ActiveState');
    if (service !== undefined && value('LoadState') === 'loaded' && state !== '') states[service] = state;
  }
  return states;
}

/** `LISTEN 0      100          0.0.0.0:2400       0.0.0.0:*` (ss(8)); also `*:2400` and `[::]:2400`. */
function readPorts(text: string): Vitals['ports'] {
  const ports = text.split('\n').flatMap((line) => {
    const local = /^LISTEN\s+\d+\s+\d+\s+(\S{1,200})/.exec(line)?.[1] ?? '';
    const port = /:(\d{1,5})$/.exec(local)?.[1];
    return port === undefined ? [] : [Number(port)];
  });
  return ports.length === 0 ? null : new Set(ports);
}

/** `"CORE_STATE_RUNNING"`: BlueMind's SystemState as JSON. */
function readCoreState(text: string): string | null {
  return (
    /\b(?:CORE_STATE_)?(RUNNING|MAINTENANCE|UPGRADE|STARTING|STOPPING|CLONING|NOT_INSTALLED)\b/.exec(
      text.slice(0, 2000),
    )?.[1] ?? null
  );
}

/** `1772393132.0034561230 /var/log/java_pid4711.hprof` */
function readHeapDumps(text: string): readonly HeapDump[] {
  return text
    .split('\n')
    .flatMap((line) => {
      const match = /^(\d{9,11})(?:\.\d{1,12})? (\/\S{1,300}\.hprof)\s*$/.exec(line);
      return match === null ? [] : [{ at: Number(match[1]) * 1000, path: match[2] ?? '' }];
    })
    .toSorted((a, b) => a.at - b.at);
}

/** A name a line (ps(1), `comm=`). */
function readProcesses(text: string): Vitals['processes'] {
  const counts = new Map<string, number>();
  for (const line of text.split('\n')) {
    const name = line.trim();
    if (name !== '') counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts.size === 0 ? null : counts;
}

/** `  imap cmd="imapd -U 30 -t 600" listen="1143" prefork=0 maxchild=200` (cyrus.conf(5)). */
function readChildLimits(text: string): Vitals['childLimits'] {
  const limits: Partial<Record<'imap' | 'lmtp', number>> = {};
  for (const line of text.split('\n')) {
    const match = /^\s{0,40}(imap|lmtp)\s[^\n]{0,400}?maxchild="?(\d{1,6})/.exec(line.slice(0, 600));
    const service = match?.[1];
    if (service === 'imap' || service === 'lmtp') limits[service] = Number(match?.[2]);
  }
  return limits;
}

/** Every mail that is delivered meets the lock, so a log that goes on without such lines shows that it is gone. */
const READ_ONLY_MS = 15 * 60_000;

/** `2026-03-01 20:45:32,003 [...] ... blocked by: [FORBIDDEN/12/index read-only / allow delete (api)]`, within the log's last quarter of an hour. */
function readOnlyIndex(text: string): readonly CoreLine[] {
  const lines = text.split('\n').map((line, index) => ({ line: index + 1, text: line, at: coreTime(line) }));
  const end = lines.findLast(({ at }) => at !== null)?.at ?? null;
  return lines.filter(
    ({ text: line, at }) =>
      line.includes('FORBIDDEN/12/index read-only') &&
      (at === null || end === null || end - at <= READ_ONLY_MS),
  );
}

/** Wall clock of a line of core.log, read as if it were UTC. */
export function coreTime(line: string): number | null {
  const stamp = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)/.exec(line);
  return stamp === null ? null : Date.parse(`${stamp[1] ?? ''}T${stamp[2] ?? ''}Z`);
}

/** How many processes of Cyrus' service run: its programs are called `imapd` and `lmtpd`. */
export function childrenOf({ processes }: Vitals, service: 'imap' | 'lmtp'): number | null {
  return processes === null ? null : (processes.get(`${service}d`) ?? 0) + (processes.get(service) ?? 0);
}
