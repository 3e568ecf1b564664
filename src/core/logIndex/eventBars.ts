import type { OverviewBucket } from './logOverview.ts';
import { countedKinds, none, printSeconds } from './messageTable.ts';
import type { CountedColumns, MessageTable } from './messageTable.ts';
import type { RowLoops } from './rowLoops.ts';
import type { RowMask } from './rowMask.ts';

/** Widths people think in: minutes, hours, days, a week. Each is made of whole minutes. */
const widths = [
  60,
  300,
  600,
  900,
  1800,
  3600,
  2 * 3600,
  3 * 3600,
  6 * 3600,
  12 * 3600,
  86_400,
  7 * 86_400,
  30 * 86_400,
];
/** More bars than that cannot be told apart. */
const maxBuckets = 200;
/** A log with wrong dates must not ask for a million bars. */
const bucketLimit = 2000;

const barKinds = ['received', 'delivered', 'deferred', 'bounced', 'rejected'] as const;
type Bar = { -readonly [K in keyof OverviewBucket]: OverviewBucket[K] };

export interface TimeBuckets {
  readonly bucketSeconds: number;
  readonly buckets: readonly OverviewBucket[];
}

/**
 * Counts events by time. They are kept minute by minute and kind by kind, so that counting is adding up which of their messages
 * a mask lets through: bars of any width are made of such groups.
 */
export class EventBars {
  readonly #counted: CountedColumns;
  readonly #loops: RowLoops;
  #groups: EventGroups | null = null;

  constructor({ counted, loops }: MessageTable) {
    this.#counted = counted;
    this.#loops = loops;
  }

  /** The bars cover `from` .. `to` (seconds of the log's clock) without gaps. */
  of(mask: RowMask, period: { readonly from: number; readonly to: number } | null): TimeBuckets {
    const bucketSeconds = widthFor(period === null ? 0 : period.to - period.from);
    if (period === null) return { bucketSeconds, buckets: [] };
    const first = Math.floor(period.from / bucketSeconds);
    const count = Math.min(bucketLimit, Math.floor(period.to / bucketSeconds) - first + 1);
    const counts = new Int32Array(count * countedKinds.length);
    /** Where a minute's events of a kind are counted; none outside of the bars. */
    const placeOf = (minute: number, kind: number): number => {
      const bar = Math.floor((minute * 60) / bucketSeconds) - first;
      return bar < 0 || bar >= count ? none : bar * countedKinds.length + kind;
    };
    const { minutes, kinds, ends, sizes, rows, through } = (this.#groups ??= eventGroups(
      this.#counted,
      this.#loops,
    ));
    if (mask !== null) this.#loops.countGroups(mask, rows, ends, through);
    const more = mask === null ? sizes : through;
    for (let group = 0; group < minutes.length; group += 1) {
      const place = placeOf(minutes[group] as number, kinds[group] as number);
      if (place !== none) counts[place] = (counts[place] as number) + (more[group] as number);
    }
    const { times, rows: rowOf, kinds: kindOf } = this.#counted;
    for (const [at, number] of times) {
      const row = rowOf[at] as number;
      if (mask !== null && (row === none || mask[row] !== 1)) continue;
      const place = placeOf(minuteOf(this.#counted, at), kindOf[at] as number);
      if (place !== none) counts[place] = (counts[place] as number) + number - 1;
    }
    return { bucketSeconds, buckets: barsOf(counts, first, bucketSeconds) };
  }
}

/** Events of one minute and kind: `rows` up to `ends`, from the end of the group before. */
interface EventGroups {
  readonly minutes: readonly number[];
  readonly kinds: readonly number[];
  readonly ends: Int32Array;
  /** How many there are, also of those that belong to no message. */
  readonly sizes: readonly number[];
  readonly rows: Int32Array;
  /** Room for how many a mask lets through. */
  readonly through: Int32Array;
}

/** Events follow each other in time mostly: a minute that comes twice is two groups. */
function eventGroups(counted: CountedColumns, loops: RowLoops): EventGroups {
  const { rows, kinds, seconds } = counted;
  const groups = {
    minutes: [] as number[],
    kinds: [] as number[],
    ends: [] as number[],
    sizes: [] as number[],
  };
  const grouped = loops.numbers(rows.length);
  const sizes = new Int32Array(countedKinds.length);
  const places = new Int32Array(countedKinds.length);
  let next = 0;
  for (let from = 0, to = 0; from < rows.length; from = to) {
    const minute = minuteOf(counted, from);
    const [start, end] = [minute * 60, minute * 60 + 60];
    sizes.fill(0);
    places.fill(0);
    for (; to < rows.length && (seconds[to] as number) >= start && (seconds[to] as number) < end; to += 1) {
      const kind = kinds[to] as number;
      sizes[kind] = (sizes[kind] as number) + 1;
      if (rows[to] !== none) places[kind] = (places[kind] as number) + 1;
    }
    for (let kind = 0; kind < sizes.length; kind += 1) {
      const place = next;
      next += places[kind] as number;
      places[kind] = place;
      if (sizes[kind] === 0) continue;
      groups.minutes.push(minute);
      groups.kinds.push(kind);
      groups.ends.push(next);
      groups.sizes.push(sizes[kind] as number);
    }
    for (let at = from; at < to; at += 1) {
      const row = rows[at] as number;
      if (row === none) continue;
      const kind = kinds[at] as number;
      const place = places[kind] as number;
      places[kind] = place + 1;
      grouped[place] = row;
    }
  }
  const ends = loops.numbers(groups.ends.length);
  ends.set(groups.ends);
  return { ...groups, ends, rows: grouped, through: loops.numbers(ends.length) };
}

function minuteOf({ seconds }: CountedColumns, at: number): number {
  return Math.floor((seconds[at] as number) / 60);
}

function barsOf(counts: Int32Array, first: number, bucketSeconds: number): OverviewBucket[] {
  const kinds = countedKinds.length;
  return Array.from({ length: counts.length / kinds }, (_, bucket): OverviewBucket => {
    const bar: Bar = {
      from: printSeconds((first + bucket) * bucketSeconds),
      received: 0,
      delivered: 0,
      deferred: 0,
      bounced: 0,
      rejected: 0,
    };
    for (const kind of barKinds) bar[kind] = counts[bucket * kinds + countedKinds.indexOf(kind)] ?? 0;
    return bar;
  });
}

function widthFor(seconds: number): number {
  return widths.find((width) => seconds / width <= maxBuckets) ?? (widths.at(-1) as number);
}
