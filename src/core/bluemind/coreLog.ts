import type { Parsed } from '../lineRef.ts';
import { textLines } from '../recognise/textLines.ts';

export type CoreLogKind =
  | 'maps-updating'
  | 'maps-updated'
  | 'maps-failed'
  | 'maps-failed-on-server'
  | 'no-relay-host'
  | 'server-tag-missing'
  | 'smtp-host-missing';

/** A line of BlueMind's core.log about the Postfix maps. */
export interface CoreLogEvent {
  readonly kind: CoreLogKind;
  /** ISO 8601 as logged (with its offset when there is one). */
  readonly at: string | null;
  /** Domain uid, server tag or server uid named by the line. */
  readonly subject: string | null;
  /** Duration of `maps-updated`. */
  readonly milliseconds: number | null;
  readonly line: number;
  readonly text: string;
}

/*
 * Pattern `ISO8601 [thread] logger LEVEL - message`:
 *   2026-11-23 00:51:12,345 [vert.x-worker-thread-3] n.b.b.p.i.m.e.DirtyMapEvent INFO - Updating postfix maps
 * The time is the server's, which may or may not be GMT, so it is kept as it stands (with its zone if it has one).
 */
const stamp = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,]\d{1,9})?(Z|[+-]\d\d:?\d\d)?\s/;

const rules: readonly (readonly [RegExp, CoreLogKind])[] = [
  [/Fail to update (?:flat|indexed) maps on server: ([^,\s]{1,200})/, 'maps-failed-on-server'],
  [/Fail to update postfix maps/, 'maps-failed'],
  [/Postfix maps updated(?: \((\d{1,12}) ?ms\))?/, 'maps-updated'],
  [/Updating postfix maps/, 'maps-updating'],
  [/No relay host defined for domain uid: (\S{1,255})/, 'no-relay-host'],
  [/Server with tag (\S{1,100}) not found/, 'server-tag-missing'],
  [/Unable to find host tagued as \S{1,60} for domain uid: (\S{1,255})/, 'smtp-host-missing'],
];

/**
 * Lines about the maps at or after `since` (ISO 8601 without zone, in the log's own clock; omit for all). A line without a time of
 * its own, such as a stack trace's, counts with the line above it. Lines about other things are not reported. Total.
 */
export function parseCoreLog(text: string, since?: string): Parsed<CoreLogEvent> {
  const items: CoreLogEvent[] = [];
  const from = since?.replace(' ', 'T').slice(0, 19);
  let at: string | null = null;
  for (const [index, raw] of textLines(text).entries()) {
    const time = stamp.exec(raw);
    if (time !== null) at = `${time[1] ?? ''}T${time[2] ?? ''}${time[3] ?? ''}`;
    if (from !== undefined && (at === null || at.slice(0, 19) < from)) continue;
    const short = raw.slice(0, 8000);
    // `Fail to update postfix maps: No relay host ...` says both: the reason is the finding.
    const found = rules
      .map(([pattern, kind]) => ({ match: pattern.exec(short), kind }))
      .filter(({ match }) => match !== null)
      .sort((a, b) => Number(a.kind === 'maps-failed') - Number(b.kind === 'maps-failed'))[0];
    if (found === undefined) continue;
    const subject = found.match?.[1]?.replace(/[.,;]+$/, '') ?? null;
    items.push({
      kind: found.kind,
      at,
      subject: found.kind === 'maps-updated' ? null : subject,
      milliseconds: found.kind === 'maps-updated' && subject !== null ? Number(subject) : null,
      line: index + 1,
      text: raw,
    });
  }
  return { items, notUnderstood: [] };
}

/** How the last regeneration in these events ended. */
export type MapsRun = 'updated' | 'failed' | 'running' | 'not-seen';

/** `Postfix maps updated` is printed even after a failure, so a failure within the run wins. */
export function lastMapsRun(events: readonly CoreLogEvent[]): {
  readonly run: MapsRun;
  readonly failures: readonly CoreLogEvent[];
} {
  const begin = events.findLastIndex(({ kind }) => kind === 'maps-updating');
  const ofRun = begin < 0 ? events : events.slice(begin);
  const failures = ofRun.filter(({ kind }) => kind !== 'maps-updating' && kind !== 'maps-updated');
  if (failures.length > 0) return { run: 'failed', failures };
  if (ofRun.some(({ kind }) => kind === 'maps-updated')) return { run: 'updated', failures };
  return { run: begin < 0 ? 'not-seen' : 'running', failures };
}
