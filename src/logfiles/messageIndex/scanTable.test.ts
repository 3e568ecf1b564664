import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowOf, printTime } from '../../core/logIndex/messageTable.ts';
import type { MessageTable } from '../../core/logIndex/messageTable.ts';
import { tellingStatuses } from '../../core/logIndex/messageRow.ts';
import { tableOfMessages } from '../../core/logIndex/tableOfMessages.ts';
import { LogReader, LogSources } from '../../core/postfix/logReader.ts';
import type { LogReading } from '../../core/postfix/logReader.ts';
import { tracedMessages } from '../../core/postfix/tracedMessages.ts';
import type { CorrelatedMessage } from '../../core/postfix/tracedMessages.ts';
import { namedLineAfter } from '../engine/planScan.ts';
import { ScannedFile } from '../engine/scannedFile.ts';
import { damaged, generated, linesOf, realLines, reference, runs, scanBytes } from '../engine/testLogs.ts';
import { NotInOrder, ReadingWhileScanned, scanTable } from './scanTable.ts';
import { SharedTexts } from './sharedTexts.ts';
import type { ScannedTable, StretchReading } from './scanTable.ts';

interface TestLog {
  readonly file: string;
  readonly bytes: Buffer;
}

/** As `indexLogs` does it: logs while they are scanned, if they are in order; `pieces` of each at a time. */
async function scanned(logs: readonly TestLog[], pieces = 1): Promise<ScannedTable> {
  const { shared, sources, files, reading } =
    adopted(inOrder(logs), pieces, true) ?? (adopted(logs, pieces, false) as Adopted);
  const texts = new Map(logs.map(({ file, bytes }) => [file, linesOf(bytes)]));
  return scanTable(
    {
      files,
      sources,
      problems: [],
      readLines: (file, lines) =>
        Promise.resolve(new Map(lines.map((line) => [line, texts.get(file.reader.name)?.[line] ?? '']))),
      keepText: () => undefined,
      close: () => undefined,
    },
    shared,
    reading,
  );
}

interface Adopted {
  readonly shared: SharedTexts;
  readonly sources: LogSources;
  readonly files: readonly ScannedFile[];
  readonly reading: StretchReading | null;
}

/** In core's order. */
function inOrder(logs: readonly TestLog[]): TestLog[] {
  const places = read(logs).coverage.files.map(({ file }) => file);
  return [...logs].sort((a, b) => places.indexOf(a.file) - places.indexOf(b.file));
}

/** Null when logs that were thought to be in order are not. */
function adopted(logs: readonly TestLog[], pieces: number, isThoughtInOrder: boolean): Adopted | null {
  const sources = new LogSources();
  const shared = new SharedTexts();
  const names = logs.map(({ file }) => file);
  const ahead = isThoughtInOrder ? new ReadingWhileScanned(shared, names) : null;
  const wants = { index: true, totals: true, messages: true, isInOrder: isThoughtInOrder };
  try {
    const files = logs.map(({ file, bytes }) => {
      const scannedFile = new ScannedFile(file, reference, [], sources);
      const parts = inPieces(bytes, pieces);
      for (const [number, part] of parts.entries()) {
        const segment = scannedFile.add(shared.adopt(scanBytes(part, wants, true, number === 0)));
        ahead?.take(scannedFile, segment, (number + 1) / parts.length);
      }
      return scannedFile;
    });
    if (ahead?.isInOrder(files) === false) return null;
    return { shared, sources, files, reading: ahead?.reading ?? null };
  } catch (error) {
    if (error instanceof NotInOrder) return null;
    throw error;
  }
}

/** Cut as files are cut into stretches. */
function inPieces(bytes: Buffer, count: number): Buffer[] {
  const pieces: Buffer[] = [];
  let start = 0;
  for (let number = 1; number < count; number += 1) {
    const from = Math.max(start, Math.floor((bytes.length * number) / count));
    const next = namedLineAfter(bytes.subarray(from));
    if (next === null) break;
    pieces.push(bytes.subarray(start, from + next));
    start = from + next;
  }
  pieces.push(bytes.subarray(start));
  return pieces;
}

function read(logs: readonly TestLog[]): LogReading {
  const reader = new LogReader();
  for (const { file, bytes } of logs) {
    reader.file(file, reference);
    for (const line of linesOf(bytes)) reader.line(line);
  }
  return reader.finish();
}

function judged(logs: readonly TestLog[]): { table: MessageTable; found: CorrelatedMessage[] } {
  const { records } = read(logs);
  const found = tracedMessages(records, {});
  return { table: tableOfMessages(found, records), found };
}

/** All a table says of its messages, in words. */
function told(table: MessageTable): string[] {
  const { pools, recipients } = table;
  const text = (pool: { text(number: number): string }, number: number | undefined): string | null =>
    number === undefined || number < 0 ? null : pool.text(number);
  const rows = Array.from({ length: table.count }, (_, row) => {
    const shown = { ...rowOf(table, row), row: 0 };
    const further = [];
    for (let at = 0; at < table.moreIds.rows.length; at += 1)
      if (table.moreIds.rows[at] === row) further.push(text(pools.queueIds, table.moreIds.ids[at]));
    const all = [];
    for (let at = table.recipientStarts[row] ?? 0; at < (table.recipientStarts[row + 1] ?? 0); at += 1) {
      all.push({
        address: text(pools.addresses, recipients.addresses[at]),
        original: text(pools.addresses, recipients.originals[at]),
        status: tellingStatuses[recipients.statuses[at] ?? 0],
        cause: text(pools.causes, recipients.causes[at]),
        relay: text(pools.relays, recipients.relays[at]),
        delay: recipients.delays[at],
      });
    }
    return JSON.stringify({
      ...shown,
      further,
      all,
      messageId: text(pools.messageIds, table.messageIds[row]),
      client: text(pools.clients, table.clients[row]),
      login: text(pools.logins, table.logins[row]),
      at: printTime(table.times, row),
    });
  });
  // Lines of one instant have no order of their own.
  return rows.sort();
}

function countedOf({ counted }: MessageTable): string[] {
  return Array.from(counted.rows, (row, at) =>
    [counted.kinds[at], counted.seconds[at], counted.times.get(at) ?? 1, row < 0 ? 'none' : ''].join(' '),
  ).sort();
}

async function expectSame(logs: readonly TestLog[]): Promise<void> {
  for (const pieces of [1, 5]) await expectSameInPieces(logs, pieces);
}

async function expectSameInPieces(logs: readonly TestLog[], pieces: number): Promise<void> {
  const { table, lines } = await scanned(logs, pieces);
  const expected = judged(logs);
  expect(told(table)).toEqual(told(expected.table));
  expect(table.times.keys).toEqual(table.times.keys.slice().sort());
  expect(countedOf(table).length).toBe(countedOf(expected.table).length);
  const first = await (table.count > 0 ? lines.message(Math.floor(table.count / 2)) : null);
  if (table.count > 0) expect(first).not.toBeNull();
}

describe('the table of scanned logs', () => {
  it.each([
    ['traditional', 'short'],
    ['rfc3339', 'long'],
  ] as const)('says what the reference says of generated logs (%s)', async (stamps, queueIds) => {
    const lines = generated({ bytes: 900_000, seed: 23, stamps, queueIds });
    const middle = Math.floor(lines.length / 2);
    await expectSame([
      { file: 'mail.log', bytes: Buffer.from(lines.slice(middle).join('\n')) },
      { file: 'mail.log.1', bytes: Buffer.from(lines.slice(0, middle).join('\n')) },
    ]);
    await expectSame([{ file: 'mail.log', bytes: Buffer.from(lines.join('\n')) }]);
  });

  it('says what the reference says of what hardly any log holds', async () => {
    const to = (said: string, orig = ''): string =>
      `Nov 23 01:22:31 mail postfix/local[1]: C5BF3135FAF: to=<a@b.c>, ${orig}relay=local, delay=0.3, delays=0.1/0/0/0.2, ${said}`;
    const waits = 'dsn=4.2.2, status=deferred (mailbox full)';
    for (const lines of [
      [to(waits), to(waits, 'orig_to=<>, ')],
      [to(waits, 'orig_to=<>, '), to('dsn=2.0.0, status=sent (ok)')],
      [to('dsn=2.0.0, status=sent (forwarded as <EEBF921E30A)')],
      [to('dsn=2.0.0, status=sent (forwarded as EEBF921E30A)')],
      [to('dsn=2.0.0, status=sent (it was forwarded as EEBF921E30A)')],
    ])
      await expectSame([{ file: 'mail.log', bytes: Buffer.from(lines.join('\n')) }]);
  });

  it('says what the reference says of real and damaged logs', async () => {
    await expectSame([{ file: 'mail.log', bytes: Buffer.from(realLines.join('\n')) }]);
    await fc.assert(
      fc.asyncProperty(damaged(realLines, 400), async (lines) => {
        await expectSame([{ file: 'mail.log', bytes: Buffer.from(lines.join('\n')) }]);
      }),
      { numRuns: runs(100) },
    );
  });

  it('says it of damaged logs that were read while they were scanned', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(damaged(realLines, 250), fc.integer({ min: 2, max: 9 }), async (lines, pieces) => {
        const log = { file: 'mail.log', bytes: Buffer.from(lines.join('\n')) };
        if (adopted([log], pieces, true) === null) return;
        compared += 1;
        await expectSameInPieces([log], pieces);
      }),
      { numRuns: runs(150) },
    );
    expect(compared).toBeGreaterThan(0);
  });

  it('says it of damaged logs that follow each other, read while they were scanned', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(
        damaged(realLines, 250),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 4 }),
        async (lines, cuts, pieces) => {
          const ends = [
            ...cuts.map((cut) => Math.floor(cut * lines.length)).sort((a, b) => a - b),
            lines.length,
          ];
          // Names say nothing: the last one is the newest, the first one the oldest, as of files that were renamed.
          const logs = ends.map((end, number) => ({
            file: `mail.log.${(number * 7) % 5}`,
            bytes: Buffer.from(lines.slice(ends[number - 1] ?? 0, end).join('\n')),
          }));
          if (adopted(inOrder(logs), pieces, true) === null) return;
          compared += 1;
          await expectSameInPieces(logs, pieces);
        },
      ),
      { numRuns: runs(150) },
    );
    expect(compared).toBeGreaterThan(0);
  });

  it('reads logs as a whole that overlap, or follow each other otherwise than their beginnings tell', async () => {
    const lines = generated({ bytes: 60_000, seed: 11 });
    const [third, half] = [Math.floor(lines.length / 3), Math.floor(lines.length / 2)];
    const log = (file: string, some: readonly string[]): TestLog => ({
      file,
      bytes: Buffer.from(some.join('\n')),
    });
    const overlapping = [log('mail.log', lines.slice(third)), log('mail.log.1', lines.slice(0, half))];
    expect(adopted(inOrder(overlapping), 2, true)).toBeNull();
    await expectSame(overlapping);
    const following = [log('a', lines.slice(0, half)), log('b', lines.slice(half))];
    expect(adopted(following, 2, true)).not.toBeNull();
    expect(adopted(following.toReversed(), 2, true)).toBeNull();
    // Without a time in its first lines, or in any.
    const nothing = log('c', ['no line of a log', '']);
    expect(adopted([...following, nothing], 2, true)).toBeNull();
    expect(adopted([nothing, ...following], 2, true)).not.toBeNull();
    await expectSame([...following, nothing]);
  });

  it('reads a log as a whole whose year is known only at its end', async () => {
    // A year and a half: the stamps of its beginning seem to be of this year.
    const days = ['Mar  1', 'Sep  1', 'Mar  2', 'Nov 20'];
    const lines = days.flatMap((day) =>
      generated({ bytes: 2000, seed: 3 }).map((line) => line.replace(/^\w{3} [ \d]\d/, day)),
    );
    const log = { file: 'mail.log', bytes: Buffer.from(lines.join('\n')) };
    expect(adopted([log], 5, true)).toBeNull();
    await expectSame([log]);
  });

  it('says what the reference says of several damaged logs', async () => {
    // Stamps to the second make different lines of one second look like copies, and which of them core then drops depends on
    // how many it is shown.
    const precise = realLines.filter((line) => line.startsWith('2026-'));
    await fc.assert(
      fc.asyncProperty(damaged(precise, 160), damaged(precise, 60), async (one, two) => {
        await expectSame([
          { file: 'mail.log', bytes: Buffer.from(one.join('\n')) },
          { file: 'mail.log.1', bytes: Buffer.from(two.join('\r\n')) },
        ]);
      }),
      { numRuns: runs(60) },
    );
  });
});
