import type { RowMask } from './rowMask.ts';
import type { RowOrder } from './messageRow.ts';
import { longestDelay, none } from './messageTable.ts';
import type { MessageTable } from './messageTable.ts';
import { rankTexts } from './textPool.ts';
import type { Ranking } from './textPool.ts';

/** Values are sorted by so many bits at a time: the places of so many different ones stay in the processor's cache. */
const digitBits = 11;
const digits = 2 ** digitBits;
/** What is larger counts as this large. */
const highest = 2 ** 30;
const unknown = -1;

/** All rows, ascending; the first `known` have a value to go by, the others follow in order of time. */
interface SortedRows {
  readonly rows: Int32Array;
  readonly known: number;
}

/** All rows in one order, ascending. Kept, so that turning a page costs nothing. */
export class RowOrders {
  readonly #table: MessageTable;
  readonly #orders = new Map<RowOrder['by'], SortedRows>();
  #ranking: Ranking | null = null;
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

  /** Does a part of what orders by address take, of some milliseconds; false once there is nothing left to do. */
  prepareAddresses(): boolean {
    if (this.#addressRanks !== null) return false;
    this.#ranking ??= rankTexts(this.#table.pools.addresses);
    const step = this.#ranking.next();
    if (step.done !== true) return true;
    this.#addressRanks = step.value;
    this.#ranking = null;
    return false;
  }

  #ranksOfAddresses(): Int32Array {
    while (this.#addressRanks === null) this.prepareAddresses();
    return this.#addressRanks;
  }

  #sorted(by: RowOrder['by']): SortedRows {
    const { count } = this.#table;
    if (by === 'firstSeen') {
      const rows = new Int32Array(count);
      for (let row = 0; row < count; row += 1) rows[row] = row;
      return { rows, known: count };
    }
    return sortedRows(this.#values(by));
  }

  #values(by: Exclude<RowOrder['by'], 'firstSeen'>): Int32Array {
    const { count, senders, telling, recipients, statuses, sizes } = this.#table;
    const values = new Int32Array(count);
    switch (by) {
      case 'sender': {
        const ranks = this.#ranksOfAddresses();
        for (let row = 0; row < count; row += 1) values[row] = rankOf(ranks, senders[row] as number);
        break;
      }
      case 'recipient': {
        const ranks = this.#ranksOfAddresses();
        for (let row = 0; row < count; row += 1) {
          const recipient = telling[row] as number;
          values[row] = rankOf(
            ranks,
            recipient === none ? none : (recipients.addresses[recipient] as number),
          );
        }
        break;
      }
      case 'status':
        values.set(statuses);
        break;
      case 'size':
        for (let row = 0; row < count; row += 1) values[row] = valueOf(sizes[row] as number);
        break;
      case 'delaySeconds':
        for (let row = 0; row < count; row += 1)
          values[row] = valueOf(Math.round(longestDelay(this.#table, row) * 100));
        break;
    }
    return values;
  }
}

function rankOf(ranks: Int32Array, address: number): number {
  return address === none ? unknown : (ranks[address] as number);
}

function valueOf(number: number): number {
  return Number.isNaN(number) ? unknown : Math.max(0, Math.min(number, highest));
}

/** Rows by value, those of equal values in their own order: a radix sort, which takes a tenth of the time of comparing. */
function sortedRows(values: Int32Array): SortedRows {
  let largest = 0;
  let known = 0;
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] as number;
    if (value === unknown) continue;
    known += 1;
    if (value > largest) largest = value;
  }
  let rows = new Int32Array(values.length);
  let [next, last] = [0, known];
  for (let row = 0; row < values.length; row += 1) {
    if (values[row] === unknown) rows[last++] = row;
    else rows[next++] = row;
  }
  let sorted = rows.slice();
  for (let shift = 0; largest >>> shift > 0; shift += digitBits) {
    const places = placesOf(values, shift);
    for (let at = 0; at < known; at += 1) {
      const row = rows[at] as number;
      const digit = ((values[row] as number) >>> shift) & (digits - 1);
      const place = places[digit] as number;
      places[digit] = place + 1;
      sorted[place] = row;
    }
    [rows, sorted] = [sorted, rows];
  }
  return { rows, known };
}

/** Where the first row with each digit goes. */
function placesOf(values: Int32Array, shift: number): Int32Array {
  const places = new Int32Array(digits);
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] as number;
    if (value === unknown) continue;
    const digit = (value >>> shift) & (digits - 1);
    places[digit] = (places[digit] as number) + 1;
  }
  let next = 0;
  for (let digit = 0; digit < digits; digit += 1) {
    const count = places[digit] as number;
    places[digit] = next;
    next += count;
  }
  return places;
}

/**
 * The rows a mask lets through, in an order; to be read only. Backwards, rows of equal values stand backwards too; those without
 * a value stay behind: nobody who asks for the largest wants those first whose size is not known.
 */
export function chooseRows(orders: RowOrders, mask: RowMask, { by, descending }: RowOrder): Int32Array {
  const { rows, known } = orders.of(by);
  if (mask === null && !descending) return rows;
  const chosen = new Int32Array(rows.length);
  const front = descending ? known : 0;
  if (mask === null) {
    chosen.set(rows);
    chosen.subarray(0, front).reverse();
    return chosen;
  }
  let next = 0;
  // Without a branch on the mask: where every other row is let through, guessing wrong costs more than writing.
  for (let place = front - 1; place >= 0; place -= 1) {
    const row = rows[place] as number;
    chosen[next] = row;
    next += mask[row] as number;
  }
  for (let place = front; place < rows.length; place += 1) {
    const row = rows[place] as number;
    chosen[next] = row;
    next += mask[row] as number;
  }
  return chosen.subarray(0, next);
}
