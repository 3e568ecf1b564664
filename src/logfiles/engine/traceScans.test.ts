import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogSources } from '../../core/postfix/logReader.ts';
import { traceMessages } from '../../core/postfix/trace.ts';
import type { TraceResult } from '../../core/postfix/trace.ts';
import type { TraceQuery } from '../../core/postfix/tracedMessage.ts';
import { ScannedFile } from './scannedFile.ts';
import type { SegmentScan } from './segmentScan.ts';
import { addressSought } from './selectLines.ts';
import { damaged, generated, linesOf, realLines, reference, runs, scanBytes } from './testLogs.ts';
import { traceScans } from './traceScans.ts';

interface TestLog {
  readonly file: string;
  readonly bytes: Buffer;
}

/** Both engines' answers to several queries. */
async function expectSame(logs: readonly TestLog[], queries: readonly TraceQuery[]): Promise<void> {
  const inputs = logs.map(({ file, bytes }) => ({ file, reference, lines: linesOf(bytes) }));
  const wants = { index: true, totals: false };
  const scans = logs.map(({ bytes }) => scanBytes(bytes, wants));
  for (const [number, query] of queries.entries()) {
    // In turn with the kernel, which must learn the same from the lines (`kernel/lineKernel.test.ts`).
    const address = addressSought(query);
    const used = number % 2 === 0 ? logs.map(({ bytes }) => scanBytes(bytes, { ...wants, address })) : scans;
    expect(await answer(used, query)).toEqual(traceMessages(inputs, query));
  }

  function answer(scans: readonly SegmentScan[], query: TraceQuery): Promise<TraceResult> {
    const sources = new LogSources();
    const files = logs.map(({ file }, index) => {
      const scan = scans[index];
      return new ScannedFile(file, reference, scan === undefined ? [] : [scan], sources);
    });
    const read = (file: ScannedFile, lines: readonly number[]) => {
      const texts = inputs.find((input) => input.file === file.reader.name)?.lines ?? [];
      return Promise.resolve(new Map(lines.map((line) => [line, texts[line] ?? ''])));
    };
    return traceScans(files, query, sources, read);
  }
}

/** What one could look for in these lines. */
function queriesFor(lines: readonly string[], pick: (count: number) => number): TraceQuery[] {
  const found = (pattern: RegExp): string => {
    const all = lines.flatMap((line) => [...line.matchAll(pattern)].map((match) => match[1] ?? ''));
    return all[pick(Math.max(1, all.length))] ?? 'nobody@example.org';
  };
  const recipient = found(/ (?:orig_)?to=<([^>]*)>/g);
  return [
    { recipient },
    { recipient: found(/ to=<([^>]*)>/g).toUpperCase() },
    { sender: found(/ from=<([^>]*)>/g) },
    { messageId: found(/message-id=<([^>]*)>/g) },
    { queueId: found(/\]: ([0-9A-Za-z]{10,15}): /g) },
    { queueId: found(/queued as ([0-9A-Za-z]{10,15})/g) },
    { recipient, sender: found(/ from=<([^>]*)>/g) },
    { recipient, since: '2026-11-24T00:30:00' },
  ];
}

describe('tracing from scanned logs', () => {
  it.each([
    ['traditional', 'short'],
    ['rfc3339', 'long'],
  ] as const)('finds what the reference finds (%s)', async (stamps, queueIds) => {
    const lines = generated({ bytes: 500_000, seed: 11, stamps, queueIds });
    const middle = Math.floor(lines.length / 2);
    const logs = [
      { file: 'mail.log', bytes: Buffer.from(lines.slice(middle).join('\n')) },
      { file: 'mail.log.1', bytes: Buffer.from(lines.slice(0, middle).join('\n')) },
    ];
    let picked = 17;
    const pick = (count: number): number => (picked = picked * 31 + 7) % count;
    await expectSame(logs, [...queriesFor(lines, pick), ...queriesFor(lines, pick), { sender: '' }]);
  });

  it('finds what the reference finds in damaged logs, in order or not', async () => {
    await fc.assert(
      fc.asyncProperty(
        damaged(realLines, 160),
        damaged(realLines, 60),
        fc.nat(),
        async (one, two, picked) => {
          const pick = (count: number): number => picked % count;
          await expectSame(
            [
              { file: 'mail.log', bytes: Buffer.from(one.join('\n')) },
              { file: 'mail.info', bytes: Buffer.from(two.join('\r\n')) },
            ],
            queriesFor([...one, ...two], pick),
          );
        },
      ),
      { numRuns: runs(60) },
    );
  }, 60_000);

  it('finds what the reference finds in one damaged log', async () => {
    await fc.assert(
      fc.asyncProperty(damaged(realLines, 400), fc.nat(), async (lines, picked) => {
        const pick = (count: number): number => picked % count;
        await expectSame(
          [{ file: 'mail.log', bytes: Buffer.from(lines.join('\n')) }],
          queriesFor(lines, pick),
        );
      }),
      { numRuns: runs(60) },
    );
  }, 60_000);
});
