import { describe, expect, it } from 'vitest';
import { LogClock } from './logClock.ts';
import { stampAt } from './stamp.ts';
import type { Stamp } from './stamp.ts';

function stamp(text: string): Stamp {
  const found = stampAt(text, 0);
  if (found === null) throw new Error(`no stamp: ${text}`);
  return found.stamp;
}

function times(reference: string, stamps: readonly string[]): string[] {
  const clock = new LogClock(reference);
  const added = stamps.map((text) => clock.add(stamp(text)));
  return added.map((one) => clock.resolve(one).iso);
}

/** The stamps in the order their keys give. */
function sorted(reference: string, stamps: readonly string[]): string[] {
  const clock = new LogClock(reference);
  const added = stamps.map((text) => ({ text, at: clock.add(stamp(text)) }));
  return added
    .map(({ text, at }, index) => ({ text, index, key: clock.resolve(at).key }))
    .sort((a, b) => a.key - b.key || a.index - b.index)
    .map(({ text }) => text);
}

describe('LogClock: the year that traditional stamps leave out', () => {
  it('is that of the reference, or the one before when it would lie ahead', () => {
    expect(times('2026-11-23', ['Mar  1 20:45:32'])).toEqual(['2026-03-01T20:45:32']);
    expect(times('2026-02-10T08:00:00', ['Mar  1 20:45:32'])).toEqual(['2025-03-01T20:45:32']);
  });

  it('may lie up to a day ahead of the reference, but no more', () => {
    expect(times('2026-03-01T00:00:00', ['Mar  1 20:45:32'])).toEqual(['2026-03-01T20:45:32']);
    expect(times('2026-02-28T20:45:32', ['Mar  1 20:45:32'])).toEqual(['2026-03-01T20:45:32']);
    expect(times('2026-02-28T20:45:31', ['Mar  1 20:45:32'])).toEqual(['2025-03-01T20:45:32']);
  });

  it('goes on at New Year within one file', () => {
    expect(
      times('2027-01-04', ['Dec 31 23:59:58', 'Jan  1 00:00:01', 'Dec 31 23:59:59', 'Jan  1 00:00:02']),
    ).toEqual(['2026-12-31T23:59:58', '2027-01-01T00:00:01', '2026-12-31T23:59:59', '2027-01-01T00:00:02']);
  });

  it('counts several years in one file', () => {
    expect(
      times('2026-06-01', ['Nov  1 00:00:00', 'Mar  1 00:00:00', 'Dec  1 00:00:00', 'May  1 00:00:00']),
    ).toEqual(['2024-11-01T00:00:00', '2025-03-01T00:00:00', '2025-12-01T00:00:00', '2026-05-01T00:00:00']);
  });

  it('survives files that were joined in the wrong order', () => {
    expect(times('2026-11-23', ['Nov 10 00:00:00', 'Nov 20 00:00:00', 'Oct 30 00:00:00'])).toEqual([
      '2026-11-10T00:00:00',
      '2026-11-20T00:00:00',
      '2026-10-30T00:00:00',
    ]);
    expect(times('2027-01-15', ['Jan 10 00:00:00', 'Dec 28 00:00:00'])).toEqual([
      '2027-01-10T00:00:00',
      '2026-12-28T00:00:00',
    ]);
  });

  it('puts 29 February into a leap year', () => {
    expect(times('2026-11-23', ['Feb 28 10:00:00', 'Feb 29 10:00:00', 'Mar  1 10:00:00'])).toEqual([
      '2024-02-28T10:00:00',
      '2024-02-29T10:00:00',
      '2024-03-01T10:00:00',
    ]);
  });

  it('leaves stamps with a year alone', () => {
    expect(times('2020-01-01', ['2026-03-01T20:45:32.25+01:00'])).toEqual(['2026-03-01T20:45:32.25+01:00']);
  });

  it('does without a readable reference', () => {
    expect(times('yesterday', ['Mar  1 20:45:32'])).toHaveLength(1);
  });
});

describe('LogClock: order', () => {
  it('keeps the order of the file in the hour that is lived twice (25 October 2026)', () => {
    const lines = [
      'Oct 25 02:10:00',
      'Oct 25 02:59:59',
      'Oct 25 02:00:00',
      'Oct 25 02:30:00',
      'Oct 25 03:00:00',
    ];
    expect(sorted('2026-11-23', lines)).toEqual(lines);
  });

  it('sorts lines that came late on other days', () => {
    expect(sorted('2026-11-23', ['Oct 26 02:59:59', 'Oct 26 02:00:00'])).toEqual([
      'Oct 26 02:00:00',
      'Oct 26 02:59:59',
    ]);
  });

  it('compares instants when offsets are logged', () => {
    const lines = ['2026-10-25T02:59:59+02:00', '2026-10-25T02:00:00+01:00', '2026-10-25T01:00:01Z'];
    expect(sorted('2026-11-23', [...lines].reverse())).toEqual(lines);
  });
});
