import type { Parsed } from '../lineRef.ts';

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

/** Lines about the maps at or after `since` (ISO 8601 in the log's own form; omit for all). Lines about other things are not reported. Total. */
export function parseCoreLog(_text: string, _since?: string): Parsed<CoreLogEvent> {
  return { items: [], notUnderstood: [] };
}

/** How the last regeneration in these events ended. */
export type MapsRun = 'updated' | 'failed' | 'running' | 'not-seen';

/** `Postfix maps updated` is printed even after a failure, so a failure within the run wins. */
export function lastMapsRun(_events: readonly CoreLogEvent[]): {
  readonly run: MapsRun;
  readonly failures: readonly CoreLogEvent[];
} {
  return { run: 'not-seen', failures: [] };
}
