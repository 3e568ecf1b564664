import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bare } from '../../core/postfix/traceQuery.ts';
import { hashText } from '../engine/hash.ts';
import { unpackStamp } from '../engine/segmentScan.ts';
import type { SegmentScan, StampRuns } from '../engine/segmentScan.ts';
import { LineKernel } from './lineKernel.ts';
import { anyLine, damaged, generated, realLines, runs, scanBytes } from '../engine/testLogs.ts';

/** A scan without the addresses that nobody will ask for, and in an order of its own where order means nothing. */
function comparable(scan: SegmentScan, address: string): object {
  const addresses = scan.index?.addresses;
  const hits = [...(addresses?.lines ?? [])].filter((_, row) => addresses?.hashes[row] === hashText(address));
  return {
    ...scan,
    foreign: [...scan.foreign].sort(),
    stamps: { ...scan.stamps, ...telling(scan.stamps) },
    index: { ...scan.index, addresses: hits },
  };
}

/** Without the stamps in the middle of a day that a clock passes one after the other: the kernel leaves out some of those. */
function telling({ lines, packed }: StampRuns): object {
  const rows = [...packed.keys()].filter((row) => {
    const [before, here, next] = [packed[row - 1] ?? -1, packed[row] as number, packed[row + 1] ?? -1];
    const isInside = before < here && here < next && before >>> 17 === next >>> 17;
    return before < 0 || !isInside || unpackStamp(before).hour < 5;
  });
  return { lines: rows.map((row) => lines[row]), packed: rows.map((row) => packed[row]) };
}

function expectSame(lines: readonly string[], address: string, end = '\n'): void {
  const bytes = Buffer.from(lines.join(end));
  const wants = { index: true, totals: false };
  expect(comparable(scanBytes(bytes, { ...wants, address }), address)).toEqual(
    comparable(scanBytes(bytes, wants), address),
  );
}

/** Times of records whose stamp has an offset; what stands for the others means nothing. */
function timesOf({ totals }: SegmentScan): object | null {
  if (totals?.zoned == null) return null;
  const { keys, hours, zones } = totals.zoned;
  const digits = totals.messages?.digits;
  return [...keys].map((key, row) =>
    Number.isNaN(key) ? null : [key, hours[row], totals.zones[zones[row] ?? 0], digits?.[row]],
  );
}

function messagesOf({ totals }: SegmentScan): object | null {
  return totals?.messages == null ? null : { ...totals.messages, digits: null };
}

/** What the totals and the table are made of; what the scanner gave up half way it may have mentioned twice. */
function told(bytes: Buffer, isTable: boolean, isWithKernel: boolean): object {
  const wants = { index: isTable, totals: true, messages: isTable, isInOrder: isTable };
  const scan = scanBytes(bytes, wants, isWithKernel);
  const { lines, hashes } = scan.index?.mentions ?? { lines: [], hashes: [] };
  const mentions = new Set([...lines].map((line, row) => `${line} ${hashes[row]}`));
  const totals = { ...scan.totals, zoned: timesOf(scan), zones: [], messages: messagesOf(scan) };
  return { ...scan, foreign: [...scan.foreign].sort(), index: { ...scan.index, mentions }, totals };
}

function expectSameRecords(lines: readonly string[], end = '\n'): void {
  const bytes = Buffer.from(lines.join(end));
  for (const isTable of [false, true])
    expect(told(bytes, isTable, true)).toEqual(told(bytes, isTable, false));
}

const addressesIn = (lines: readonly string[]): string[] =>
  lines.flatMap((line) => [...line.matchAll(/(?:to|from)=<([^>]*)>/g)].map((found) => bare(found[1] ?? '')));

describe('the kernel', () => {
  it('runs here', () => {
    const kernel = LineKernel.take(null);
    expect(kernel).not.toBeNull();
    kernel?.release(new Map());
  });

  it.each([
    ['traditional', 'short'],
    ['rfc3339', 'long'],
  ] as const)('learns from a log what the scanner learns (%s)', (stamps, queueIds) => {
    const lines = generated({ bytes: 2_000_000, seed: 5, stamps, queueIds });
    for (const address of ['user7@example.org', '', 'nobody@example.org', 'usér@example.org'])
      expectSame(lines, address);
    expectSame(lines.slice(0, 2000), 'user1@example.org', '\r\n');
  });

  it('learns the same from real lines, damaged and in any order', () => {
    const logs = fc.oneof(damaged(realLines, 200), fc.array(anyLine, { maxLength: 60 }));
    fc.assert(
      fc.property(logs, fc.nat(), fc.constantFrom('\n', '\r\n'), (lines, picked, end) => {
        const addresses = addressesIn(lines);
        expectSame(lines, addresses[picked % Math.max(1, addresses.length)] ?? '', end);
      }),
      { numRuns: runs(300) },
    );
  });

  it.each([
    ['traditional', 'short'],
    ['rfc3339', 'long'],
  ] as const)('records of a log what the scanner records (%s)', (stamps, queueIds) => {
    const lines = generated({ bytes: 2_000_000, seed: 6, stamps, queueIds });
    expectSameRecords(lines);
    expectSameRecords(lines.slice(0, 2000), '\r\n');
  });

  it('records the same of real lines, damaged and in any order', () => {
    const logs = fc.oneof(damaged(realLines, 200), fc.array(anyLine, { maxLength: 60 }));
    fc.assert(
      fc.property(logs, fc.constantFrom('\n', '\r\n'), (lines, end) => expectSameRecords(lines, end)),
      { numRuns: runs(200) },
    );
  });

  it('learns the same from stamps of all kinds', () => {
    const stamp = fc.constantFrom(
      ...['Feb 30 23:59:60', 'Feb  3 23:59:59', 'Mar 01 20:45:32', 'Mär  1 20:45:32', 'Xyz  1 20:45:32'],
      ...['2026-03-01T20:45:32.003456+01:00', '2026-03-01 20:45:32,5-00:30', '2026-02-31T00:00:00Z'],
      ...['2026-03-01T20:45:31.1234567890Z', '0099-03-01T20:45:32Z', '2026-13-01T20:45:32Z'],
      ...['2024-02-29T23:59:60.9+14:00', '2026-03-01T20:45:32', '1900-03-01T00:00:00.001Z'],
    );
    const said = fc.constantFrom(
      'mail postfix/qmgr[1]: 4Xk2Fz1b2Cz9rT4: removed',
      'mail postfix/smtpd[123]: connect from x[192.0.2.1]',
      'mail cron[5]: words',
      'a-host-with-a-name-that-is-longer-than-others.example.org postfix/smtpd[1]: connect from x[192.0.2.1]',
      'mail x: words',
      'mail last message repeated 2 times',
      'é postfix/qmgr[1]: C5BF3135FAF: removed',
      'é cron[5]: words',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(stamp, said), { maxLength: 30 }), (rows) => {
        const lines = rows.map((row) => row.join(' '));
        expectSame(lines, 'a@b.c');
        expectSameRecords(lines);
      }),
      { numRuns: runs(300) },
    );
  });

  it('tells texts that came before apart by what they are, and queue IDs by their host', () => {
    const host = fc.constantFrom('mail', 'mail2', 'mai');
    const id = fc.constantFrom('C5BF3135FAF', 'C5BF3135FA', '4Xk2Fz1b2Cz9rT4', '4Xk2Fz1b2Cz9rT4Xk2Fz');
    const text = fc.constantFrom(
      ...['x[192.0.2.1]', 'x[192.0.2.1]:25', 'user@example.org', '', 'a-user-of-a-long-name@example.org'],
      ...['b-user-of-a-long-name@example.org', 'a-user-of-a-long-namf@example.org', 'x@y'],
    );
    const line = fc.oneof(
      text.map((one) => [`smtpd[1]`, `client=${one}, sasl_method=LOGIN, sasl_username=${one}`]),
      text.map((one) => [`qmgr[1]`, `from=<${one}>, size=5, nrcpt=1 (queue active)`]),
      fc
        .tuple(text, text)
        .map(([one, other]) => [
          `smtp[1]`,
          `to=<${one}>, orig_to=<${other}>, relay=${one}, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (ok)`,
        ]),
      fc.constant(['cleanup[1]', 'message-id=<x@y>']),
      fc.constant(['qmgr[1]', 'removed']),
    );
    const lines = fc.array(
      fc
        .tuple(host, id, line)
        .map(([host, id, [daemon, said]]) => `Mar  1 20:45:32 ${host} postfix/${daemon}: ${id}: ${said}`),
      { maxLength: 80 },
    );
    fc.assert(
      fc.property(lines, fc.constantFrom(1, 100), (some, times) => {
        expectSameRecords(Array.from({ length: times }, () => some).flat());
      }),
      { numRuns: runs(60) },
    );
  });

  it('stops before its columns are full, and knows only so many programs', () => {
    const many = (count: number, line: (number: number) => string): string[] =>
      Array.from({ length: count }, (_, number) => line(number));
    const short = (text: string): string => `Mar  1 20:45:32 mail postfix/qmgr[1]: ${text}`;
    expectSame(
      many(40_000, () => short('C5BF3135FAF: removed')),
      'a@b.c',
    );
    expectSame(
      many(
        3_000,
        (number) =>
          `${short('')}C5BF3135FAF: to=<a@b.c>, orig_to=<A@b.c>, status=sent (${'queued as 12345 '.repeat(number % 40)})`,
      ),
      'a@b.c',
    );
    expectSame(
      many(1_500, (number) => `Mar  1 20:45:32 mail program${number}[1]: words`),
      'a@b.c',
    );
  });

  it('leaves an address that is too long to the scanner', () => {
    const address = `${'a'.repeat(5_000)}@example.org`;
    expectSame(
      [
        `Mar  1 20:45:32 mail postfix/qmgr[1]: C5BF3135FAF: from=<${address}>, size=1, nrcpt=1 (queue active)`,
        'Mar  1 20:45:32 mail postfix/qmgr[1]: C5BF3135FAF: removed',
      ],
      address,
    );
  });
});
