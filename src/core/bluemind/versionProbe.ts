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

/**
 * Tells BlueMind 4 (with Cyrus), BlueMind 5 (without) and other servers apart.
 *
 * Packages of 4.x are all called 4.1.x, so the first digit decides and only the installation infos name the release. What is
 * there beats what it is called: but on 5 an empty package bm-cyrus-imapd and old configuration may remain, so a partitions file
 * alone does not make a 4.
 */
export function versionProbe(probes: VersionProbes): ServerVersion {
  const packageVersion = versionIn(probes.packageVersion) ?? versionIn(probes.bmCliVersion);
  const release = releaseIn(probes.installationInfos);
  const because: Message[] = [];
  const votes: ServerKind[] = [];
  const vote = (kind: ServerKind, key: string, values?: Record<string, string>): void => {
    votes.push(kind);
    because.push(
      values === undefined ? { key: `mailbox:version.${key}` } : { key: `mailbox:version.${key}`, values },
    );
  };

  const named = majorOf(release);
  if (named !== null && release !== null) vote(named, 'release', { version: release });
  const packaged = majorOf(packageVersion);
  if (packaged !== null && packageVersion !== null) vote(packaged, 'package', { version: packageVersion });
  if (isActive(probes.cyrusActive)) vote('bluemind-4', 'cyrus-runs');
  else if (isPath(probes.unexpungePath) && probes.hasCyrusPartitions === true)
    vote('bluemind-4', 'cyrus-tools');

  const [first] = votes;
  if (first !== undefined) {
    const agree = votes.every((kind) => kind === first);
    return {
      kind: first,
      release,
      packageVersion,
      confidence: named !== null || packaged !== null ? (agree ? 'certain' : 'likely') : 'likely',
      because,
    };
  }
  const asked = [probes.packageVersion, probes.bmCliVersion, probes.bmCliPath, probes.coreActive].filter(
    (answer) => answer !== undefined,
  );
  if (isPath(probes.bmCliPath) || isActive(probes.coreActive)) {
    return {
      kind: 'unknown',
      release,
      packageVersion,
      confidence: 'possible',
      because: [{ key: 'mailbox:version.bluemind-without-version' }],
    };
  }
  // "No BlueMind" needs somebody to have looked for it and found nothing.
  return asked.length > 0
    ? {
        kind: 'none',
        release,
        packageVersion,
        confidence: asked.length > 1 ? 'certain' : 'likely',
        because: [{ key: 'mailbox:version.none' }],
      }
    : {
        kind: 'unknown',
        release,
        packageVersion,
        confidence: 'possible',
        because: [{ key: 'mailbox:version.not-asked' }],
      };
}

/** `4.1.65535`, `5.1.3456-1`, also inside a sentence; null for `no packages found` and the like. */
function versionIn(text: string | null | undefined): string | null {
  return /(?:^|[^\d.])(\d{1,3}\.\d{1,6}(?:\.\d{1,9}){0,2})/.exec((text ?? '').slice(0, 2000))?.[1] ?? null;
}

/** `{"softwareVersion":"4.1.65535","releaseName":"4.9.0"}` or `infos: 4.1.65535 4.9.0`. */
function releaseIn(text: string | null | undefined): string | null {
  const words = (text ?? '').slice(0, 4000);
  return (
    /"releaseName"\s{0,8}:\s{0,8}"([^"]{1,60})"/.exec(words)?.[1] ??
    /\binfos: \S{1,60} (\d[\w.-]{0,60})/.exec(words)?.[1] ??
    null
  );
}

function majorOf(version: string | null): ServerKind | null {
  if (version === null) return null;
  const major = Number(/^\d{1,3}/.exec(version)?.[0]);
  return major === 4 ? 'bluemind-4' : major === 5 ? 'bluemind-5' : null;
}

/** `systemctl is-active` prints exactly this word. */
function isActive(text: string | null | undefined): boolean {
  return text?.trim() === 'active';
}

function isPath(text: string | null | undefined): boolean {
  return /^\/\S/.test((text ?? '').trim());
}
