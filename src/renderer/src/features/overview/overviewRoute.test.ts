import { expect, test } from 'vitest';
import { everything } from '../../../../core/logIndex/messageFilter.ts';
import { readLooking, writeLooking } from './overviewRoute.ts';
import type { Looking } from './overviewRoute.ts';

const there = (looking: Looking): Looking =>
  readLooking(new URLSearchParams(writeLooking(looking).toString()));

test('what is looked at survives the way through the address', () => {
  const looking: Looking = {
    view: 'mails',
    filter: {
      terms: [
        { field: 'status', value: 'bounced', exclude: false },
        { field: 'sender', value: '', exclude: true },
        { field: 'reason', value: '550 5.1.1 <a&b=c@x.y>: user: unknown #?%', exclude: false },
      ],
      from: '2026-03-01T20:00:00+01:00',
      to: '2026-03-01T21:00:00+01:00',
    },
    order: { by: 'size', descending: false },
    row: 12,
  };
  expect(there(looking)).toEqual(looking);
});

test('a bare address shows all of it, the newest mail first', () => {
  const bare = readLooking(new URLSearchParams(''));
  expect(bare).toEqual({
    view: 'glance',
    filter: everything,
    order: { by: 'firstSeen', descending: true },
    row: null,
  });
  expect(writeLooking(bare).toString()).toBe('');
});

test('what makes no sense is left out, the rest counts', () => {
  const odd = readLooking(
    new URLSearchParams('view=x&is=nonsense:a&is=status:bounced&not=&from=yesterday&sort=-colour&row=-1'),
  );
  expect(odd.filter).toEqual({
    terms: [{ field: 'status', value: 'bounced', exclude: false }],
    from: null,
    to: null,
  });
  expect(odd).toMatchObject({ view: 'glance', order: { by: 'firstSeen', descending: true }, row: null });
});
