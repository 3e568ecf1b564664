import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogSources } from '../../core/postfix/logReader.ts';
import { traceMessages } from '../../core/postfix/trace.ts';
import type { TracedMessage, TraceQuery } from '../../core/postfix/tracedMessage.ts';
import { RowsByHash } from './rowsByHash.ts';
import { ScannedFile } from './scannedFile.ts';
import { damaged, generated, realLines, reference, runs, scanBytes } from './testLogs.ts';
import { traceInTurn } from './traceInTurn.ts';
import { areOrdered } from './timesInOrder.ts';
import { arrangeScans } from './traceScans.ts';
import type { ArrangedScans } from './traceScans.ts';

interface TestLog {
  readonly file: string;
  readonly lines: readonly string[];
}

/** Logs scanned in stretches of so many lines. */
function scanned(logs: readonly TestLog[], stretchLines: number, sources: LogSources): ArrangedScans {
  const wants = { index: true, totals: false, address: null };
  const files = logs.map(({ file, lines }) => {
    const stretches: string[][] = [];
    for (const line of lines) {
      // What is repeated stands in the same stretch (`namedLineAfter`).
      const mayCut = (stretches.at(-1)?.length ?? Infinity) >= stretchLines && !/repeated/.test(line);
      if (mayCut || stretches.length === 0) stretches.push([line]);
      else stretches.at(-1)?.push(line);
    }
    const scans = stretches.map((stretch) => scanBytes(Buffer.from(`${stretch.join('\n')}\n`), wants));
    return new ScannedFile(file, reference, scans, sources);
  });
  return arrangeScans(files);
}

async function inTurn(
  logs: readonly TestLog[],
  arranged: ArrangedScans,
  sources: LogSources,
  query: TraceQuery,
  partLines: number,
): Promise<TracedMessage[]> {
  const found: TracedMessage[] = [];
  const read = (file: ScannedFile, lines: readonly number[]) => {
    const texts = logs.find((log) => log.file === file.reader.name)?.lines ?? [];
    return Promise.resolve(new Map(lines.map((line) => [line, texts[line] ?? ''])));
  };
  for await (const { messages } of traceInTurn(arranged, query, sources, read, partLines))
    found.push(...messages.map(({ message }) => message));
  return found;
}

const asReference = (logs: readonly TestLog[], query: TraceQuery): readonly TracedMessage[] =>
  traceMessages(
    logs.map(({ file, lines }) => ({ file, lines, reference })),
    query,
  ).messages;

describe('tracing all messages part by part', () => {
  it.each([
    ['traditional', 'short'],
    ['rfc3339', 'long'],
  ] as const)('finds what the reference finds, in its order (%s)', async (stamps, queueIds) => {
    const lines = generated({ bytes: 400_000, seed: 12, stamps, queueIds });
    const middle = Math.floor(lines.length / 2);
    const logs = [
      { file: 'mail.log', lines: lines.slice(middle) },
      { file: 'mail.log.1', lines: lines.slice(0, middle) },
    ];
    const sources = new LogSources();
    const arranged = scanned(logs, 700, sources);
    expect(areOrdered(arranged.files, arranged.offset)).toBe(true);
    for (const query of [{}, { since: '2026-11-24T00:30:00' }, { until: '2026-11-24T00:10:00' }]) {
      const expected = asReference(logs, query);
      expect(await inTurn(logs, arranged, sources, query, 150)).toEqual(expected);
      expect(await inTurn(logs, arranged, sources, query, 1_000_000)).toEqual(expected);
    }
    expect(asReference(logs, {}).length).toBeGreaterThan(100);
  });

  it('finds what the reference finds in damaged logs that are in order', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(
        damaged(realLines, 250),
        fc.integer({ min: 3, max: 300 }),
        fc.integer({ min: 1, max: 60 }),
        async (lines, stretchLines, partLines) => {
          const logs = [{ file: 'mail.log', lines: lines.map((line) => line.replaceAll(/[\r\0]/g, ' ')) }];
          const sources = new LogSources();
          const arranged = scanned(logs, stretchLines, sources);
          if (!areOrdered(arranged.files, arranged.offset)) return;
          compared += 1;
          expect(await inTurn(logs, arranged, sources, {}, partLines)).toEqual(asReference(logs, {}));
        },
      ),
      { numRuns: runs(150) },
    );
    expect(compared).toBeGreaterThan(0);
  }, 60_000);
});

describe('looking up rows by hash', () => {
  it('finds every row, in order', () => {
    const columns = fc.array(fc.array(fc.integer({ min: -3, max: 9 })));
    fc.assert(
      fc.property(columns, fc.integer({ min: -3, max: 9 }), (values, wanted) => {
        const arrays = values.map((column) => Int32Array.from(column));
        const found: string[] = [];
        new RowsByHash(arrays, 0).each(wanted, (column, row) => found.push(`${column} ${row}`));
        const expected = values.flatMap((column, number) =>
          column.flatMap((value, row) => (value === wanted && value !== 0 ? [`${number} ${row}`] : [])),
        );
        expect(found).toEqual(expected);
      }),
    );
  });
});
