import { parsePostfixTime, type TimeUnit } from './postconf.ts';
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

/** Names to ask `postconf` for; the answers go through `parsePostconf` into `readQueueTimes`. */
export const queueTimeParameters = [
  'minimal_backoff_time',
  'maximal_backoff_time',
  'maximal_queue_lifetime',
  'bounce_queue_lifetime',
  'queue_run_delay',
] as const;

/** Picks the queue's times out of `postconf` values. Defaults and default units are those of postconf(5), Postfix 3.x. */
export function readQueueTimes(values: Readonly<Record<string, string>>): QueueTimes {
  const read = (name: (typeof queueTimeParameters)[number], unit: TimeUnit, standard: number): QueueTime => {
    const seconds = parsePostfixTime(values[name] ?? '', unit);
    return seconds === null ? { seconds: standard, from: 'default' } : { seconds, from: 'server' };
  };
  return {
    minimalBackoff: read('minimal_backoff_time', 's', 300),
    maximalBackoff: read('maximal_backoff_time', 's', 4000),
    maximalLifetime: read('maximal_queue_lifetime', 'd', 5 * 86_400),
    bounceLifetime: read('bounce_queue_lifetime', 'd', 5 * 86_400),
    queueRunDelay: read('queue_run_delay', 's', 300),
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
  /**
   * ISO 8601, in the form of `arrival`: with a zone when that has one, else the server's wall clock without a zone.
   * Mixed forms cannot be compared and give `unknown`.
   */
  readonly now: string;
  readonly times: QueueTimes;
  /** The last attempt when the log shows it, in the form of `arrival`. */
  readonly lastAttempt?: string;
}

/**
 * When Postfix tries again, and when it gives up.
 *
 * The rule (qmgr(8) with postconf(5) minimal_backoff_time, maximal_backoff_time, queue_run_delay; qmgr_active.c): after a
 * failed attempt the file waits as long as the message has been in the queue, but not less than the minimal and not more
 * than the maximal backoff time; the deferred queue is looked through every queue_run_delay. It gives up at the first failed
 * attempt after maximal_queue_lifetime, or bounce_queue_lifetime for the null sender. A held message is neither tried nor
 * returned (postsuper(1), -h). A busy server may take longer, so `latest` is when to become suspicious, not a promise.
 */
export function queueSchedule({ entry, now, times, lastAttempt }: ScheduleQuestion): QueueSchedule {
  const lifetime = entry.sender === '' ? times.bounceLifetime : times.maximalLifetime;
  const used = [times.minimalBackoff, times.maximalBackoff, times.queueRunDelay, lifetime];
  const assumesDefaults = used.some((time) => time.from === 'default');
  const both = (time: ScheduledTime): QueueSchedule => ({ nextAttempt: time, expiry: time, assumesDefaults });

  if (entry.queue === 'hold') return both({ kind: 'never', why: 'held' });
  if (entry.queue === 'corrupt') return both({ kind: 'never', why: 'corrupt' });
  const arrival = readMoment(entry.arrival);
  const present = readMoment(now);
  if (arrival === null || present === null || arrival.zoned !== present.zoned) {
    return {
      nextAttempt: tryingNow(entry.queue) ? { kind: 'now' } : { kind: 'unknown' },
      expiry: { kind: 'unknown' },
      assumesDefaults,
    };
  }

  const write = (milliseconds: number): string => writeMoment(milliseconds, arrival.zoned);
  const backoff = (age: number): number =>
    Math.max(times.minimalBackoff.seconds * 1000, Math.min(age, times.maximalBackoff.seconds * 1000));
  const run = times.queueRunDelay.seconds * 1000;
  const age = Math.max(0, present.milliseconds - arrival.milliseconds);

  const last = readMoment(lastAttempt ?? null);
  const knownLast =
    last !== null && last.zoned === arrival.zoned && last.milliseconds >= arrival.milliseconds ? last : null;
  const nextAttempt = ((): ScheduledTime => {
    if (tryingNow(entry.queue)) return { kind: 'now' };
    if (knownLast === null)
      return {
        kind: 'between',
        earliest: write(present.milliseconds),
        latest: write(present.milliseconds + backoff(age) + run),
      };
    const due = knownLast.milliseconds + backoff(knownLast.milliseconds - arrival.milliseconds);
    if (due + run < present.milliseconds) return { kind: 'overdue', since: write(due + run) };
    return {
      kind: 'between',
      earliest: write(Math.max(due, present.milliseconds)),
      latest: write(due + run),
    };
  })();

  // The last attempt before the limit is at most one backoff and one queue run before the first one after it.
  const limit = entry.forcedExpire ? present.milliseconds : arrival.milliseconds + lifetime.seconds * 1000;
  const latest = limit + backoff(entry.forcedExpire ? age : lifetime.seconds * 1000) + run;
  const expiry: ScheduledTime =
    latest < present.milliseconds
      ? { kind: 'overdue', since: write(latest) }
      : { kind: 'between', earliest: write(Math.max(limit, present.milliseconds)), latest: write(latest) };
  return { nextAttempt, expiry, assumesDefaults };
}

function tryingNow(queue: QueueEntry['queue']): boolean {
  // incoming: the queue manager takes it as soon as it can; maildrop: pickup(8) does.
  return queue === 'active' || queue === 'incoming' || queue === 'maildrop';
}

interface Moment {
  readonly milliseconds: number;
  readonly zoned: boolean;
}

/** Wall-clock times without a zone are all counted as if in UTC: right for differences, except over a clock change. */
function readMoment(iso: string | null): Moment | null {
  const parts =
    iso === null
      ? null
      : /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,9})?(Z|[+-]\d\d:?\d\d)?$/.exec(iso.trim());
  if (parts === null) return null;
  const milliseconds = Date.parse(
    `${parts[1] ?? ''}${(parts[2] ?? 'Z').replace(/^([+-]\d\d)(\d\d)$/, '$1:$2')}`,
  );
  return Number.isNaN(milliseconds) ? null : { milliseconds, zoned: parts[2] !== undefined };
}

function writeMoment(milliseconds: number, zoned: boolean): string {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) return '';
  return date.toISOString().slice(0, 19) + (zoned ? 'Z' : '');
}
