const filterSize = 1 << 14;

/**
 * Hashes, with those added last. A table in front of the set turns nearly all others away at the cost of one load.
 */
export class HashSet {
  readonly #all = new Set<number>();
  /** Small enough for the fastest cache. */
  readonly #filter = new Uint8Array(filterSize);
  #fresh: number[] = [];

  constructor(hashes: readonly number[] = []) {
    for (const hash of hashes) this.add(hash);
  }

  /** All of them. */
  [Symbol.iterator](): IterableIterator<number> {
    return this.#all.values();
  }

  get isEmpty(): boolean {
    return this.#all.size === 0;
  }

  get hasFresh(): boolean {
    return this.#fresh.length > 0;
  }

  has(hash: number): boolean {
    return this.#all.has(hash);
  }

  add(hash: number): void {
    if (this.#all.has(hash)) return;
    this.#all.add(hash);
    this.#filter[hash & (filterSize - 1)] = 1;
    this.#fresh.push(hash);
  }

  takeFresh(): HashSet {
    const fresh = new HashSet(this.#fresh);
    this.#fresh = [];
    return fresh;
  }

  /** Calls `visit` for the rows of a column whose hash is one of these. */
  eachIn(column: Int32Array, visit: (row: number) => void): void {
    const filter = this.#filter;
    const mayHave = (row: number): number => filter[(column[row] as number) & (filterSize - 1)] as number;
    const visitIfOne = (row: number): void => {
      if (this.#all.has(column[row] as number)) visit(row);
    };
    // By fours: this goes through all lines of the log, several times.
    let row = 0;
    for (; row + 4 <= column.length; row += 4) {
      if ((mayHave(row) | mayHave(row + 1) | mayHave(row + 2) | mayHave(row + 3)) === 0) continue;
      for (let one = row; one < row + 4; one += 1) visitIfOne(one);
    }
    for (; row < column.length; row += 1) visitIfOne(row);
  }
}
