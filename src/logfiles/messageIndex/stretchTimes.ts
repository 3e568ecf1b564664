import { offsetMinutes } from '../../core/syslog/stamp.ts';
import type { ScannedFile, ScannedSegment } from '../engine/scannedFile.ts';
import { lastAtOrBefore, stampOfRun } from '../engine/scannedFile.ts';
import type { TotalsColumns } from '../engine/segmentScan.ts';

/** When the records of a stretch were. */
export interface StretchTimes {
  /** Orders records over all files: milliseconds. */
  readonly keys: Float64Array;
  /** The log's own clock as if it were UTC: whole seconds since 1970. */
  readonly seconds: Float64Array;
}

/** A time with what it takes to print it as the log does. */
export interface PrintableTime {
  readonly fraction: number;
  readonly digits: number;
  /** `Z`, `+01:00`, `''` */
  readonly zone: string;
}

export function stretchTimes(
  file: ScannedFile,
  segment: ScannedSegment,
  { lines, zoned, zones }: TotalsColumns,
  offset: number,
): StretchTimes {
  const { stamps } = segment.scan;
  const runKeys = file.runKeys(segment, offset);
  const keys = new Float64Array(lines.length);
  const seconds = new Float64Array(lines.length);
  const zoneMillis = zones.map((zone) => 60_000 * offsetOf(zone));
  const secondsOfRun = (run: number): number => {
    // The key of a common stamp is its own clock, less the offset that all have.
    if ((stamps.packed[run] as number) >= 0 && !segment.turnedBackAt.has(run))
      return Math.floor(((runKeys[run] as number) + offset * 60_000) / 1000);
    const stamp = stampOfRun(stamps.packed[run] as number, stamps.odd);
    const year = file.reader.clock.yearOf(file.clockedRun(segment, run, stamp));
    return Date.UTC(year, stamp.month - 1, stamp.day, stamp.hour, stamp.minute, stamp.second) / 1000;
  };
  let run = -1;
  let runSeconds = 0;
  for (let row = 0; row < lines.length; row += 1) {
    const key = zoned === null ? NaN : (zoned.keys[row] as number);
    if (zoned !== null && !Number.isNaN(key)) {
      keys[row] = key;
      seconds[row] = Math.floor((key + (zoneMillis[zoned.zones[row] as number] as number)) / 1000);
      continue;
    }
    const before = run;
    while (run + 1 < stamps.lines.length && (stamps.lines[run + 1] as number) <= (lines[row] as number))
      run += 1;
    if (run !== before) runSeconds = secondsOfRun(run);
    keys[row] = runKeys[run] as number;
    seconds[row] = runSeconds;
  }
  return { keys, seconds };
}

function offsetOf(zone: string): number {
  return offsetMinutes({ zone } as Parameters<typeof offsetMinutes>[0]) ?? 0;
}

/** What is behind the second of a record's stamp. */
export function printableTime(
  { scan }: ScannedSegment,
  { lines, zoned, zones, messages }: TotalsColumns,
  { keys, seconds }: StretchTimes,
  row: number,
): PrintableTime {
  if (zoned !== null && !Number.isNaN(zoned.keys[row])) {
    const zone = zones[zoned.zones[row] as number] ?? '';
    const digits = messages?.digits?.[row] ?? 0;
    const millis = (keys[row] as number) + 60_000 * offsetOf(zone);
    const behind = millis / 1000 - (seconds[row] as number);
    return { fraction: Math.round(behind * 10 ** digits), digits, zone };
  }
  const { stamps } = scan;
  if (stamps.odd.length === 0) return { fraction: 0, digits: 0, zone: '' };
  const run = lastAtOrBefore(stamps.lines, lines[row] as number);
  const { fraction, zone } = stampOfRun(stamps.packed[run] as number, stamps.odd);
  return { fraction: Number(fraction), digits: fraction.length, zone: zone ?? '' };
}
