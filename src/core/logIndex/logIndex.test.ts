import { describe, expect, it } from 'vitest';
import { LogReader } from '../postfix/logReader.ts';
import { summaryOf } from '../postfix/summary.ts';
import { tracedMessages } from '../postfix/tracedMessages.ts';
import { matchRows } from './matchRows.ts';
import { everything } from './messageFilter.ts';
import type { FilterField, MessageFilter } from './messageFilter.ts';
import { rowOf } from './messageTable.ts';
import type { MessageTable } from './messageTable.ts';
import { chooseRows, RowOrders } from './orderRows.ts';
import type { RowOrder } from './messageRow.ts';
import { overviewOf } from './overviewOf.ts';
import type { WholeLog } from './overviewOf.ts';
import { tableOfMessages } from './tableOfMessages.ts';
import { TableParts } from './tableParts.ts';

const life = (
  at: string,
  id: string,
  { from = 'anna@example.org', to = 'bob@example.net', size = 1000, relay = 'mx.example.net[192.0.2.1]:25' },
  ends: readonly [status: string, reply: string, delay: number][],
): string[] => [
  `Mar  ${at}:00:00 mail postfix/smtpd[1]: ${id}: client=pc.example.org[192.0.2.9]`,
  `Mar  ${at}:00:00 mail postfix/cleanup[2]: ${id}: message-id=<${id}@example.org>`,
  ...ends.flatMap(([status, reply, delay], index) => [
    `Mar  ${at}:0${index}:01 mail postfix/qmgr[3]: ${id}: from=<${from}>, size=${size}, nrcpt=1 (queue active)`,
    `Mar  ${at}:0${index}:02 mail postfix/smtp[4]: ${id}: to=<${to}>, relay=${relay}, delay=${delay}, delays=0/0/0/0, dsn=${status === 'sent' ? '2.0.0' : '4.2.2'}, status=${status} (${reply})`,
  ]),
  ...(ends.at(-1)?.[0] === 'deferred' ? [] : [`Mar  ${at}:09:00 mail postfix/qmgr[3]: ${id}: removed`]),
];

const overQuota = 'host mx.example.net[192.0.2.1] said: 452 4.2.2 Over quota';
const lines = [
  ...life('1 08', 'AAAAAAAAAA1', {}, [['sent', '250 Ok', 0.5]]),
  ...life('1 10', 'AAAAAAAAAA2', { to: 'Bob@example.net', size: 3000 }, [
    ['deferred', overQuota, 2],
    ['sent', '250 Ok', 70],
  ]),
  ...life('2 08', 'AAAAAAAAAA3', { from: '', to: 'carl@example.com', size: 500 }, [
    ['deferred', overQuota, 30],
  ]),
  ...life('2 09', 'AAAAAAAAAA4', { from: 'dora@Example.org', to: 'eve@example.com', size: 2000 }, [
    ['bounced', '550 5.1.1 User unknown', 4],
  ]),
  'Mar  2 09:30:00 mail postfix/smtpd[7]: NOQUEUE: reject: RCPT from spam.example.biz[198.51.100.1]: 554 5.7.1 <x@example.org>: Relay access denied; from=<spam@example.biz> to=<x@example.org> proto=ESMTP helo=<spam>',
  'Mar  2 09:31:00 mail cyrus/imap[9]: login: nobody',
];

function tableOf(text: readonly string[]): { table: MessageTable; whole: WholeLog } {
  const reader = new LogReader();
  reader.file('mail.log', '2026-03-05');
  for (const line of text) reader.line(line);
  const reading = reader.finish();
  const found = tracedMessages(reading.records, {});
  return {
    table: tableOfMessages(found, reading.records),
    whole: { ...summaryOf(reading), unusual: [] },
  };
}

const { table, whole } = tableOf(lines);

const filter = (
  ...terms: readonly [field: FilterField, value: string, exclude?: boolean][]
): MessageFilter => ({
  ...everything,
  terms: terms.map(([field, value, exclude = false]) => ({ field, value, exclude })),
});

/** Numbers of the messages a filter lets through, as in their queue IDs; `-` for the refused one. */
function matched(wanted: MessageFilter): string {
  const mask = matchRows(new TableParts(table), wanted);
  return Array.from({ length: table.count }, (_, row) => row)
    .filter((row) => mask === null || mask[row] === 1)
    .map((row) => rowOf(table, row).queueId?.at(-1) ?? '-')
    .join('');
}

describe('a filter', () => {
  it.each<[MessageFilter, string]>([
    [everything, '1234-'],
    [filter(['sender', 'ANNA@example.org']), '12'],
    [filter(['sender', '']), '3'],
    [filter(['senderDomain', 'EXAMPLE.org']), '124'],
    [filter(['recipient', 'bob@example.net']), '12'],
    [filter(['recipientDomain', 'example.com']), '34'],
    [filter(['address', 'x@example.org']), '-'],
    [filter(['domain', 'example.org']), '124-'],
    [filter(['status', 'deferred']), '3'],
    [filter(['status', 'delivered']), '12'],
    [filter(['cause', 'relay-denied']), '-'],
    [filter(['client', 'pc.example.org[192.0.2.9]']), '1234'],
    [filter(['relay', 'mx.example.net[192.0.2.1]:25']), '1234'],
    [filter(['reason', overQuota]), '23'],
    [filter(['any', 'aaaaaaaaaa3']), '3'],
    [filter(['any', 'spam.example.biz']), '-'],
    [filter(['any', 'aaaaaaaaaa4@']), '4'],
    [filter(['any', 'over quota']), '23'],
    [filter(['status', 'bounced'], ['status', 'deferred']), '34'],
    [filter(['status', 'bounced'], ['recipientDomain', 'example.net']), ''],
    [filter(['senderDomain', 'example.org'], ['recipient', 'bob@example.net', true]), '4'],
    [filter(['status', 'delivered', true], ['status', 'rejected', true]), '34'],
    [filter(['status', 'no such status']), ''],
    [{ ...everything, from: '2026-03-01T10:00:00' }, '234-'],
    [{ ...everything, to: '2026-03-01T10:00:00' }, '1'],
    [{ ...everything, from: '2026-03-01T10:00', to: '2026-03-02T08:00:01+05:00' }, '23'],
  ])('%j lets %s through', (wanted, expected) => {
    expect(matched(wanted)).toBe(expected);
  });
});

describe('an order', () => {
  const orders = new RowOrders(table);
  const sorted = (by: RowOrder['by'], descending: boolean): string =>
    Array.from(chooseRows(orders, null, { by, descending }), (row) => rowOf(table, row))
      .map(({ queueId }) => queueId?.at(-1) ?? '-')
      .join('');

  it.each<[RowOrder['by'], string]>([
    ['firstSeen', '1234-'],
    ['sender', '3124-'],
    ['size', '3142-'],
    ['status', '4-312'],
    ['delaySeconds', '1432-'],
  ])('by %s', (by, expected) => {
    expect(sorted(by, false)).toBe(expected);
  });

  it('keeps what has no value at the end, backwards too', () => {
    expect(sorted('size', true)).toBe('2413-');
  });
});

describe('the overview', () => {
  const parts = new TableParts(table);
  const all = overviewOf(parts, whole, everything);

  it('counts messages by how they ended, and adds up to the totals', () => {
    expect(all.messages).toBe(5);
    expect(all.byStatus).toMatchObject({ delivered: 2, deferred: 1, bounced: 1, rejected: 1, queued: 0 });
    const sum = (kind: 'received' | 'delivered' | 'deferred' | 'bounced' | 'rejected'): number =>
      all.buckets.reduce((total, bucket) => total + bucket[kind], 0);
    expect(sum('received')).toBe(all.totals?.received);
    expect(sum('delivered')).toBe(all.totals?.delivered);
    expect(sum('deferred')).toBe(all.totals?.deferrals);
    expect(sum('bounced')).toBe(all.totals?.bounced);
    expect(sum('rejected')).toBe(all.totals?.rejected);
  });

  it('has bars without gaps from the first line to the last', () => {
    expect(all.bucketSeconds).toBe(600);
    expect(all.buckets[0]?.from).toBe('2026-03-01T08:00:00');
    expect(all.buckets.at(-1)?.from).toBe('2026-03-02T09:30:00');
    expect(all.buckets).toHaveLength(25 * 6 + 4);
  });

  it('ranks without regard to case', () => {
    expect(all.top.recipient[0]).toEqual({ value: 'bob@example.net', messages: 2, bytes: 4000 });
    expect(all.top.senderDomain[0]).toEqual({ value: 'example.org', messages: 3, bytes: 6000 });
    expect(all.top.client[0]?.messages).toBe(4);
  });

  it('puts delays of what arrived into bands', () => {
    expect(all.delays.filter(({ count }) => count > 0)).toEqual([
      { upToSeconds: 1, count: 1 },
      { upToSeconds: 300, count: 1 },
    ]);
  });

  it('says why', () => {
    expect(all.reasons[0]).toMatchObject({ kind: 'deferred', cause: 'remote-over-quota', count: 2 });
    expect(all.foreignPrograms).toEqual([{ program: 'cyrus/imap', lines: 1 }]);
  });

  it('speaks of the filtered messages, and of no totals', () => {
    const some = overviewOf(parts, whole, filter(['status', 'deferred']));
    expect(some.totals).toBeNull();
    expect(some.messages).toBe(1);
    expect(some.reasons).toEqual([expect.objectContaining({ kind: 'deferred', count: 1 })]);
    expect(some.input).toEqual(all.input);
    expect(some.buckets.reduce((sum, { deferred }) => sum + deferred, 0)).toBe(1);
  });

  it('shows hours when asked for a day', () => {
    const day = overviewOf(parts, whole, {
      ...everything,
      from: '2026-03-02T00:00:00',
      to: '2026-03-02T09:00:00',
    });
    expect(day.bucketSeconds).toBe(300);
    expect(day.buckets[0]?.from).toBe('2026-03-02T00:00:00');
  });

  it('of nothing is empty', () => {
    const empty = tableOf([]);
    const overview = overviewOf(new TableParts(empty.table), empty.whole, everything);
    expect(overview).toMatchObject({ messages: 0, buckets: [], reasons: [] });
  });
});
