import type { QueueEntry } from './queueEntry.ts';

/** A time setting in seconds, and whether the server stated it or Postfix's documented default was taken. */
export interface QueueTime {
  readonly seconds: number;
  readonly from: 'server' | 'default';
}

export interface QueueTimes {
  readonly minimalBackoff: QueueTime;
  readonly maximalBackoff: QueueTime;
  readonly maximalLifetime: QueueTime;
  readonly bounceLifetime: QueueTime;
  readonly queueRunDelay: QueueTime;
}

/** Picks the queue's times out of `postconf` values (`parsePostconf(...).values`). */
export function readQueueTimes(_values: Readonly<Record<string, string>>): QueueTimes {
  const d = (seconds: number): QueueTime => ({ seconds, from: 'default' });
  return {
    minimalBackoff: d(300),
    maximalBackoff: d(4000),
    maximalLifetime: d(432000),
    bounceLifetime: d(432000),
    queueRunDelay: d(300),
  };
}

/** An honest answer to "when": never a more exact time than is known. ISO 8601 in the form of the entry's `arrival`. */
export type ScheduledTime =
  | { readonly kind: 'now' }
  | { readonly kind: 'between'; readonly earliest: string; readonly latest: string }
  /** Should have happened before now: Postfix is not running, or is busy. */
  | { readonly kind: 'overdue'; readonly since: string }
  | { readonly kind: 'never'; readonly why: 'held' | 'corrupt' }
  | { readonly kind: 'unknown' };

export interface QueueSchedule {
  readonly nextAttempt: ScheduledTime;
  /** When Postfix gives up and returns the message to its sender. */
  readonly expiry: ScheduledTime;
  /** True when any of the settings used is Postfix's default instead of the server's own word. */
  readonly assumesDefaults: boolean;
}

export interface ScheduleQuestion {
  readonly entry: Pick<QueueEntry, 'queue' | 'arrival' | 'sender' | 'forcedExpire'>;
  /** ISO 8601. When `arrival` has no zone, give the server's wall clock without a zone; see `Clock` in the server probe. */
  readonly now: string;
  readonly times: QueueTimes;
  /** ISO 8601, in the form of `arrival`: the last attempt, when the log shows it. */
  readonly lastAttempt?: string;
}

/** When Postfix tries again, and when it gives up. */
export function queueSchedule(_question: ScheduleQuestion): QueueSchedule {
  return { nextAttempt: { kind: 'unknown' }, expiry: { kind: 'unknown' }, assumesDefaults: true };
}
