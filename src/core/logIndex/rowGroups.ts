import { plainLoops } from './rowLoops.ts';
import type { RowLoops } from './rowLoops.ts';
import type { RowMask } from './rowMask.ts';

/** What rows are grouped by: for each member its entry, -1 for none, and its row; null when the members are the rows. */
export interface GroupMembers {
  readonly entries: Int32Array;
  readonly rows: Int32Array | null;
}

/** An entry of a ranking, and how many of its rows a mask lets through. */
export interface RankedEntry {
  readonly entry: number;
  readonly count: number;
}

/** As such, with the place where its rows stand. */
interface RankedGroup extends RankedEntry {
  readonly from: number;
  readonly to: number;
}

/**
 * Rows by what they have in common, the largest groups first. To rank by what a mask lets through, only the groups are looked at
 * that are large enough to get among the first; and counting a group is a walk over a few bytes. Where most have one row, as most
 * addresses have one message, groups of one are not kept: hardly ever is one of those among the first.
 */
export class RowGroups {
  /** Group by group. */
  readonly rows: Int32Array;
  /** By group. */
  readonly #entries: Int32Array;
  /** Which sizes there are, the largest first, and how many groups have each. */
  readonly #sizes: readonly { readonly size: number; readonly groups: number }[];
  /** No group that was left out is as large as this. */
  readonly #leastSize: number;
  readonly #loops: RowLoops;

  /** No entry may have a row twice. */
  constructor({ entries, rows }: GroupMembers, entryCount: number, loops: RowLoops = plainLoops) {
    const sizes = new Int32Array(entryCount);
    countEntries(entries, sizes);
    const { ordered, runs, leastSize } = bySize(sizes);
    // What is left out has no place.
    const places = new Int32Array(entryCount).fill(-1);
    let next = 0;
    for (const entry of ordered) {
      places[entry] = next;
      next += sizes[entry] as number;
    }
    this.#loops = loops;
    this.rows = loops.numbers(next);
    for (let at = 0; at < entries.length; at += 1) {
      const entry = entries[at] as number;
      if (entry < 0) continue;
      const place = places[entry] as number;
      if (place < 0) continue;
      places[entry] = place + 1;
      this.rows[place] = rows === null ? at : (rows[at] as number);
    }
    this.#entries = ordered;
    this.#sizes = runs;
    this.#leastSize = leastSize;
  }

  /**
   * The first `most` entries by the rows a mask lets through; of equal ones that with the smaller number. Null when one that was
   * left out might be among them.
   */
  top(mask: RowMask, most: number): readonly RankedGroup[] | null {
    const best: RankedGroup[] = [];
    // The worst of the best once there are enough of them: no group that is smaller gets among them.
    let worst: RankedGroup | null = null;
    let [group, from] = [0, 0];
    for (const { size, groups } of this.#sizes) {
      for (const last = group + groups; group < last; group += 1) {
        const entry = this.#entries[group] as number;
        // Groups of one size stand in the order of their numbers.
        if (worst !== null && (size < worst.count || (size === worst.count && entry > worst.entry)))
          return best;
        const to = from + size;
        const count = mask === null ? size : this.#loops.countRows(mask, this.rows, from, to);
        if (count > (worst === null ? 0 : worst.count - 1)) {
          insert(best, most, { entry, count, from, to });
          if (best.length === most) worst = best[most - 1] ?? null;
        }
        from = to;
      }
    }
    return (worst?.count ?? 0) >= this.#leastSize ? best : null;
  }
}

/**
 * As `RowGroups.top` of all members, counted one by one, with the sum of the sizes of each entry's rows (by row; NaN where it is not
 * known). `scratch`: a zero for each entry, and so it is left; a new one each time would take longer than counting a few.
 */
export function topOfMembers(
  { entries, rows }: GroupMembers,
  most: number,
  sizes: Float64Array,
  scratch: Int32Array,
): (RankedEntry & { readonly sum: number })[] {
  countEntries(entries, scratch);
  const best: RankedEntry[] = [];
  let worst: RankedEntry = { entry: -1, count: 0 };
  for (let at = 0; at < entries.length; at += 1) {
    const entry = entries[at] as number;
    const count = entry < 0 ? 0 : (scratch[entry] as number);
    if (count === 0) continue;
    // Once for each entry.
    scratch[entry] = 0;
    if (count < worst.count || (count === worst.count && entry > worst.entry)) continue;
    insert(best, most, { entry, count });
    if (best.length === most) worst = best[most - 1] as RankedEntry;
  }
  for (const [rank, { entry }] of best.entries()) scratch[entry] = rank + 1;
  const sums = new Float64Array(best.length + 1);
  for (let at = 0; at < entries.length; at += 1) {
    const entry = entries[at] as number;
    const place = entry < 0 ? 0 : (scratch[entry] as number);
    if (place === 0) continue;
    const size = sizes[rows === null ? at : (rows[at] as number)] as number;
    if (!Number.isNaN(size)) sums[place] = (sums[place] as number) + size;
  }
  for (const { entry } of best) scratch[entry] = 0;
  return best.map((ranked, rank) => ({ ...ranked, sum: sums[rank + 1] ?? 0 }));
}

/** Adds to each entry's count its members. */
function countEntries(entries: Int32Array, counts: Int32Array): void {
  for (let at = 0; at < entries.length; at += 1) {
    const entry = entries[at] as number;
    if (entry >= 0) counts[entry] = (counts[entry] as number) + 1;
  }
}

function insert<Ranked extends RankedEntry>(best: Ranked[], most: number, group: Ranked): void {
  let place = best.length;
  while (place > 0 && isBefore(group, best[place - 1] as Ranked)) place -= 1;
  if (place === most) return;
  best.splice(place, 0, group);
  if (best.length > most) best.pop();
}

function isBefore(a: RankedEntry, b: RankedEntry): boolean {
  return a.count > b.count || (a.count === b.count && a.entry < b.entry);
}

/** Entries with groups that are kept, the largest first, how many there are of each size, and `leastSize`: none that is as large is left out. */
function bySize(sizes: Int32Array): {
  readonly ordered: Int32Array;
  readonly runs: readonly { readonly size: number; readonly groups: number }[];
  readonly leastSize: number;
} {
  let largest = 0;
  for (const size of sizes) if (size > largest) largest = size;
  const places = new Int32Array(largest + 1);
  for (const size of sizes) places[size] = (places[size] as number) + 1;
  const [none = 0, single = 0] = places;
  const leastSize = single > (sizes.length - none) / 2 ? 2 : 0;
  const runs: { size: number; groups: number }[] = [];
  let next = 0;
  for (let size = largest; size >= Math.max(1, leastSize); size -= 1) {
    const groups = places[size] as number;
    places[size] = next;
    next += groups;
    if (groups > 0) runs.push({ size, groups });
  }
  const ordered = new Int32Array(next);
  for (let entry = 0; entry < sizes.length; entry += 1) {
    const size = sizes[entry] as number;
    if (size === 0 || size < leastSize) continue;
    const place = places[size] as number;
    places[size] = place + 1;
    ordered[place] = entry;
  }
  return { ordered, runs, leastSize };
}
