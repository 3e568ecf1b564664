import { countRows } from './rowMask.ts';
import type { RowMask } from './rowMask.ts';

/** What rows are grouped by: for each member its entry, -1 for none, and its row; null when the members are the rows. */
export interface GroupMembers {
  readonly entries: Int32Array;
  readonly rows: Int32Array | null;
}

/** An entry of a ranking: how many of its rows a mask lets through, and where its rows stand. */
interface RankedGroup {
  readonly entry: number;
  readonly count: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Rows by what they have in common, the largest groups first. To rank by what a mask lets through, only the groups are looked at
 * that are large enough to get among the first; and counting a group is a walk over a few bytes.
 */
export class RowGroups {
  /** Group by group. */
  readonly rows: Int32Array;
  /** By group. */
  readonly #entries: Int32Array;
  /** Which sizes there are, the largest first, and how many groups have each. */
  readonly #sizes: readonly { readonly size: number; readonly groups: number }[];

  /** No entry may have a row twice. */
  constructor({ entries, rows }: GroupMembers, entryCount: number) {
    const sizes = new Int32Array(entryCount);
    for (let at = 0; at < entries.length; at += 1) {
      const entry = entries[at] as number;
      if (entry >= 0) sizes[entry] = (sizes[entry] as number) + 1;
    }
    const { ordered, runs } = bySize(sizes);
    const places = new Int32Array(entryCount);
    let next = 0;
    for (const entry of ordered) {
      places[entry] = next;
      next += sizes[entry] as number;
    }
    this.rows = new Int32Array(next);
    for (let at = 0; at < entries.length; at += 1) {
      const entry = entries[at] as number;
      if (entry < 0) continue;
      const place = places[entry] as number;
      places[entry] = place + 1;
      this.rows[place] = rows === null ? at : (rows[at] as number);
    }
    this.#entries = ordered;
    this.#sizes = runs;
  }

  /** The first `most` entries by the rows a mask lets through; of equal ones that with the smaller number. */
  top(mask: RowMask, most: number): readonly RankedGroup[] {
    const { rows } = this;
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
        let count = 0;
        if (mask === null) count = size;
        else count = countRows(mask, rows, from, to);
        if (count > (worst === null ? 0 : worst.count - 1)) {
          insert(best, most, { entry, count, from, to });
          if (best.length === most) worst = best[most - 1] ?? null;
        }
        from = to;
      }
    }
    return best;
  }
}

function insert(best: RankedGroup[], most: number, group: RankedGroup): void {
  let place = best.length;
  while (place > 0 && isBefore(group, best[place - 1] as RankedGroup)) place -= 1;
  if (place === most) return;
  best.splice(place, 0, group);
  if (best.length > most) best.pop();
}

function isBefore(a: RankedGroup, b: RankedGroup): boolean {
  return a.count > b.count || (a.count === b.count && a.entry < b.entry);
}

/** Entries that have any, the largest first, and how many there are of each size. */
function bySize(sizes: Int32Array): {
  readonly ordered: Int32Array;
  readonly runs: readonly { readonly size: number; readonly groups: number }[];
} {
  let largest = 0;
  for (const size of sizes) if (size > largest) largest = size;
  const places = new Int32Array(largest + 1);
  for (const size of sizes) places[size] = (places[size] as number) + 1;
  const runs: { size: number; groups: number }[] = [];
  let next = 0;
  for (let size = largest; size > 0; size -= 1) {
    const groups = places[size] as number;
    places[size] = next;
    next += groups;
    if (groups > 0) runs.push({ size, groups });
  }
  const ordered = new Int32Array(next);
  for (let entry = 0; entry < sizes.length; entry += 1) {
    const size = sizes[entry] as number;
    if (size === 0) continue;
    const place = places[size] as number;
    places[size] = place + 1;
    ordered[place] = entry;
  }
  return { ordered, runs };
}
