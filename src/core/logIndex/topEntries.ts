import type { TopEntry, TopField } from './logOverview.ts';
import { countThrough, rowsThrough } from './rowMask.ts';
import type { RowMask } from './rowMask.ts';
import { none } from './messageTable.ts';
import type { MessageTable } from './messageTable.ts';
import { RowBytes } from './rowBytes.ts';
import { RowGroups, topOfMembers } from './rowGroups.ts';
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

/** Up to this share of the messages they are counted one by one; of more, a walk through the largest groups takes less time. */
const fewShare = 1 / 32;

/** Ranks who and what has most messages. Addresses that differ only in case are one. */
export class TopEntries {
  readonly #table: MessageTable;
  readonly #groups = new Map<TopField, RowGroups>();
  readonly #folds = new Map<TextPool, Int32Array>();
  #bytes: RowBytes | null = null;
  /** A number for every entry of any ranking: zero, but while they are counted. */
  #scratch: Int32Array | null = null;

  constructor(table: MessageTable) {
    this.#table = table;
  }

  of(mask: RowMask): Readonly<Record<TopField, readonly TopEntry[]>> {
    const isFew = mask !== null && countThrough(mask) <= mask.length * fewShare;
    const few = isFew ? rowsThrough(mask) : null;
    const ranked = topFields.map((field) => [field, this.#rank(field, mask, few)]);
    return Object.fromEntries(ranked) as Record<TopField, readonly TopEntry[]>;
  }

  /** What makes the first ranking as fast as the later ones, in steps of some milliseconds. */
  *preparing(): Generator<undefined, void, undefined> {
    for (const field of topFields) {
      this.#entriesOf(field);
      yield;
      this.#groupsOf(field);
      yield;
    }
  }

  /** `few`: the rows the mask lets through; null where they are not few. */
  #rank(field: TopField, mask: RowMask, few: Int32Array | null): readonly TopEntry[] {
    if (few !== null) return this.#rankMembers(field, few);
    // For the overview of everything that is asked first, groups would not pay.
    if (mask === null && !this.#groups.has(field)) return this.#rankMembers(field, null);
    return (
      this.#rankGroups(field, mask) ?? this.#rankMembers(field, mask === null ? null : rowsThrough(mask))
    );
  }

  #rankGroups(field: TopField, mask: RowMask): readonly TopEntry[] | null {
    const groups = this.#groupsOf(field);
    const pool = poolOf(this.#table, field);
    const ranked = groups.top(mask, listed);
    if (ranked === null) return null;
    const bytes = (this.#bytes ??= new RowBytes(this.#table.sizes, this.#table.loops));
    return ranked.map(({ entry, count, from, to }) => ({
      value: pool.text(entry),
      messages: count,
      bytes: bytes.sum(mask, groups.rows, from, to),
    }));
  }

  /** `rows`: null for all. */
  #rankMembers(field: TopField, rows: Int32Array | null): readonly TopEntry[] {
    const pool = poolOf(this.#table, field);
    const ranked = topOfMembers(this.#members(field, rows), listed, this.#table.sizes, this.#zeros());
    return ranked.map(({ entry, count, sum }) => ({ value: pool.text(entry), messages: count, bytes: sum }));
  }

  #zeros(): Int32Array {
    return (this.#scratch ??= new Int32Array(
      Math.max(...topFields.map((field) => poolOf(this.#table, field).count)),
    ));
  }

  #groupsOf(field: TopField): RowGroups {
    let groups = this.#groups.get(field);
    if (groups === undefined) {
      const entryCount = poolOf(this.#table, field).count;
      groups = new RowGroups(this.#members(field, null), entryCount, this.#table.loops);
      this.#groups.set(field, groups);
    }
    return groups;
  }

  /** The members among some rows, or among all (null). */
  #members(field: TopField, rows: Int32Array | null): GroupMembers {
    const { senders, clients, recipients } = this.#table;
    const entryOf = this.#entriesOf(field);
    switch (field) {
      case 'sender':
      case 'senderDomain':
        return membersOfRows(senders, entryOf, rows);
      case 'client':
        return membersOfRows(clients, entryOf, rows);
      case 'recipient':
      case 'recipientDomain':
        return this.#membersOfRecipients(recipients.addresses, field, rows);
      case 'relay':
        return this.#membersOfRecipients(recipients.relays, field, rows);
    }
  }

  /** The entry of each address, client or relay. */
  #entriesOf(field: TopField): Int32Array {
    const { pools } = this.#table;
    if (field === 'senderDomain' || field === 'recipientDomain') return pools.domainOfAddress;
    const pool = poolOf(this.#table, field);
    let fold = this.#folds.get(pool);
    if (fold === undefined) this.#folds.set(pool, (fold = foldCase(pool)));
    return fold;
  }

  /** A message with two recipients of one domain is one message of that domain. */
  #membersOfRecipients(column: Int32Array, field: TopField, chosen: Int32Array | null): GroupMembers {
    const { count, recipientStarts } = this.#table;
    const entryOf = this.#entriesOf(field);
    const length = chosen === null ? column.length : recipientsOf(this.#table, chosen);
    const entries = new Int32Array(length);
    const rows = new Int32Array(length);
    /** One more than the row that an entry was found in last. */
    const lastRows = this.#zeros();
    let next = 0;
    for (let place = 0; place < (chosen?.length ?? count); place += 1) {
      const row = chosen === null ? place : (chosen[place] as number);
      const start = recipientStarts[row] as number;
      const end = recipientStarts[row + 1] as number;
      for (let at = start; at < end; at += 1) {
        const number = column[at] as number;
        const entry = number === none ? none : (entryOf[number] as number);
        if (entry === none) continue;
        // Most messages have one recipient only.
        if (end - start > 1) {
          if (lastRows[entry] === row + 1) continue;
          lastRows[entry] = row + 1;
        }
        entries[next] = entry;
        rows[next] = row;
        next += 1;
      }
    }
    for (let at = 0; at < next; at += 1) lastRows[entries[at] as number] = 0;
    return { entries: entries.subarray(0, next), rows: rows.subarray(0, next) };
  }
}

function recipientsOf({ recipientStarts }: MessageTable, rows: Int32Array): number {
  let count = 0;
  for (const row of rows) count += (recipientStarts[row + 1] as number) - (recipientStarts[row] as number);
  return count;
}

function membersOfRows(column: Int32Array, entryOf: Int32Array, rows: Int32Array | null): GroupMembers {
  const entries = new Int32Array(rows?.length ?? column.length);
  for (let at = 0; at < entries.length; at += 1) {
    const number = column[rows === null ? at : (rows[at] as number)] as number;
    entries[at] = number === none ? none : (entryOf[number] as number);
  }
  return { entries, rows };
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
