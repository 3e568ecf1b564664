import type { TopEntry, TopField } from './logOverview.ts';
import type { RowMask } from './rowMask.ts';
import { none } from './messageTable.ts';
import type { MessageTable } from './messageTable.ts';
import { RowGroups } from './rowGroups.ts';
import type { GroupMembers } from './rowGroups.ts';
import type { TextPool } from './textPool.ts';
import { foldCase } from './textPool.ts';

const listed = 20;

const topFields = [
  'sender',
  'senderDomain',
  'client',
  'recipient',
  'recipientDomain',
  'relay',
] as const satisfies readonly TopField[];

/** Ranks who and what has most messages. Addresses that differ only in case are one. */
export class TopEntries {
  readonly #table: MessageTable;
  readonly #groups = new Map<TopField, RowGroups>();
  /** Needed for two of the rankings. */
  #addressFold: Int32Array | null = null;

  constructor(table: MessageTable) {
    this.#table = table;
  }

  of(mask: RowMask): Readonly<Record<TopField, readonly TopEntry[]>> {
    const ranked = topFields.map((field) => [field, this.#rank(field, mask)]);
    return Object.fromEntries(ranked) as Record<TopField, readonly TopEntry[]>;
  }

  /** What makes the first ranking as fast as the later ones, in steps of some milliseconds. */
  *preparing(): Generator<undefined, void, undefined> {
    if (!this.#groups.has('sender')) this.#foldAddresses();
    for (const field of topFields) {
      yield;
      this.#groupsOf(field);
    }
  }

  #rank(field: TopField, mask: RowMask): readonly TopEntry[] {
    const { sizes } = this.#table;
    const groups = this.#groupsOf(field);
    const pool = poolOf(this.#table, field);
    return groups.top(mask, listed).map(({ entry, count, from, to }) => {
      let bytes = 0;
      for (let place = from; place < to; place += 1) {
        const row = groups.rows[place] as number;
        const size = sizes[row] as number;
        if ((mask === null || mask[row] === 1) && !Number.isNaN(size)) bytes += size;
      }
      return { value: pool.text(entry), messages: count, bytes };
    });
  }

  #groupsOf(field: TopField): RowGroups {
    let groups = this.#groups.get(field);
    if (groups === undefined) {
      groups = new RowGroups(this.#members(field), poolOf(this.#table, field).count);
      this.#groups.set(field, groups);
      if (this.#groups.has('sender') && this.#groups.has('recipient')) this.#addressFold = null;
    }
    return groups;
  }

  #members(field: TopField): GroupMembers {
    const { pools, senders, clients, recipients } = this.#table;
    switch (field) {
      case 'sender':
        return membersOfRows(senders, this.#foldAddresses());
      case 'recipient':
        return this.#membersOfRecipients(recipients.addresses, this.#foldAddresses(), pools.addresses.count);
      case 'senderDomain':
        return membersOfRows(senders, pools.domainOfAddress);
      case 'recipientDomain':
        return this.#membersOfRecipients(recipients.addresses, pools.domainOfAddress, pools.domains.count);
      case 'client':
        return membersOfRows(clients, foldCase(pools.clients));
      case 'relay':
        return this.#membersOfRecipients(recipients.relays, foldCase(pools.relays), pools.relays.count);
    }
  }

  #foldAddresses(): Int32Array {
    return (this.#addressFold ??= foldCase(this.#table.pools.addresses));
  }

  /** A message with two recipients of one domain is one message of that domain. */
  #membersOfRecipients(column: Int32Array, entryOf: Int32Array, entryCount: number): GroupMembers {
    const { count, recipientStarts } = this.#table;
    const entries = new Int32Array(column.length);
    const rows = new Int32Array(column.length);
    const lastRows = new Int32Array(entryCount).fill(none);
    let at = 0;
    for (let row = 0; row < count; row += 1) {
      for (const end = recipientStarts[row + 1] as number; at < end; at += 1) {
        const number = column[at] as number;
        const entry = number === none ? none : (entryOf[number] as number);
        const isNew = entry !== none && lastRows[entry] !== row;
        if (isNew) lastRows[entry] = row;
        entries[at] = isNew ? entry : none;
        rows[at] = row;
      }
    }
    return { entries, rows };
  }
}

function membersOfRows(column: Int32Array, entryOf: Int32Array): GroupMembers {
  const entries = new Int32Array(column.length);
  for (let row = 0; row < column.length; row += 1) {
    const number = column[row] as number;
    entries[row] = number === none ? none : (entryOf[number] as number);
  }
  return { entries, rows: null };
}

/** Where the entries of a ranking have their texts. */
function poolOf({ pools }: MessageTable, field: TopField): TextPool {
  switch (field) {
    case 'sender':
    case 'recipient':
      return pools.addresses;
    case 'senderDomain':
    case 'recipientDomain':
      return pools.domains;
    case 'client':
      return pools.clients;
    case 'relay':
      return pools.relays;
  }
}
