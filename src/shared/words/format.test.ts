import { expect, test } from 'vitest';
import { formatsFor, isIsoMoment, isoInZone } from './format.ts';

// The suite runs in the zone of St. John's (UTC-3:30): a conversion would show.
test('wall-clock time of a log is shown as it stands, whatever the zone of this computer', () => {
  expect(formatsFor('en').moment('2026-03-01T20:45:32')).toBe('Mar 1, 2026, 8:45:32 PM');
  expect(formatsFor('de').moment('2026-03-01T20:45:32.123')).toBe('01.03.2026, 20:45:32');
  expect(formatsFor('fr').moment('2026-03-01')).toBe('1 mars 2026');
  // A time that does not exist here because of daylight saving is still what the log says.
  expect(formatsFor('de').moment('2026-03-08T02:30:00')).toBe('08.03.2026, 02:30:00');
});

test('an offset the log gives is kept, not applied', () => {
  expect(formatsFor('de').moment('2026-03-01T20:45:32+01:00')).toBe('01.03.2026, 20:45:32 (UTC+01:00)');
  expect(formatsFor('de').moment('2026-03-01T20:45:32Z')).toBe('01.03.2026, 20:45:32 (UTC)');
});

test('who wants another zone gets it for times that say theirs, and only for those', () => {
  const paris = formatsFor('de', 'Europe/Paris');
  expect(paris.moment('2026-07-01T20:45:32Z')).toBe('01.07.2026, 22:45:32 (UTC+02:00)');
  expect(paris.moment('2026-03-01T20:45:32.123-0330')).toBe('02.03.2026, 01:15:32 (UTC+01:00)');
  expect(formatsFor('de', 'UTC').moment('2026-03-01T00:45:32+01:00')).toBe('28.02.2026, 23:45:32 (UTC)');
  expect(paris.moment('2026-03-01T20:45:32')).toBe('01.03.2026, 20:45:32');
  expect(paris.moment('2026-03-01')).toBe('01.03.2026');
  expect(formatsFor('de').moment('2026-07-01T20:45:32Z')).toBe('01.07.2026, 20:45:32 (UTC)');
});

test('programs get the same moment in the zone that is wanted, and never one made up', () => {
  expect(isoInZone('2026-07-01T20:45:32Z', 'Europe/Paris')).toBe('2026-07-01T22:45:32+02:00');
  expect(isoInZone('2026-03-01T20:45:32.125-0330', 'Europe/Paris')).toBe('2026-03-02T01:15:32.125+01:00');
  expect(isoInZone('2026-03-01T00:45:32+01:00', 'UTC')).toBe('2026-02-28T23:45:32Z');
  for (const left of ['2026-03-01T20:45:32', '2026-03-01', 'yesterday at 2026-03-01T20:45:32Z'])
    expect(isoInZone(left, 'Europe/Paris')).toBe(left);
  expect(isoInZone('2026-03-01T00:45:32+01:00', 'log')).toBe('2026-03-01T00:45:32+01:00');
});

test('what is no time is left alone', () => {
  expect(formatsFor('en').moment('yesterday')).toBe('yesterday');
  expect(isIsoMoment('2026-03-01')).toBe(true);
  expect(isIsoMoment('192.168.1.1')).toBe(false);
});

test('numbers, sizes and durations follow the language', () => {
  expect(formatsFor('en').number(12345)).toBe('12,345');
  expect(formatsFor('de').number(12345)).toBe('12.345');
  expect(formatsFor('en').size(8386)).toBe('8.4 kB');
  expect(formatsFor('de').size(8386)).toBe('8,4 kB');
  expect(formatsFor('en').size(1)).toBe('1 byte');
  expect(formatsFor('en').size(250_000_000)).toBe('250 MB');
  expect(formatsFor('en').duration(0.32)).toBe('0.3 seconds');
  expect(formatsFor('en').duration(120)).toBe('2 minutes');
  expect(formatsFor('de').duration(7200)).toBe('2 Stunden');
});
