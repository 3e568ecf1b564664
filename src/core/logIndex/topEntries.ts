import type { TopEntry, TopField } from './logOverview.ts';
import type { RowMask } from './matchRows.ts';
import { none } from './messageTable.ts';
import type { MessageTable } from './messageTable.ts';
import type { TextPool } from './textPool.ts';
import { foldCase } from './textPool.ts';

const listed = 20;

/** Ranks who and what has most messages. Addresses that differ only in case are one. */
export class TopEntries {
  readonly #table: MessageTable;
  readonly #folded: {
    readonly addresses: Int32Array;
    readonly clients: Int32Array;
    readonly relays: Int32Array;
  };

  constructor(table: MessageTable) {
    this.#table = table;
    const { addresses, clients, relays } = table.pools;
    this.#folded = {
      addresses: foldCase(addresses),
      clients: foldCase(clients),
      relays: foldCase(relays),
    };
  }

  of(mask: RowMask): Readonly<Record<TopField, readonly TopEntry[]>> {
    const { pools, senders, clients, recipients } = this.#table;
    const { addresses, clients: clientFold, relays } = this.#folded;
    const domains = pools.domainOfAddress;
    return {
      sender: this.#rank(mask, pools.addresses, senders, addresses),
      senderDomain: this.#rank(mask, pools.domains, senders, domains),
      client: this.#rank(mask, pools.clients, clients, clientFold),
      recipient: this.#rankRecipients(mask, pools.addresses, recipients.addresses, addresses),
      recipientDomain: this.#rankRecipients(mask, pools.domains, recipients.addresses, domains),
      relay: this.#rankRecipients(mask, pools.relays, recipients.relays, relays),
    };
  }

  #rank(mask: RowMask, pool: TextPool, column: Int32Array, entryOf: Int32Array): readonly TopEntry[] {
    const { count, sizes } = this.#table;
    const ranking = new Ranking(pool);
    for (let row = 0; row < count; row += 1) {
      if (mask !== null && mask[row] !== 1) continue;
      const number = column[row] as number;
      if (number !== none) ranking.add(entryOf[number] as number, row, sizes[row] as number);
    }
    return ranking.top();
  }

  #rankRecipients(
    mask: RowMask,
    pool: TextPool,
    column: Int32Array,
    entryOf: Int32Array,
  ): readonly TopEntry[] {
    const { count, sizes, recipientStarts } = this.#table;
    const ranking = new Ranking(pool);
    for (let row = 0; row < count; row += 1) {
      if (mask !== null && mask[row] !== 1) continue;
      const end = recipientStarts[row + 1] as number;
      for (let at = recipientStarts[row] as number; at < end; at += 1) {
        const number = column[at] as number;
        if (number !== none) ranking.add(entryOf[number] as number, row, sizes[row] as number);
      }
    }
    return ranking.top();
  }
}

class Ranking {
  readonly #pool: TextPool;
  readonly #messages: Int32Array;
  readonly #bytes: Float64Array;
  /** A message with two recipients of one domain is one message of that domain. */
  readonly #lastRow: Int32Array;

  constructor(pool: TextPool) {
    this.#pool = pool;
    this.#messages = new Int32Array(pool.count);
    this.#bytes = new Float64Array(pool.count);
    this.#lastRow = new Int32Array(pool.count).fill(none);
  }

  add(entry: number, row: number, size: number): void {
    if (entry === none || this.#lastRow[entry] === row) return;
    this.#lastRow[entry] = row;
    this.#messages[entry] = (this.#messages[entry] as number) + 1;
    if (!Number.isNaN(size)) this.#bytes[entry] = (this.#bytes[entry] as number) + size;
  }

  top(): readonly TopEntry[] {
    const best: number[] = [];
    let least = 0;
    for (let entry = 0; entry < this.#messages.length; entry += 1) {
      const messages = this.#messages[entry] as number;
      if (messages === 0 || (best.length >= listed && messages <= least)) continue;
      let place = best.length;
      while (place > 0 && (this.#messages[best[place - 1] as number] as number) < messages) place -= 1;
      best.splice(place, 0, entry);
      if (best.length > listed) best.pop();
      least = this.#messages[best.at(-1) as number] as number;
    }
    return best.map((entry) => ({
      value: this.#pool.text(entry),
      messages: this.#messages[entry] ?? 0,
      bytes: this.#bytes[entry] ?? 0,
    }));
  }
}
