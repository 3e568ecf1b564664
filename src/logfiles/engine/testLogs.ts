import fc from 'fast-check';
import session from '../../core/postfix/fixtures/postfix-3.7-whole-session.log?raw';
import sessionIso from '../../core/postfix/fixtures/postfix-3.7-whole-session-rfc3339.log?raw';
import { generateLines } from '../../../test/bench/generateLog.mjs';
import type { GenerateOptions } from '../../../test/bench/generateLog.mjs';
import { LineSplitter } from '../lineSplitter.ts';
import { LineFeeder } from './lineFeeder.ts';
import { LineScanner } from './lineScanner.ts';
import type { ScanWants } from './segmentBuilder.ts';
import type { SegmentScan } from './segmentScan.ts';
import { refusalsOf } from './testRefusals.ts';

export { session, sessionIso };

export const reference = '2026-11-24';

/** The lines as the reference is given them. */
export function linesOf(bytes: Buffer): string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(line));
  splitter.push(bytes);
  splitter.end();
  return lines;
}

export function scanBytes(
  bytes: Buffer,
  wants: ScanWants,
  isWithKernel = true,
  isStartOfFile = true,
): SegmentScan {
  const scanner = new LineScanner(wants, isStartOfFile, isWithKernel ? undefined : null);
  const feeder = new LineFeeder((lines, offset) => scanner.scan(lines, offset), 0, scanner.input);
  feeder.push(bytes);
  feeder.end();
  return scanner.finish();
}

export function generated(options: GenerateOptions): string[] {
  const lines: string[] = [];
  generateLines(options, (line) => lines.push(line));
  return lines;
}

/** What means something to a parser. */
const meaningful = fc.constantFrom(
  ...'<>[](): ,;=#&!^.\\"/\0\uFEFFé\r\t',
  ' from=<',
  ' to=<',
  ', status=',
  ': ',
  '#012',
  'NOQUEUE: ',
  'queued as ',
  'forwarded as ',
  '>, ',
  'removed',
  'last message repeated 2 times',
  'message repeated 3 times: [ ',
);
const real = [...session.split('\n'), ...sessionIso.split('\n')].filter((line) => line !== '');

function mutations(lines: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(
      fc.constantFrom(...lines),
      fc.array(fc.tuple(fc.nat(200), fc.nat(20), meaningful), { maxLength: 3 }),
    )
    .map(([line, edits]) =>
      edits.reduce((text, [at, cut, insert]) => text.slice(0, at) + insert + text.slice(at + cut), line),
    );
}

/** Lines of a real log, as they are and damaged, and lines of no log at all. */
export const anyLine = fc.oneof(
  { arbitrary: mutations(real), weight: 8 },
  { arbitrary: fc.constantFrom(...real), weight: 8 },
  { arbitrary: refusalsOf(real), weight: 8 },
  { arbitrary: fc.constant('Nov 24 01:00:00 mail last message repeated 3 times'), weight: 1 },
  { arbitrary: fc.string({ unit: 'binary' }), weight: 1 },
);

/** A stretch of a real log with a few of its lines damaged, repeated, left out or moved. */
export function damaged(lines: readonly string[], length: number): fc.Arbitrary<string[]> {
  const damage = fc.record({
    at: fc.nat(length),
    kind: fc.constantFrom('mutate', 'drop', 'repeat', 'move', 'repeated' as const),
    line: fc.oneof(mutations(lines), refusalsOf(lines)),
    to: fc.nat(length),
  });
  return fc
    .tuple(fc.nat(Math.max(0, lines.length - length)), fc.array(damage, { maxLength: 12 }))
    .map(([from, edits]) => {
      const part = lines.slice(from, from + length);
      for (const { at, kind, line, to } of edits) {
        const place = at % Math.max(1, part.length);
        const here = part[place];
        if (here === undefined) continue;
        if (kind === 'mutate') part[place] = line;
        else if (kind === 'drop') part.splice(place, 1);
        else if (kind === 'repeat') part.splice(place, 0, here);
        else if (kind === 'move') part.splice(to % part.length, 0, ...part.splice(place, 1));
        else part.splice(place + 1, 0, `${here.slice(0, 15)} mail last message repeated 2 times`);
      }
      return part;
    });
}

export const realLines = real;

/** More for those who want to be surer: `ENGINE_RUNS=20000`. */
export function runs(usual: number): number {
  return Number(process.env['ENGINE_RUNS'] ?? usual);
}
