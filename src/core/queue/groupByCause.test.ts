import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { groupByCause } from './groupByCause.ts';
import { parsePostqueue } from './parsePostqueue.ts';
import type { QueueEntry } from './queueEntry.ts';

const entry = (
  queueId: string,
  size: number,
  arrival: string,
  ...recipients: [string, string | null, string | null][]
): QueueEntry => ({
  queueId,
  queue: 'deferred',
  size,
  arrival,
  sender: '',
  recipients: recipients.map(([address, reason, cause]) => ({ address, reason, cause })),
  forcedExpire: false,
  line: 1,
});

it('puts recipients that wait for the same thing together, the most first', () => {
  const groups = groupByCause([
    entry('A1', 100, '2026-11-22T10:00:00', ['a@x.net', 'host mx[1.2.3.4] said: 450 odd 17', null]),
    entry(
      'B2',
      10,
      '2026-11-21T10:00:00',
      ['b@x.net', 'over', 'over-quota'],
      ['c@x.net', 'over 2', 'over-quota'],
    ),
    entry(
      'C3',
      1,
      '2026-11-20T10:00:00',
      ['d@x.net', 'over', 'over-quota'],
      ['e@x.net', 'host mx[1.2.3.5] said: 450 odd 9', null],
    ),
    entry('D4', 5, '2026-11-20T11:00:00', ['f@x.net', null, null]),
  ]);
  expect(
    groups.map(({ cause, queueIds, bytes, oldestArrival, recipients }) => [
      cause,
      queueIds,
      bytes,
      oldestArrival,
      recipients.length,
    ]),
  ).toEqual([
    ['over-quota', ['B2', 'C3'], 11, '2026-11-20T10:00:00', 3],
    [null, ['A1', 'C3'], 101, '2026-11-20T10:00:00', 2],
    [null, ['D4'], 5, '2026-11-20T11:00:00', 1],
  ]);
});

it('counts every recipient of a listing once', () => {
  const listing = parsePostqueue(
    readFileSync(new URL('fixtures/postfix-3.7-composed.txt', import.meta.url), 'utf8'),
    new Date(0),
  );
  const all = listing.items.flatMap(({ recipients }) => recipients).length;
  expect(groupByCause(listing.items).flatMap(({ recipients }) => recipients)).toHaveLength(all);
});
