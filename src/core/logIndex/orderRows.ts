import type { RowMask } from './matchRows.ts';
import type { RowOrder } from './messageRow.ts';
import { longestDelay, none } from './messageTable.ts';
import type { MessageTable } from './messageTable.ts';
import type { TextPool } from './textPool.ts';

const UNKNOWN = Infinity;
/** More messages than fit into memory; beside a row there is room for values up to `highest` in one number. */
const maxRows = 2 ** 24;
const highest = 2 ** 29 - 1;

/** All rows, ascending; the first `known` have a value to go by, the others follow in order of time. */
interface SortedRows {
  readonly rows: Int32Array;
  readonly known: number;
}

/** All rows in one order, ascending. Kept, so that turning a page costs nothing. */
export class RowOrders {
  readonly #table: MessageTable;
  readonly #orders = new Map<RowOrder['by'], SortedRows>();
  #addressRanks: Int32Array | null = null;

  constructor(table: MessageTable) {
    this.#table = table;
  }

  /** Rows with equal values stand in order of time. */
  of(by: RowOrder['by']): SortedRows {
    let order = this.#orders.get(by);
    if (order === undefined) this.#orders.set(by, (order = this.#sorted(by)));
    return order;
  }

  #sorted(by: RowOrder['by']): SortedRows {
    const { count } = this.#table;
    if (by === 'firstSeen')
      return { rows: Int32Array.from({ length: count }, (_, row) => row), known: count };
    const values = this.#values(by);
    // Value and row in one number each: plain numbers are sorted five times as fast as rows are compared.
    const packed = new Float64Array(count);
    for (let row = 0; row < count; row += 1) {
      packed[row] = Math.min(values[row] as number, highest) * maxRows + row;
    }
    packed.sort();
    const rows = new Int32Array(count);
    for (let place = 0; place < count; place += 1) rows[place] = (packed[place] as number) % maxRows;
    let known = count;
    while (known > 0 && values[rows[known - 1] as number] === UNKNOWN) known -= 1;
    return { rows, known };
  }

  /** What is not known stands behind everything that is. */
  #values(by: Exclude<RowOrder['by'], 'firstSeen'>): ArrayLike<number> {
    const { count, senders, telling, recipients, statuses, sizes } = this.#table;
    switch (by) {
      case 'sender':
        return Float64Array.from(senders, (sender) => this.#addressRank(sender));
      case 'recipient':
        return Float64Array.from(telling, (recipient) =>
          this.#addressRank(recipient === none ? none : (recipients.addresses[recipient] as number)),
        );
      case 'status':
        return statuses;
      case 'size':
        return sizes.map((size) => (Number.isNaN(size) ? UNKNOWN : size));
      case 'delaySeconds':
        return Float64Array.from({ length: count }, (_, row) => {
          const delay = longestDelay(this.#table, row);
          return Number.isNaN(delay) ? UNKNOWN : Math.round(delay * 100);
        });
    }
  }

  #addressRank(number: number): number {
    if (number === none) return UNKNOWN;
    this.#addressRanks ??= ranksOf(this.#table.pools.addresses);
    return this.#addressRanks[number] as number;
  }
}

/** Place of each text among all, without regard to case. */
function ranksOf(pool: TextPool): Int32Array {
  const texts = Array.from({ length: pool.count }, (_, number) => pool.text(number).toLowerCase());
  const sorted = texts.map((_, number) => number);
  sorted.sort((a, b) => {
    const [first, second] = [texts[a] ?? '', texts[b] ?? ''];
    return first < second ? -1 : first > second ? 1 : 0;
  });
  const ranks = new Int32Array(texts.length);
  let rank = -1;
  sorted.forEach((number, place) => {
    if (place === 0 || texts[number] !== texts[sorted[place - 1] ?? 0]) rank += 1;
    ranks[number] = rank;
  });
  return ranks;
}

/**
 * The rows a mask lets through, in an order. Backwards, rows of equal values stand backwards too; those without a value stay
 * behind: nobody who asks for the largest wants those first whose size is not known.
 */
export function chooseRows(orders: RowOrders, mask: RowMask, { by, descending }: RowOrder): Int32Array {
  const { rows, known } = orders.of(by);
  const kept = (some: Int32Array): Int32Array =>
    mask === null ? some.slice() : some.filter((row) => mask[row] === 1);
  if (!descending) return kept(rows);
  const front = kept(rows.subarray(0, known)).reverse();
  const rest = kept(rows.subarray(known));
  const all = new Int32Array(front.length + rest.length);
  all.set(front);
  all.set(rest, front.length);
  return all;
}
