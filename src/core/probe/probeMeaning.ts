import type { Message } from '../message.ts';
import type { VerdictLevel } from '../playbook/verdict.ts';
import type { ServerFacts } from './serverFacts.ts';

export type ProbedWizard = 'maps' | 'queue' | 'trace' | 'history' | 'restore';

/** What the facts mean for one wizard, in words. */
export interface ProbeMeaning {
  readonly wizard: ProbedWizard;
  readonly level: VerdictLevel;
  readonly message: Message;
}

/** Above this, BlueMind's own checks alarm too (package bm-checks, check_disk_usage). */
const FULL_PERCENT = 90;
/** Beyond this, times of this computer and of the log no longer fit together. */
const CLOCK_SECONDS = 60;

/** What can be done on this server, wizard by wizard; several sentences each where needed. */
export function probeMeaning(facts: ServerFacts): readonly ProbeMeaning[] {
  return [...maps(facts), ...queue(facts), ...trace(facts), ...history(facts), ...restore(facts)];
}

/** What concerns the server as a whole. */
export function probeWarnings(facts: ServerFacts): readonly { level: VerdictLevel; message: Message }[] {
  const full = facts.disks
    .filter(({ usedPercent }) => usedPercent > FULL_PERCENT)
    .map(({ mountedOn, usedPercent }) => ({
      level: 'problem' as const,
      message: { key: 'probe:disk-full', values: { place: mountedOn, percent: usedPercent } },
    }));
  const stopped = Object.entries(facts.services)
    .filter(([service, state]) => (service === 'bm-core' || service === 'postfix') && state === 'failed')
    .map(([service]) => ({
      level: 'problem' as const,
      message: { key: 'probe:service-failed', values: { service } },
    }));
  const ahead = facts.clock?.aheadSeconds ?? 0;
  const clock =
    Math.abs(ahead) > CLOCK_SECONDS
      ? [
          {
            level: 'warning' as const,
            message: {
              key: ahead > 0 ? 'probe:clock-ahead' : 'probe:clock-behind',
              values: { seconds: Math.abs(ahead) },
            },
          },
        ]
      : [];
  return [...full, ...stopped, ...clock];
}

function maps(facts: ServerFacts): ProbeMeaning[] {
  if (facts.tools.postmap === undefined) return [one('maps', 'unknown', 'maps.unknown')];
  if (facts.tools.postmap === null) return [one('maps', 'problem', 'maps.no-postmap')];
  if (facts.files['/etc/postfix/virtual_alias.db'] === 'absent')
    return [one('maps', 'warning', 'maps.no-maps')];
  return facts.files['/etc/postfix/virtual_alias.db'] === 'no' && !hasRoot(facts)
    ? [one('maps', 'problem', 'maps.unreadable')]
    : [one('maps', 'ok', 'maps.ok')];
}

function queue(facts: ServerFacts): ProbeMeaning[] {
  if (facts.tools.postqueue === undefined) return [one('queue', 'unknown', 'queue.unknown')];
  if (facts.tools.postqueue === null) return [one('queue', 'problem', 'queue.no-postqueue')];
  const { lifetimeSeconds } = facts.queue;
  return lifetimeSeconds === null
    ? [one('queue', 'ok', 'queue.ok')]
    : [one('queue', 'ok', 'queue.lifetime', { days: Math.round(lifetimeSeconds / 8640) / 10 })];
}

function trace(facts: ServerFacts): ProbeMeaning[] {
  const log = facts.mailLog;
  if (log === null) return [one('trace', 'unknown', 'trace.no-log')];
  if (log.readable === false && !hasRoot(facts)) {
    return [one('trace', 'problem', 'trace.unreadable', { path: log.path })];
  }
  const found = [one('trace', 'ok', 'trace.ok', { path: log.path, count: log.files.length })];
  const missing = (
    [
      ['.gz', 'gzip'],
      ['.xz', 'xz'],
      ['.bz2', 'bzip2'],
      ['.zst', 'zstd'],
    ] as const
  ).filter(
    ([suffix, tool]) => facts.tools[tool] === null && log.files.some(({ path }) => path.endsWith(suffix)),
  );
  for (const [, tool] of missing) found.push(one('trace', 'warning', 'trace.no-tool', { tool }));
  return found;
}

function history(facts: ServerFacts): ProbeMeaning[] {
  return needsBmCli('history', facts) ?? [one('history', 'ok', 'history.ok')];
}

function restore(facts: ServerFacts): ProbeMeaning[] {
  const blocked = needsBmCli('restore', facts);
  if (blocked !== null && facts.tools.unexpunge == null) return blocked;
  const { retention, blueMind } = facts;
  const kind = blueMind.kind === 'bluemind-4' ? 'restore.cyrus' : 'restore.ok';
  const found = [one('restore', 'ok', kind)];
  if (retention !== null) {
    const key = retention.from === 'server' ? 'restore.retention' : 'restore.retention-usual';
    found.push(one('restore', retention.from === 'server' ? 'ok' : 'unknown', key, { days: retention.days }));
  }
  return found;
}

/** Sentences that say why bm-cli cannot be used; null when it can. */
function needsBmCli(wizard: 'history' | 'restore', facts: ServerFacts): ProbeMeaning[] | null {
  const path = facts.tools['bm-cli'];
  if (path === undefined) return [one(wizard, 'unknown', 'bm-cli.unknown')];
  if (path === null) return [one(wizard, 'problem', 'bm-cli.missing')];
  if (facts.rootRights === 'with-password') return [one(wizard, 'warning', 'bm-cli.with-password')];
  if (!hasRoot(facts) && facts.files['/etc/bm/bm-core.tok'] === 'no')
    return [one(wizard, 'problem', 'bm-cli.rights')];
  return null;
}

function hasRoot(facts: ServerFacts): boolean {
  return facts.rootRights !== 'none';
}

function one(
  wizard: ProbedWizard,
  level: VerdictLevel,
  key: string,
  values?: Readonly<Record<string, string | number>>,
): ProbeMeaning {
  const message: Message = values === undefined ? { key: `probe:${key}` } : { key: `probe:${key}`, values };
  return { wizard, level, message };
}
