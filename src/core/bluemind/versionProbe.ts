import type { Message } from '../message.ts';
import type { Confidence } from '../playbook/verdict.ts';

export type ServerKind = 'bluemind-4' | 'bluemind-5' | 'none' | 'unknown';

/** Raw outputs of the probes; undefined = not asked, null = asked but failed. */
export interface VersionProbes {
  /** `dpkg-query -W -f '${Version}' bm-core` or `rpm -q --qf '%{VERSION}' bm-core`. */
  readonly packageVersion?: string | null;
  /** `bm-cli --version`. */
  readonly bmCliVersion?: string | null;
  /** Body of `GET /api/system/installation/_infos`, or the `infos:` line of `bm-cli mail indexed`. */
  readonly installationInfos?: string | null;
  /** `command -v unexpunge`. */
  readonly unexpungePath?: string | null;
  /** `systemctl is-active bm-cyrus-imapd`. */
  readonly cyrusActive?: string | null;
  /** Does `/etc/cyrus-partitions` exist with content. */
  readonly hasCyrusPartitions?: boolean | null;
  /** `systemctl is-active bm-core`, or `command -v bm-cli`. */
  readonly coreActive?: string | null;
  readonly bmCliPath?: string | null;
}

export interface ServerVersion {
  readonly kind: ServerKind;
  /** The product's version such as `4.9.0`; null when unknown (packages of 4.x are all called 4.1.x). */
  readonly release: string | null;
  readonly packageVersion: string | null;
  readonly confidence: Confidence;
  /** What it was concluded from, in namespace `mailbox`. */
  readonly because: readonly Message[];
}

/** Tells BlueMind 4 (with Cyrus), BlueMind 5 (without) and other servers apart. */
export function versionProbe(_probes: VersionProbes): ServerVersion {
  return { kind: 'unknown', release: null, packageVersion: null, confidence: 'possible', because: [] };
}
