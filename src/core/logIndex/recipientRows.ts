import { none } from './messageTable.ts';
import type { MessageTable } from './messageTable.ts';

/** The rows of recipients: what is asked of all recipients is one walk then, without a small one for each message. */
export class RecipientRows {
  readonly #table: MessageTable;
  #all: Int32Array | null = null;
  #renamed: RenamedRecipients | null = null;

  constructor(table: MessageTable) {
    this.#table = table;
  }

  /** By recipient. */
  all(): Int32Array {
    return (this.#all ??= rowsOfRecipients(this.#table));
  }

  /** The few that had another address before aliases. */
  renamed(): RenamedRecipients {
    return (this.#renamed ??= renamedOf(this.#table.recipients.originals, this.all()));
  }
}

interface RenamedRecipients {
  readonly rows: Int32Array;
  /** Number in `addresses`. */
  readonly originals: Int32Array;
}

function rowsOfRecipients({ count, recipientStarts, recipients, loops }: MessageTable): Int32Array {
  const rows = loops.numbers(recipients.addresses.length);
  let at = 0;
  for (let row = 0; row < count; row += 1)
    for (const end = recipientStarts[row + 1] as number; at < end; at += 1) rows[at] = row;
  return rows;
}

function renamedOf(originals: Int32Array, rows: Int32Array): RenamedRecipients {
  const places: number[] = [];
  for (let at = 0; at < originals.length; at += 1) if (originals[at] !== none) places.push(at);
  return {
    rows: Int32Array.from(places, (at) => rows[at] as number),
    originals: Int32Array.from(places, (at) => originals[at] as number),
  };
}
