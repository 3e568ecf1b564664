import { formatStamp, offsetMinutes, wallMillis } from './stamp.ts';
import type { Stamp } from './stamp.ts';

/** A stamp with its place in the year count of its file; `LogClock.resolve` turns it into a time. */
export interface ClockedStamp {
  readonly stamp: Stamp;
  /** Years relative to the file's first stamp (no year logged), or 0. */
  readonly yearShift: number;
  /** Set in the hour that a clock lives twice when summer time ends: wall clock when it was turned back. */
  readonly turnedBackAt: Stamp | null;
}

/** A point in time for people (`iso`) and for ordering (`key`, milliseconds). */
export interface LogTime {
  readonly iso: string;
  readonly key: number;
}

const day = 86_400;
/** Pseudo-seconds that only order stamps of one file before the real year is known. */
const pseudoYear = 12 * 31 * day;
const halfYear = pseudoYear / 2;
const twoMonths = 62 * day;

function pseudoSeconds(stamp: Stamp, year: number): number {
  const days = (stamp.month - 1) * 31 + stamp.day - 1;
  return year * pseudoYear + days * day + stamp.hour * 3600 + stamp.minute * 60 + stamp.second;
}

/**
 * The clock of one file. Traditional stamps have no year: within the file it is counted up where December turns into
 * January, and the whole file is then put as late as possible without passing the reference date by more than a
 * day. A leap day must fall into a leap year. Stamps with a year are left alone.
 */
export class LogClock {
  readonly #reference: number;
  readonly #referenceYear: number;
  /** Year shifts that contain 29 February. */
  readonly #leapShifts = new Set<number>();
  #previous: number | null = null;
  #shift = 0;
  #latest: ClockedStamp | null = null;
  /** Latest wall clock seen, in pseudo-seconds, and the stamp that showed it. */
  #latestWall = -Infinity;
  #lastStamp: Stamp | null = null;
  #turnedBackAt: Stamp | null = null;
  #firstYear: number | null = null;
  #added: ClockedStamp | null = null;
  /** The key asked for last: neighbours share their stamp. */
  #keyed: { of: ClockedStamp; offset: number; key: number } | null = null;

  constructor(reference: string) {
    const parts = /^\s*(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?)?/.exec(reference);
    const numbers = parts === null ? [1970, 1, 1, 0, 0, 0] : parts.slice(1).map((part) => Number(part ?? 0));
    const [year = 1970, month = 1, date = 1, hour = 0, minute = 0, second = 0] = numbers;
    this.#referenceYear = year;
    this.#reference = Date.UTC(year, month - 1, date, hour, minute, second);
  }

  /** Stamps must be given in file order. */
  add(stamp: Stamp): ClockedStamp {
    // Lines of one second share their stamp.
    if (this.#added?.stamp === stamp) return this.#added;
    this.#added = this.#add(stamp);
    return this.#added;
  }

  #add(stamp: Stamp): ClockedStamp {
    if (stamp.year !== null) return this.#noteFold(stamp, 0, pseudoSeconds(stamp, stamp.year));
    this.#countYears(stamp);
    if (stamp.month === 2 && stamp.day === 29) {
      this.#leapShifts.add(this.#shift);
      this.#forgetYear();
    }
    const clocked = this.#noteFold(stamp, this.#shift, pseudoSeconds(stamp, this.#shift));
    const latest = this.#latest;
    if (
      latest === null ||
      pseudoSeconds(stamp, this.#shift) > pseudoSeconds(latest.stamp, latest.yearShift)
    ) {
      this.#latest = clocked;
      this.#forgetYear();
    }
    return clocked;
  }

  #forgetYear(): void {
    this.#firstYear = null;
    this.#keyed = null;
  }

  #countYears(stamp: Stamp): void {
    const previous = this.#previous;
    const here = pseudoSeconds(stamp, this.#shift);
    if (previous !== null) {
      // Lines may be a little out of order, and files may have been joined in the wrong order: small steps back are
      // no New Year, and a large step forward from January may be a late line of last December.
      if (here < previous - halfYear) this.#shift += 1;
      else if (here > previous + pseudoYear - twoMonths) this.#shift -= 1;
    }
    this.#previous = pseudoSeconds(stamp, this.#shift);
  }

  /** When summer time ends the wall clock runs through one hour twice; lines keep their order in the file. */
  #noteFold(stamp: Stamp, yearShift: number, wall: number): ClockedStamp {
    if (stamp.zone !== null) return { stamp, yearShift, turnedBackAt: null };
    if (wall > this.#latestWall) {
      this.#latestWall = wall;
      this.#turnedBackAt = null;
      this.#lastStamp = stamp;
    } else if (this.#turnedBackAt === null && stamp.hour <= 3) {
      const back = this.#latestWall - wall;
      if (back > 2700 && back <= 3600) this.#turnedBackAt = this.#lastStamp;
    }
    return { stamp, yearShift, turnedBackAt: this.#turnedBackAt };
  }

  /** Year of the file's shift 0. Only sure once every line was added. */
  firstYear(): number {
    if (this.#firstYear === null) this.#firstYear = this.#findFirstYear();
    return this.#firstYear;
  }

  #findFirstYear(): number {
    const latest = this.#latest;
    if (latest === null) return this.#referenceYear;
    let base = this.#referenceYear + 1 - latest.yearShift;
    const limit = this.#reference + day * 1000;
    while (wallMillis(latest.stamp, base + latest.yearShift) > limit) base -= 1;
    for (let candidate = base; candidate > base - 9; candidate -= 1) {
      if ([...this.#leapShifts].every((shift) => isLeapYear(candidate + shift))) return candidate;
    }
    return base;
  }

  /**
   * Time of a stamp this clock was given. `assumedOffset` (minutes east of UTC) places stamps without a zone among
   * others with one; it never changes what is printed.
   */
  resolve(clocked: ClockedStamp, assumedOffset = 0): LogTime {
    return { iso: this.iso(clocked), key: this.key(clocked, assumedOffset) };
  }

  /** See `LogTime.iso`. */
  iso(clocked: ClockedStamp): string {
    return formatStamp(clocked.stamp, this.yearOf(clocked));
  }

  /** See `LogTime.key` and `resolve`. */
  key(clocked: ClockedStamp, assumedOffset = 0): number {
    if (this.#keyed?.of === clocked && this.#keyed.offset === assumedOffset) return this.#keyed.key;
    const offset = offsetMinutes(clocked.stamp) ?? assumedOffset;
    const key = this.#wallKey(clocked, this.yearOf(clocked)) - offset * 60_000;
    this.#keyed = { of: clocked, offset: assumedOffset, key };
    return key;
  }

  yearOf(clocked: ClockedStamp): number {
    return clocked.stamp.year ?? this.firstYear() + clocked.yearShift;
  }

  #wallKey({ stamp, turnedBackAt }: ClockedStamp, year: number): number {
    const wall = wallMillis(stamp, year);
    if (turnedBackAt === null) return wall;
    const turned = wallMillis(turnedBackAt, year);
    // Clocks are turned back on Sundays. The second pass through the hour is squeezed into the second after the
    // first, so that what follows the hour stays behind it.
    if (new Date(turned).getUTCDay() !== 0 || wall > turned) return wall;
    return turned + 999 - ((turned - wall) / 3_600_000) * 998;
  }
}

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}
