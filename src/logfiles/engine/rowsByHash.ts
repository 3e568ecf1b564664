/** What a bucket holds on average. */
const rowsOfBucket = 4;

/**
 * Where hashes stand in columns that follow each other, so that looking one up costs the same however long the columns are. Made
 * for those who look up all of them.
 */
export class RowsByHash {
  readonly #columns: readonly Int32Array[];
  /** Row of each column's first value, counted over all columns. */
  readonly #starts: readonly number[];
  readonly #mask: number;
  /** For each bucket the end of its rows in `#rows`. */
  readonly #ends: Int32Array;
  readonly #rows: Int32Array;

  /** `none`: a hash that is never looked up. */
  constructor(columns: readonly Int32Array[], none?: number) {
    this.#columns = columns;
    const starts: number[] = [];
    let count = 0;
    for (const { length } of columns) {
      starts.push(count);
      count += length;
    }
    this.#starts = starts;
    const buckets = 2 ** Math.max(0, Math.ceil(Math.log2(count / rowsOfBucket)));
    this.#mask = buckets - 1;
    this.#ends = new Int32Array(buckets + 1);
    let used = 0;
    for (const column of columns) used += this.#count(column, none);
    for (let bucket = 0, end = 0; bucket <= this.#mask; bucket += 1) {
      end += this.#ends[bucket + 1] as number;
      this.#ends[bucket + 1] = end;
    }
    this.#rows = new Int32Array(used);
    // From the last to the first, so that each bucket's end comes down to its start and rows stay in order.
    for (let number = columns.length - 1; number >= 0; number -= 1)
      this.#enter(columns[number] as Int32Array, starts[number] as number, none);
  }

  #count(column: Int32Array, none: number | undefined): number {
    let used = 0;
    for (let row = 0; row < column.length; row += 1) {
      const hash = column[row] as number;
      if (hash === none) continue;
      used += 1;
      (this.#ends[(hash & this.#mask) + 1] as number) += 1;
    }
    return used;
  }

  #enter(column: Int32Array, start: number, none: number | undefined): void {
    for (let row = column.length - 1; row >= 0; row -= 1) {
      const hash = column[row] as number;
      if (hash === none) continue;
      const bucket = (hash & this.#mask) + 1;
      const place = (this.#ends[bucket] as number) - 1;
      this.#ends[bucket] = place;
      this.#rows[place] = start + row;
    }
  }

  /** Calls `visit` for every row that has this hash, in order. */
  each(hash: number, visit: (column: number, row: number) => void): void {
    const bucket = hash & this.#mask;
    // What was a bucket's end is its start now, and the next one's start its end.
    const end = bucket === this.#mask ? this.#rows.length : (this.#ends[bucket + 2] as number);
    let column = 0;
    for (let place = this.#ends[bucket + 1] as number; place < end; place += 1) {
      const row = this.#rows[place] as number;
      while (row >= (this.#starts[column + 1] ?? Infinity)) column += 1;
      const own = row - (this.#starts[column] as number);
      if (this.#columns[column]?.[own] === hash) visit(column, own);
    }
  }
}
