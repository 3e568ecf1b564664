import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { queueSchedule, readQueueTimes, type ScheduleQuestion } from './queueSchedule.ts';

const times = readQueueTimes({
  minimal_backoff_time: '300s',
  maximal_backoff_time: '4000s',
  maximal_queue_lifetime: '2',
  bounce_queue_lifetime: '1d',
  queue_run_delay: '5m',
});
const ask = (
  entry: Partial<ScheduleQuestion['entry']>,
  now: string,
  lastAttempt?: string,
): ReturnType<typeof queueSchedule> =>
  queueSchedule({
    entry: {
      queue: 'deferred',
      arrival: '2026-11-20T10:00:00',
      sender: 'john@domain.net',
      forcedExpire: false,
      ...entry,
    },
    now,
    times,
    ...(lastAttempt === undefined ? {} : { lastAttempt }),
  });

describe('next attempt', () => {
  it('is an interval when the last attempt is unknown', () => {
    // Two hours old: at most 4000 s backoff and 300 s until the queue is looked through.
    expect(ask({}, '2026-11-20T12:00:00').nextAttempt).toEqual({
      kind: 'between',
      earliest: '2026-11-20T12:00:00',
      latest: '2026-11-20T13:11:40',
    });
  });

  it('is narrowed by the last attempt', () => {
    // Tried ten minutes after arrival: waits ten minutes more.
    expect(ask({}, '2026-11-20T10:15:00', '2026-11-20T10:10:00').nextAttempt).toEqual({
      kind: 'between',
      earliest: '2026-11-20T10:20:00',
      latest: '2026-11-20T10:25:00',
    });
    // Tried at once: the minimal backoff counts.
    expect(ask({}, '2026-11-20T10:01:00', '2026-11-20T10:00:00').nextAttempt).toMatchObject({
      earliest: '2026-11-20T10:05:00',
    });
  });

  it('says so when it should have happened', () => {
    expect(ask({}, '2026-11-20T11:00:00', '2026-11-20T10:10:00').nextAttempt).toEqual({
      kind: 'overdue',
      since: '2026-11-20T10:25:00',
    });
  });

  it('is now for the active queue and never for held mail', () => {
    expect(ask({ queue: 'active' }, '2026-11-20T11:00:00').nextAttempt).toEqual({ kind: 'now' });
    expect(ask({ queue: 'hold' }, '2026-11-20T11:00:00')).toMatchObject({
      nextAttempt: { kind: 'never', why: 'held' },
      expiry: { kind: 'never', why: 'held' },
    });
  });
});

describe('expiry', () => {
  it('follows the first attempt after the lifetime the server states', () => {
    expect(ask({}, '2026-11-20T12:00:00')).toMatchObject({
      expiry: { kind: 'between', earliest: '2026-11-22T10:00:00', latest: '2026-11-22T11:11:40' },
      assumesDefaults: false,
    });
  });

  it('uses the other lifetime for notifications', () => {
    expect(ask({ sender: '' }, '2026-11-20T12:00:00').expiry).toMatchObject({
      earliest: '2026-11-21T10:00:00',
    });
  });

  it('is overdue when long past', () => {
    expect(ask({}, '2026-11-23T12:00:00').expiry).toEqual({ kind: 'overdue', since: '2026-11-22T11:11:40' });
  });

  it('admits to defaults', () => {
    const answer = queueSchedule({
      entry: { queue: 'deferred', arrival: '2026-11-20T10:00:00Z', sender: 'a@b.c', forcedExpire: false },
      now: '2026-11-20T12:00:00+01:00',
      times: readQueueTimes({}),
    });
    expect(answer.assumesDefaults).toBe(true);
    expect(answer.expiry).toMatchObject({ earliest: '2026-11-25T10:00:00Z' });
  });
});

it('does not compare times with and without a zone', () => {
  expect(ask({}, '2026-11-20T12:00:00Z')).toMatchObject({
    nextAttempt: { kind: 'unknown' },
    expiry: { kind: 'unknown' },
  });
  expect(ask({ arrival: null }, '2026-11-20T12:00:00').nextAttempt).toEqual({ kind: 'unknown' });
});

it('never gives an interval that ends before it begins, or lies before now', () => {
  const minutes = fc.integer({ min: 0, max: 20_000 });
  fc.assert(
    fc.property(minutes, minutes, fc.constantFrom('deferred', 'unknown'), (age, tried, queue) => {
      const iso = (minute: number): string =>
        new Date(Date.UTC(2026, 10, 1) + minute * 60_000).toISOString().slice(0, 19);
      const answer = ask({ queue, arrival: iso(0) }, iso(age), iso(Math.min(tried, age)));
      for (const time of [answer.nextAttempt, answer.expiry]) {
        if (time.kind === 'between') {
          expect(time.earliest <= time.latest).toBe(true);
          expect(time.earliest >= iso(age)).toBe(true);
        }
        if (time.kind === 'overdue') expect(time.since <= iso(age)).toBe(true);
      }
    }),
  );
});
