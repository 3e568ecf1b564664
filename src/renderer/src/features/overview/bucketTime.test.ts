import { expect, test } from 'vitest';
import { bucketLabels, laterBy, withEmptyBuckets } from './bucketTime.ts';

const bucket = (from: string) => ({ from, received: 1, delivered: 1, deferred: 0, bounced: 0, rejected: 0 });

test('time goes on along the clock of the log, with or without a zone', () => {
  expect(laterBy('2026-03-01T23:00:00', 3600)).toBe('2026-03-02T00:00:00');
  expect(laterBy('2026-03-01T23:30:00+01:00', 3600)).toBe('2026-03-02T00:30:00+01:00');
  expect(laterBy('no time', 3600)).toBe('no time');
});

test('hours without mail are there, with nothing in them', () => {
  const filled = withEmptyBuckets([bucket('2026-03-01T22:00:00'), bucket('2026-03-02T01:00:00')], 3600);
  expect(filled.map(({ from }) => from)).toEqual([
    '2026-03-01T22:00:00',
    '2026-03-01T23:00:00',
    '2026-03-02T00:00:00',
    '2026-03-02T01:00:00',
  ]);
  expect(filled[1]).toMatchObject({ received: 0, delivered: 0 });
});

test('a wrong clock in a log does not make millions of bars', () => {
  const filled = withEmptyBuckets([bucket('1970-01-01T00:00:00'), bucket('2026-03-01T22:00:00')], 3600);
  expect(filled.length).toBeLessThan(2100);
  expect(filled.at(-1)?.from).toBe('2026-03-01T22:00:00');
});

test('a label names the hour, and for whole days only the day', () => {
  expect(bucketLabels(3600, 'de')('2026-03-01T20:00:00')).toContain('20:00');
  expect(bucketLabels(86_400, 'de')('2026-03-01T00:00:00')).toBe('1. März');
});
