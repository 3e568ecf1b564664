import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogSources } from '../../core/postfix/logReader.ts';
import { summarizeLogs } from '../../core/postfix/summary.ts';
import type { SummaryResult } from '../../core/postfix/summary.ts';
import { ScannedFile } from './scannedFile.ts';
import { summarizeScans } from './summarizeScans.ts';
import { anyLine, generated, linesOf, reference, runs, scanBytes, session, sessionIso } from './testLogs.ts';

interface TestLog {
  readonly file: string;
  readonly bytes: Buffer;
}

function bothSummaries(logs: readonly TestLog[]): { expected: SummaryResult; summary: SummaryResult } {
  const expected = summarizeLogs(logs.map(({ file, bytes }) => ({ file, reference, lines: linesOf(bytes) })));
  const sources = new LogSources();
  const files = logs.map(
    ({ file, bytes }) =>
      new ScannedFile(file, reference, [scanBytes(bytes, { index: false, totals: true })], sources),
  );
  const { summary, repliesElsewhere } = summarizeScans(files);
  // Those are read again by `summarizeFiles`.
  const reasons = summary.reasons.map((reason, index) =>
    repliesElsewhere.has(reason) ? { ...reason, reply: expected.reasons[index]?.reply ?? '' } : reason,
  );
  return { expected, summary: { ...summary, reasons } };
}

describe('the byte scanner and the reference', () => {
  it.each([
    ['traditional', session],
    ['RFC 3339', sessionIso],
  ])('sum up a real session alike (%s)', (_, text) => {
    const { expected, summary } = bothSummaries([{ file: 'mail.log', bytes: Buffer.from(text) }]);
    expect(summary).toEqual(expected);
  });

  it.each([
    ['traditional', 'short'],
    ['rfc3339', 'long'],
  ] as const)('sum up generated logs alike (%s)', (stamps, queueIds) => {
    const lines = generated({ bytes: 1_000_000, seed: 7, stamps, queueIds });
    const { expected, summary } = bothSummaries([{ file: 'mail.log', bytes: Buffer.from(lines.join('\n')) }]);
    expect(summary).toEqual(expected);
  });

  it('sum up damaged logs alike', () => {
    const lines = fc.array(anyLine, { maxLength: 60 });
    fc.assert(
      fc.property(lines, lines, (one, two) => {
        const { expected, summary } = bothSummaries([
          { file: 'b.log', bytes: Buffer.from(one.join('\n')) },
          { file: 'a.log', bytes: Buffer.from(two.join('\r\n')) },
        ]);
        expect(summary).toEqual(expected);
      }),
      { numRuns: runs(150) },
    );
  });
});
