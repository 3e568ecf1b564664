import { FileReader, maxSamples } from '../../core/postfix/logReader.ts';
import type { LogSources } from '../../core/postfix/logReader.ts';
import type { ClockedStamp } from '../../core/syslog/logClock.ts';
import { offsetMinutes } from '../../core/syslog/stamp.ts';
import type { Stamp } from '../../core/syslog/stamp.ts';
import { unpackStamp } from './segmentScan.ts';
import type { SegmentScan, StampOfLine } from './segmentScan.ts';

/** One stretch of a file with what only the whole file can tell about its times. */
export interface ScannedSegment {
  readonly scan: SegmentScan;
  /** Number of its first line in the file, counted from 0. */
  readonly firstLine: number;
  /** For every run of stamps (`StampRuns`): years since the file's first stamp. */
  readonly yearShifts: Int16Array;
  /** For runs in an hour that the clock lives twice: when it was turned back. */
  readonly turnedBackAt: ReadonlyMap<number, Stamp>;
}

/**
 * A file put together from its stretches. The file's clock and coverage are core's own: they are given every stamp in
 * order, and the counts of all lines.
 */
export class ScannedFile {
  readonly reader: FileReader;
  segments: readonly ScannedSegment[] = [];
  #lines = 0;

  constructor(name: string, reference: string, scans: readonly SegmentScan[], sources: LogSources) {
    this.reader = new FileReader(name, reference, sources);
    for (const scan of scans) this.add(scan);
  }

  /** The next stretch. What years its stamps belong to is only sure when all are there (`LogClock`). */
  add(scan: SegmentScan): ScannedSegment {
    const { counts, foreign, samples } = this.reader;
    const firstLine = this.#lines;
    this.#lines += scan.lines;
    counts.understood += scan.counts.understood;
    counts.foreign += scan.counts.foreign;
    counts.notUnderstood += scan.counts.notUnderstood;
    counts.lines += scan.counts.understood + scan.counts.foreign + scan.counts.notUnderstood;
    for (const [program, count] of scan.foreign) foreign.set(program, (foreign.get(program) ?? 0) + count);
    for (const { line, text } of scan.samples) {
      if (samples.length < maxSamples) samples.push({ line: firstLine + line + 1, text });
    }
    const segment = { scan, firstLine, ...this.#addStamps(scan) };
    this.segments = [...this.segments, segment];
    return segment;
  }

  /** Gives up what the totals and the message table were made of: it is the larger part. */
  forgetTotals(segment: ScannedSegment): void {
    const rest = { ...segment, scan: { ...segment.scan, totals: null } };
    this.#keys.delete(segment);
    this.segments = this.segments.map((one) => (one === segment ? rest : one));
  }

  #addStamps({ stamps }: SegmentScan): Pick<ScannedSegment, 'yearShifts' | 'turnedBackAt'> {
    const { lines, packed, odd, zoned } = stamps;
    const ends = zoned === null ? [] : [zoned.first, zoned.last].sort((a, b) => a.line - b.line);
    const passEnds = (line: number): void => {
      while ((ends[0]?.line ?? Infinity) < line) this.reader.stamped((ends.shift() as StampOfLine).stamp);
    };
    const yearShifts = new Int16Array(lines.length);
    const turnedBackAt = new Map<number, Stamp>();
    for (let run = 0; run < lines.length; run += 1) {
      if (ends.length > 0) passEnds(lines[run] as number);
      if (run > 0 && this.#changesNothing(packed, run)) {
        yearShifts[run] = yearShifts[run - 1] as number;
        continue;
      }
      const clocked = this.reader.stamped(stampOfRun(packed[run] as number, odd));
      yearShifts[run] = clocked.yearShift;
      if (clocked.turnedBackAt !== null) turnedBackAt.set(run, clocked.turnedBackAt);
      this.#noteLatest(packed[run] as number, clocked);
    }
    passEnds(Infinity);
    return { yearShifts, turnedBackAt };
  }

  /** The stamp given to the clock last, if it is the latest of its file; -1 if not. */
  #latest = -1;
  #highest = -1;
  #shift = 0;

  #noteLatest(packed: number, { yearShift, turnedBackAt }: ClockedStamp): void {
    if (yearShift !== this.#shift) this.#highest = -1;
    this.#shift = yearShift;
    const isLatest = packed >= 0 && packed > this.#highest && turnedBackAt === null;
    this.#latest = isLatest ? packed : -1;
    if (packed < 0) this.#highest = Infinity;
    else if (isLatest) this.#highest = packed;
  }

  /**
   * A clock that runs on through a day tells nothing new with every second: between the latest stamp and a still later one
   * of the same day, `LogClock` and the coverage come to the same without those in the middle.
   */
  #changesNothing(packed: Int32Array, run: number): boolean {
    const here = packed[run] as number;
    const next = packed[run + 1] ?? -1;
    return (
      this.#latest >= 0 &&
      here > (packed[run - 1] as number) &&
      here > this.#latest &&
      next > here &&
      next >>> 17 === this.#latest >>> 17
    );
  }

  /** When a run of stamps was, comparable over all files (`LogClock.key`). */
  runKeys(segment: ScannedSegment, offset: number): Float64Array {
    const known = this.#keys.get(segment);
    if (known?.offset === offset) return known.keys;
    const keys = this.#runKeys(segment, offset);
    this.#keys.set(segment, { offset, keys });
    return keys;
  }

  /** Asked again with every query. */
  readonly #keys = new Map<ScannedSegment, { readonly offset: number; readonly keys: Float64Array }>();

  #runKeys(segment: ScannedSegment, offset: number): Float64Array {
    const { packed, odd } = segment.scan.stamps;
    const keys = new Float64Array(packed.length);
    let dayOf = -1;
    let dayMillis = 0;
    for (let run = 0; run < packed.length; run += 1) {
      const value = packed[run] as number;
      if (value < 0 || segment.turnedBackAt.has(run)) {
        keys[run] = this.reader.clock.key(this.clockedRun(segment, run, stampOfRun(value, odd)), offset);
        continue;
      }
      const year = this.reader.clock.firstYear() + (segment.yearShifts[run] as number);
      // What `LogClock.key` does, a day at a time.
      const day = (value >>> 17) + year * 4096;
      if (day !== dayOf) {
        dayMillis = Date.UTC(year, (value >>> 22) - 1, (value >>> 17) & 31);
        dayOf = day;
      }
      const seconds = (((value >>> 12) & 31) * 60 + ((value >>> 6) & 63)) * 60 + (value & 63);
      keys[run] = dayMillis + seconds * 1000 - offset * 60_000;
    }
    return keys;
  }

  clockedRun(segment: ScannedSegment, run: number, stamp: Stamp): ClockedStamp {
    return {
      stamp,
      yearShift: segment.yearShifts[run] ?? 0,
      turnedBackAt: segment.turnedBackAt.get(run) ?? null,
    };
  }

  /** The place in time of a stamp that a line (of this segment, from 0) shows. */
  clocked(segment: ScannedSegment, line: number, stamp: Stamp): ClockedStamp {
    if (offsetMinutes(stamp) !== null) return { stamp, yearShift: 0, turnedBackAt: null };
    return this.clockedRun(segment, lastAtOrBefore(segment.scan.stamps.lines, line), stamp);
  }
}

export function stampOfRun(packed: number, odd: readonly Stamp[]): Stamp {
  return packed < 0 ? (odd[-1 - packed] as Stamp) : unpackStamp(packed);
}

/** Index of the last value at or below the one wanted in ascending values; -1 when there is none. */
export function lastAtOrBefore(values: Int32Array, wanted: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
