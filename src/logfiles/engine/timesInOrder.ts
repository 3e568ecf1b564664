import { stampOfRun } from './scannedFile.ts';
import type { ScannedFile, ScannedSegment } from './scannedFile.ts';

/** True when order in the files is order in time: then a session's lines stand between its first and its last. */
export function areOrdered(files: readonly ScannedFile[], offset: number): boolean {
  const times = new TimesInOrder(offset);
  return files.every((file) => file.segments.every((segment) => times.goOn(file, segment)));
}

/** Watches stretch by stretch whether the times of logs ever go back. */
export class TimesInOrder {
  readonly #offset: number;
  #latest = -Infinity;
  /** Stamps with an offset and without one are not compared: which of them come first is only known at the end. */
  #hasZones = false;
  #hasRuns = false;

  constructor(offset: number) {
    this.#offset = offset;
  }

  /** False when a time of this stretch is before one that came earlier. */
  goOn(file: ScannedFile, segment: ScannedSegment): boolean {
    const { zoned, lines } = segment.scan.stamps;
    if (zoned !== null) this.#hasZones = true;
    if (lines.length > 0) this.#hasRuns = true;
    if (this.#hasZones && this.#hasRuns) return false;
    if (zoned !== null) return zoned.ordered && this.#areLater([zoned.firstKey, zoned.lastKey]);
    return this.#areLater(
      isPlainlyOrdered(segment) ? endKeys(file, segment, this.#offset) : file.runKeys(segment, this.#offset),
    );
  }

  #areLater(keys: ArrayLike<number>): boolean {
    for (let at = 0; at < keys.length; at += 1) {
      const key = keys[at] as number;
      if (key < this.#latest) return false;
      this.#latest = key;
    }
    return true;
  }
}

/** True for a stretch, nearly any, whose stamps are in order as they are written: its first and last tell all there is. */
function isPlainlyOrdered({ scan, yearShifts, turnedBackAt }: ScannedSegment): boolean {
  const { packed, odd } = scan.stamps;
  if (odd.length > 0 || turnedBackAt.size > 0) return false;
  for (let run = 1; run < packed.length; run += 1) {
    if ((packed[run] as number) < (packed[run - 1] as number)) return false;
    if (yearShifts[run] !== yearShifts[run - 1]) return false;
  }
  return true;
}

function endKeys(file: ScannedFile, segment: ScannedSegment, offset: number): readonly number[] {
  const { packed, odd } = segment.scan.stamps;
  const ends = packed.length === 0 ? [] : [0, packed.length - 1];
  const stamps = ends.map((run) => file.clockedRun(segment, run, stampOfRun(packed[run] as number, odd)));
  return stamps.map((stamp) => file.reader.clock.key(stamp, offset));
}
