import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogOverview, TopEntry } from '../../core/logIndex/logOverview.ts';
import { everything, filterStatuses } from '../../core/logIndex/messageFilter.ts';
import type { FilterField, FilterTerm, MessageFilter } from '../../core/logIndex/messageFilter.ts';
import { rowOrders, tellingStatuses } from '../../core/logIndex/messageRow.ts';
import type { RowOrder } from '../../core/logIndex/messageRow.ts';
import { countedKinds, none, printSeconds, printTime, rowOf } from '../../core/logIndex/messageTable.ts';
import type { MessageTable } from '../../core/logIndex/messageTable.ts';
import { plainLoops } from '../../core/logIndex/rowLoops.ts';
import { ListPool } from '../../core/logIndex/textPool.ts';
import type { TextPool } from '../../core/logIndex/textPool.ts';
import { runs } from '../engine/testLogs.ts';
import { TableKernel } from '../kernel/tableKernel.ts';
import { BytePool } from './bytePool.ts';
import { packStrings, packTexts } from './packTexts.ts';
import { LogIndex } from './logIndex.ts';

/*
 * Answers of the index against answers worked out message by message from strings, over the same table.
 */

const start = Date.UTC(2026, 2, 1) / 1000;
const end = start + 3 * 86_400;

const address = fc.constantFrom(
  '',
  'anna@example.org',
  'Anna@Example.org',
  'bob@example.net',
  'carl@EXAMPLE.net',
  'dora',
  'eva@a.example',
  'ä@a.example',
);
const perhaps = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(one, { freq: 5 });
const recipient = fc.record({
  address,
  original: perhaps(address),
  status: fc.nat({ max: tellingStatuses.length - 1 }),
  cause: perhaps(fc.constantFrom('over-quota', 'greylisted')),
  relay: perhaps(
    fc.constantFrom('mx.a.example[192.0.2.1]:25', 'MX.a.example[192.0.2.1]:25', '127.0.0.1[127.0.0.1]:2400'),
  ),
  delay: perhaps(fc.constantFrom(0, 0.5, 1, 1.01, 70, 4000, 100_000)),
});
const message = fc.record({
  after: fc.constantFrom(0, 500, 1000, 4000),
  fraction: fc.constantFrom('', '5', '003456'),
  ids: fc.array(fc.constantFrom('4AB', '4abx', '5CD', '6EF'), { maxLength: 2 }),
  messageId: perhaps(fc.constantFrom('1@example.org', '2@EXAMPLE.net', '3@x')),
  sender: perhaps(address),
  client: perhaps(fc.constantFrom('mx.a.example[192.0.2.1]', 'MX.a.example[192.0.2.1]', 'pc[192.0.2.9]')),
  size: perhaps(fc.constantFrom(0, 1, 2000, 5_000_000, 2_000_000_000)),
  recipients: fc.array(recipient, { maxLength: 4 }),
});
const event = fc.record({
  row: fc.integer({ min: -1, max: 39 }),
  kind: fc.nat({ max: countedKinds.length - 1 }),
  seconds: fc.integer({ min: start - 100, max: end }),
  reason: fc.integer({ min: -1, max: 2 }),
  times: fc.constantFrom(1, 1, 1, 4),
});
const log = fc.record({
  messages: fc.oneof(fc.array(message, { maxLength: 0 }), {
    weight: 9,
    arbitrary: fc.array(message, { minLength: 10, maxLength: 40 }),
  }),
  events: fc.array(event, { maxLength: 60 }),
});
type Log = typeof log extends fc.Arbitrary<infer T> ? T : never;

const reasons = ['Over quota', 'over QUOTA at mx.a.example', 'no such user'].map((reply) => ({
  kind: 'deferred' as const,
  cause: null,
  dsn: null,
  reply,
}));

/** Where a table's columns lie: nowhere in particular, in a kernel's memory, or in one that lacks room for masks. */
const kernel = fc.constantFrom<() => TableKernel | null>(
  () => null,
  () => TableKernel.make({ bytes: 100_000, rows: 100, texts: 1000 }),
  () => TableKernel.make({ bytes: 100_000, rows: 0, texts: 0 }),
);

/** A table as the scanner makes it, its texts as bytes. */
function tableOf({ messages, events }: Log, kernel: TableKernel | null): MessageTable {
  const loops = kernel ?? plainLoops;
  const bytePoolOf = (pool: TextPool): BytePool => {
    const texts = Array.from({ length: pool.count }, (_, number) => pool.text(number));
    return new BytePool(packTexts([packStrings(texts)], loops), kernel);
  };
  const column = (values: readonly number[]): Int32Array => {
    const numbers = loops.numbers(values.length);
    numbers.set(values);
    return numbers;
  };
  const pools = {
    addresses: new ListPool(),
    clients: new ListPool(),
    relays: new ListPool(),
    queueIds: new ListPool(),
    messageIds: new ListPool(),
    causes: new ListPool(),
    domains: new ListPool(),
  };
  const numberIn = (pool: ListPool, text: string | null): number =>
    text === null ? none : pool.number(text);
  const recipients = messages.flatMap((one) => one.recipients);
  const starts = [0];
  for (const one of messages) starts.push((starts.at(-1) ?? 0) + one.recipients.length);
  let now = start;
  const seconds = messages.map(({ after }) => (now += after));
  const telling = messages.map((one, row) => {
    const ranks = one.recipients.map(({ status }) => status);
    return ranks.length === 0 ? none : (starts[row] ?? 0) + ranks.indexOf(Math.min(...ranks));
  });
  const more = messages.flatMap(({ ids }, row) =>
    ids.slice(1).map((id) => [row, pools.queueIds.number(id)] as const),
  );
  const table = {
    count: messages.length,
    times: {
      keys: Float64Array.from(seconds, (one) => one * 1000),
      seconds: Float64Array.from(seconds),
      fractions: {
        values: Int32Array.from(messages, ({ fraction }) => Number(fraction)),
        digits: Uint8Array.from(messages, ({ fraction }) => fraction.length),
      },
      zones: null,
      zoneTexts: [],
    },
    firstIds: column(messages.map(({ ids }) => numberIn(pools.queueIds, ids[0] ?? null))),
    moreIds: { rows: Int32Array.from(more, ([row]) => row), ids: Int32Array.from(more, ([, id]) => id) },
    messageIds: column(messages.map(({ messageId }) => numberIn(pools.messageIds, messageId))),
    senders: column(messages.map(({ sender }) => numberIn(pools.addresses, sender))),
    clients: column(messages.map(({ client }) => numberIn(pools.clients, client))),
    logins: new Int32Array(messages.length).fill(none),
    sizes: Float64Array.from(messages, ({ size }) => size ?? NaN),
    statuses: Uint8Array.from(messages, (_, row) => recipients[telling[row] ?? none]?.status ?? 5),
    telling: Int32Array.from(telling),
    recipientStarts: Int32Array.from(starts),
    recipients: {
      addresses: column(recipients.map((one) => pools.addresses.number(one.address))),
      originals: Int32Array.from(recipients, ({ original }) => numberIn(pools.addresses, original)),
      statuses: Uint8Array.from(recipients, ({ status }) => status),
      causes: Int32Array.from(recipients, ({ cause }) => numberIn(pools.causes, cause)),
      relays: column(recipients.map(({ relay }) => numberIn(pools.relays, relay))),
      delays: Float64Array.from(recipients, ({ delay }) => delay ?? NaN),
    },
    counted: {
      rows: Int32Array.from(events, ({ row }) => (row < messages.length ? row : none)),
      kinds: Uint8Array.from(events, ({ kind }) => kind),
      seconds: Float64Array.from(events, (one) => one.seconds),
      reasons: Int32Array.from(events, ({ reason }) => reason),
      times: new Map(events.flatMap(({ times }, at) => (times === 1 ? [] : [[at, times] as const]))),
    },
    reasons,
    loops,
  };
  const { addresses } = pools;
  const domainOfAddress = Int32Array.from({ length: addresses.count }, (_, number) => {
    const [, domain = null] = addresses.text(number).toLowerCase().split('@');
    return numberIn(pools.domains, domain);
  });
  return {
    ...table,
    pools: {
      addresses: bytePoolOf(addresses),
      clients: bytePoolOf(pools.clients),
      relays: bytePoolOf(pools.relays),
      logins: new ListPool(),
      queueIds: bytePoolOf(pools.queueIds),
      messageIds: bytePoolOf(pools.messageIds),
      causes: pools.causes,
      domains: pools.domains,
      domainOfAddress,
    },
  };
}

const whole = {
  period: { from: printSeconds(start), to: printSeconds(end) },
  input: { lines: 0, understood: 0, foreign: 0, notUnderstood: 0 },
  unusual: [],
} as unknown as ConstructorParameters<typeof LogIndex>[1];
const indexOf = (table: MessageTable): LogIndex =>
  new LogIndex(
    table,
    { ...whole, coverage: { notUnderstoodSamples: [], foreignPrograms: [] } } as unknown as typeof whole,
    () => Promise.resolve(null),
  );

const lower = (text: string | null): string | null => text?.toLowerCase() ?? null;
const domainOf = (text: string | null): string | null => lower(text)?.split('@')[1] ?? null;

function fits(log: Log, row: number, { field, value }: FilterTerm, table: MessageTable): boolean {
  const one = log.messages[row];
  if (one === undefined) return false;
  const wanted = value.toLowerCase();
  const is = (text: string | null): boolean => lower(text) === wanted;
  const holds = (text: string | null): boolean => lower(text)?.includes(wanted) === true;
  const replies = log.events.flatMap((each) => (each.row === row ? (reasons[each.reason]?.reply ?? []) : []));
  const isTo = (some: (text: string | null) => boolean): boolean =>
    one.recipients.some((each) => some(each.address) || some(each.original));
  const isOfDomain = (text: string | null): boolean => domainOf(text) === wanted;
  const ways: Record<FilterField, () => boolean> = {
    any: () =>
      [
        one.sender,
        one.client,
        one.messageId,
        ...one.ids,
        ...one.recipients.map(({ relay }) => relay),
        ...replies,
      ].some(holds) || isTo(holds),
    address: () => is(one.sender) || isTo(is),
    domain: () => isOfDomain(one.sender) || one.recipients.some((each) => isOfDomain(each.address)),
    sender: () => is(one.sender),
    senderDomain: () => isOfDomain(one.sender),
    recipient: () => isTo(is),
    recipientDomain: () => one.recipients.some((each) => isOfDomain(each.address)),
    status: () => is(tellingStatuses[table.statuses[row] ?? 0] ?? ''),
    cause: () => one.recipients.some(({ cause }) => is(cause)),
    relay: () => one.recipients.some(({ relay }) => is(relay)),
    client: () => is(one.client),
    reason: () => replies.some(is),
  };
  return ways[field]();
}

function isLetThrough(
  log: Log,
  table: MessageTable,
  row: number,
  { terms, from, to }: MessageFilter,
): boolean {
  const asked = new Set(terms.flatMap(({ field, exclude }) => (exclude ? [] : [field])));
  for (const field of asked)
    if (!terms.some((term) => !term.exclude && term.field === field && fits(log, row, term, table)))
      return false;
  if (terms.some((term) => term.exclude && fits(log, row, term, table))) return false;
  const at = printTime(table.times, row);
  return (from === null || at >= from) && (to === null || at < to);
}

function ordered(rows: readonly number[], table: MessageTable, { by, descending }: RowOrder): number[] {
  const valueOf = (row: number): number | string | null => {
    const shown = rowOf(table, row);
    if (by === 'firstSeen') return row;
    if (by === 'status') return tellingStatuses.indexOf(shown.status);
    return typeof shown[by] === 'string' ? lower(shown[by]) : shown[by];
  };
  const valued = rows.map((row) => ({ row, value: valueOf(row) }));
  const unknown = valued.flatMap(({ row, value }) => (value === null ? [row] : []));
  const sorted = valued
    .filter(({ value }) => value !== null)
    .sort((a, b) => {
      const [first, second] = [a.value ?? 0, b.value ?? 0];
      return first < second ? -1 : first > second ? 1 : a.row - b.row;
    })
    .map(({ row }) => row);
  return [...(descending ? sorted.reverse() : sorted), ...unknown];
}

/** The entries of a ranking, from the names each message has (or null). */
function ranked(
  log: Log,
  rows: readonly number[],
  pool: TextPool,
  namesOf: (row: number) => readonly (string | null)[],
): TopEntry[] {
  const shown = Array.from({ length: pool.count }, (_, number) => pool.text(number));
  const entries = [...new Set(shown.map((text) => text.toLowerCase()))].map((name) => {
    const own = rows.filter((row) => namesOf(row).some((one) => lower(one) === name));
    const bytes = own.reduce((sum, row) => sum + (log.messages[row]?.size ?? 0), 0);
    return { value: shown.find((text) => text.toLowerCase() === name) ?? '', messages: own.length, bytes };
  });
  return entries
    .filter(({ messages }) => messages > 0)
    .sort((a, b) => b.messages - a.messages)
    .slice(0, 20);
}

function expectOverview(
  overview: LogOverview,
  log: Log,
  table: MessageTable,
  rows: readonly number[],
  isAll: boolean,
): void {
  const { pools } = table;
  const at = (row: number): Log['messages'][number] | undefined => log.messages[row];
  const to = (row: number): readonly string[] => at(row)?.recipients.map((one) => one.address) ?? [];
  expect(overview.messages).toBe(rows.length);
  for (const [rank, status] of tellingStatuses.entries())
    expect(overview.byStatus[status]).toBe(rows.filter((row) => table.statuses[row] === rank).length);
  expect(overview.top).toEqual({
    sender: ranked(log, rows, pools.addresses, (row) => [at(row)?.sender ?? null]),
    senderDomain: ranked(log, rows, pools.domains, (row) => [domainOf(at(row)?.sender ?? null)]),
    client: ranked(log, rows, pools.clients, (row) => [at(row)?.client ?? null]),
    recipient: ranked(log, rows, pools.addresses, to),
    recipientDomain: ranked(log, rows, pools.domains, (row) => to(row).map(domainOf)),
    relay: ranked(log, rows, pools.relays, (row) => at(row)?.recipients.map(({ relay }) => relay) ?? []),
  });
  const events = log.events.filter(({ row }) => (row < log.messages.length && rows.includes(row)) || isAll);
  for (const [index, { from, ...bar }] of overview.buckets.entries()) {
    const first = Date.parse(`${from}Z`) / 1000;
    const inBar = events.filter(
      ({ seconds }) => seconds >= first && seconds < first + overview.bucketSeconds,
    );
    for (const [kind, count] of Object.entries(bar))
      expect([index, kind, count]).toEqual([
        index,
        kind,
        inBar.reduce((sum, one) => sum + (countedKinds[one.kind] === kind ? one.times : 0), 0),
      ]);
  }
  for (const [number, { reply }] of reasons.entries())
    expect(overview.reasons.find((one) => one.reply === reply)?.count ?? 0).toBe(
      events.reduce((sum, one) => sum + (one.reason === number ? one.times : 0), 0),
    );
  const delivered = tellingStatuses.indexOf('delivered');
  const delays = rows.flatMap((row) =>
    (at(row)?.recipients ?? []).flatMap(({ delay, status }) =>
      delay !== null && status === delivered ? [delay] : [],
    ),
  );
  let above = -Infinity;
  for (const { upToSeconds, count } of overview.delays) {
    const most = upToSeconds ?? Infinity;
    expect(count).toBe(delays.filter((delay) => delay > above && delay <= most).length);
    above = most;
  }
}

const term = fc.oneof(
  fc.record({
    field: fc.constantFrom<FilterField>('any'),
    value: fc.constantFrom('example', '.NET', 'b@e', '4a', 'quota', 'mx.', '@', '', 'zzz'),
  }),
  fc.record({
    field: fc.constantFrom<FilterField>('address', 'sender', 'recipient'),
    value: fc.oneof(address, fc.constant('nobody')),
  }),
  fc.record({
    field: fc.constantFrom<FilterField>('domain', 'senderDomain', 'recipientDomain'),
    value: fc.constantFrom('example.org', 'EXAMPLE.NET', 'a.example', 'none.example'),
  }),
  fc.record({
    field: fc.constantFrom<FilterField>('status'),
    value: fc.constantFrom(...filterStatuses, 'no such'),
  }),
  fc.record({
    field: fc.constantFrom<FilterField>('cause'),
    value: fc.constantFrom('over-quota', 'Greylisted', 'none'),
  }),
  fc.record({
    field: fc.constantFrom<FilterField>('relay'),
    value: fc.constantFrom('mx.a.example[192.0.2.1]:25', ''),
  }),
  fc.record({
    field: fc.constantFrom<FilterField>('client'),
    value: fc.constantFrom('pc[192.0.2.9]', 'mx.A.example[192.0.2.1]'),
  }),
  fc.record({ field: fc.constantFrom<FilterField>('reason'), value: fc.constantFrom('over quota', 'quota') }),
);
const time = fc.option(
  fc.nat({ max: 60 }).map((steps) => printSeconds(start + 500 * steps)),
  { freq: 1 },
);
const filter: fc.Arbitrary<MessageFilter> = fc.record({
  terms: fc.array(
    fc.tuple(term, fc.boolean()).map(([one, exclude]) => ({ ...one, exclude })),
    { maxLength: 3 },
  ),
  from: time,
  to: time,
});

describe('the index of a log', () => {
  it('answers as if it looked at every message', () => {
    fc.assert(
      fc.property(log, kernel, fc.array(filter, { minLength: 4, maxLength: 8 }), (one, kernel, filters) => {
        const table = tableOf(one, kernel());
        const index = indexOf(table);
        const all = [...one.messages.keys()];
        // Several questions of one index, as what was found for one is kept for the next.
        for (const [asked, wanted] of [everything, ...filters, ...filters].entries()) {
          const rows = all.filter((row) => isLetThrough(one, table, row, wanted));
          const isAll = wanted.terms.length === 0 && wanted.from === null && wanted.to === null;
          const by = rowOrders[asked % rowOrders.length] ?? 'firstSeen';
          const order = { by, descending: asked % 4 < 2 };
          const page = index.rows({ filter: wanted, order, offset: 1, limit: 30 });
          expect(page.total).toBe(rows.length);
          expect(page.rows.map(({ row }) => row)).toEqual(ordered(rows, table, order).slice(1, 31));
          expectOverview(index.overview(wanted), one, table, rows, isAll);
        }
      }),
      { numRuns: runs(14) },
    );
  });

  it('answers the same when it was prepared', () => {
    fc.assert(
      fc.property(log, kernel, filter, (one, kernel, wanted) => {
        const [prepared, index] = [indexOf(tableOf(one, kernel())), indexOf(tableOf(one, kernel()))];
        const work = prepared.preparing();
        while (work.next().done !== true);
        expect(prepared.overview(wanted)).toEqual(index.overview(wanted));
        for (const by of rowOrders) {
          const rows = { filter: wanted, order: { by, descending: true }, offset: 0, limit: 50 };
          expect(prepared.rows(rows)).toEqual(index.rows(rows));
        }
      }),
      { numRuns: runs(30) },
    );
  });
});
