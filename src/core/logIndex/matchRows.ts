import { filterStatuses } from './messageFilter.ts';
import type { FilterField, FilterTerm, MessageFilter } from './messageFilter.ts';
import { none, statusRank } from './messageTable.ts';
import type { MessageTable } from './messageTable.ts';
import { splitTime } from './splitTime.ts';
import type { TextPool } from './textPool.ts';

/** One for every message the filter lets through, by row; null when it lets all of them through. */
export type RowMask = Uint8Array | null;

/** Which messages a filter means. Terms of one field widen, terms of different fields narrow, exclusions go last. */
export function matchRows(table: MessageTable, filter: MessageFilter): RowMask {
  if (filter.terms.length === 0 && filter.from === null && filter.to === null) return null;
  const mask = new Uint8Array(table.count).fill(1);
  const fields = new Map<FilterField, FilterTerm[]>();
  for (const term of filter.terms) {
    if (!term.exclude) fields.set(term.field, [...(fields.get(term.field) ?? []), term]);
  }
  for (const terms of fields.values()) {
    const fits = new Uint8Array(table.count);
    for (const term of terms) markTerm(table, term, fits);
    for (let row = 0; row < mask.length; row += 1) mask[row] = (mask[row] as number) & (fits[row] as number);
  }
  const excluded = filter.terms.filter(({ exclude }) => exclude);
  if (excluded.length > 0) {
    const fits = new Uint8Array(table.count);
    for (const term of excluded) markTerm(table, term, fits);
    for (let row = 0; row < mask.length; row += 1) if (fits[row] === 1) mask[row] = 0;
  }
  keepTimes(table, filter, mask);
  return mask;
}

/** Wall clocks are compared: people mean the clock the log shows. */
function keepTimes({ times }: MessageTable, { from, to }: MessageFilter, mask: Uint8Array): void {
  const [first, end] = [from === null ? -Infinity : wall(from), to === null ? Infinity : wall(to)];
  if (first === -Infinity && end === Infinity) return;
  const { seconds, fractions } = times;
  for (let row = 0; row < mask.length; row += 1) {
    const digits = fractions?.digits[row] ?? 0;
    const fraction = digits === 0 ? 0 : (fractions?.values[row] ?? 0) / 10 ** digits;
    const at = (seconds[row] as number) + fraction;
    if (at < first || at >= end) mask[row] = 0;
  }
}

function wall(time: string): number {
  const { seconds, fraction } = splitTime(time);
  return seconds + (fraction === '' ? 0 : Number(`0.${fraction}`));
}

/** Sets to one the rows a term fits. */
function markTerm(table: MessageTable, { field, value }: FilterTerm, fits: Uint8Array): void {
  const { pools } = table;
  switch (field) {
    case 'any':
      markAny(table, value, fits);
      return;
    case 'address': {
      const wanted = chosen(pools.addresses, pools.addresses.same(value));
      markWhere(table.senders, wanted, fits);
      markRecipients(table, table.recipients.addresses, wanted, fits);
      markRecipients(table, table.recipients.originals, wanted, fits);
      return;
    }
    case 'domain': {
      const wanted = ofDomain(table, value);
      markWhere(table.senders, wanted, fits);
      markRecipients(table, table.recipients.addresses, wanted, fits);
      return;
    }
    case 'sender':
      markWhere(table.senders, chosen(pools.addresses, pools.addresses.same(value)), fits);
      return;
    case 'senderDomain':
      markWhere(table.senders, ofDomain(table, value), fits);
      return;
    case 'recipient': {
      const wanted = chosen(pools.addresses, pools.addresses.same(value));
      markRecipients(table, table.recipients.addresses, wanted, fits);
      markRecipients(table, table.recipients.originals, wanted, fits);
      return;
    }
    case 'recipientDomain':
      markRecipients(table, table.recipients.addresses, ofDomain(table, value), fits);
      return;
    case 'status': {
      const status = filterStatuses.find((one) => one === value.toLowerCase());
      const rank = status === undefined ? -1 : statusRank[status];
      for (let row = 0; row < table.count; row += 1) if (table.statuses[row] === rank) fits[row] = 1;
      return;
    }
    case 'cause':
      markRecipients(table, table.recipients.causes, chosen(pools.causes, pools.causes.same(value)), fits);
      return;
    case 'relay':
      markRecipients(table, table.recipients.relays, chosen(pools.relays, pools.relays.same(value)), fits);
      return;
    case 'client':
      markWhere(table.clients, chosen(pools.clients, pools.clients.same(value)), fits);
      return;
    case 'reason':
      markReasons(table, (reply) => reply.toLowerCase() === value.toLowerCase(), fits);
      return;
  }
}

/** Part of any text a message has. */
function markAny(table: MessageTable, value: string, fits: Uint8Array): void {
  const { pools, recipients } = table;
  const part = value.toLowerCase();
  const addresses = chosen(pools.addresses, pools.addresses.holding(part));
  markWhere(table.senders, addresses, fits);
  markRecipients(table, recipients.addresses, addresses, fits);
  markRecipients(table, recipients.originals, addresses, fits);
  markWhere(table.clients, chosen(pools.clients, pools.clients.holding(part)), fits);
  markWhere(table.messageIds, chosen(pools.messageIds, pools.messageIds.holding(part)), fits);
  markRecipients(table, recipients.relays, chosen(pools.relays, pools.relays.holding(part)), fits);
  const ids = chosen(pools.queueIds, pools.queueIds.holding(part));
  markWhere(table.firstIds, ids, fits);
  if (ids !== null) {
    const { rows, ids: more } = table.moreIds;
    for (let at = 0; at < rows.length; at += 1) {
      if (ids[more[at] as number] === 1) fits[rows[at] as number] = 1;
    }
  }
  markReasons(table, (reply) => reply.toLowerCase().includes(part), fits);
}

/** One for every text of a pool that is meant; null for none at all. */
function chosen(pool: TextPool, numbers: readonly number[]): Uint8Array | null {
  if (numbers.length === 0) return null;
  const wanted = new Uint8Array(pool.count);
  for (const number of numbers) wanted[number] = 1;
  return wanted;
}

function ofDomain({ pools }: MessageTable, value: string): Uint8Array | null {
  const [domain] = pools.domains.same(value);
  if (domain === undefined) return null;
  return Uint8Array.from(pools.domainOfAddress, (one) => (one === domain ? 1 : 0));
}

function markWhere(column: Int32Array, wanted: Uint8Array | null, fits: Uint8Array): void {
  if (wanted === null) return;
  for (let row = 0; row < column.length; row += 1) {
    const number = column[row] as number;
    if (number !== none && wanted[number] === 1) fits[row] = 1;
  }
}

function markRecipients(
  { recipientStarts, count }: MessageTable,
  column: Int32Array,
  wanted: Uint8Array | null,
  fits: Uint8Array,
): void {
  if (wanted === null) return;
  for (let row = 0; row < count; row += 1) {
    const end = recipientStarts[row + 1] as number;
    for (let at = recipientStarts[row] as number; at < end; at += 1) {
      const number = column[at] as number;
      if (number !== none && wanted[number] === 1) fits[row] = 1;
    }
  }
}

/** Messages to which something happened for a reason, even if all went well in the end. */
function markReasons(
  { reasons, counted }: MessageTable,
  isMeant: (reply: string) => boolean,
  fits: Uint8Array,
): void {
  const wanted = Uint8Array.from(reasons, ({ reply }) => (isMeant(reply) ? 1 : 0));
  if (!wanted.includes(1)) return;
  for (let at = 0; at < counted.rows.length; at += 1) {
    const [row, reason] = [counted.rows[at] as number, counted.reasons[at] as number];
    if (row !== none && reason !== none && wanted[reason] === 1) fits[row] = 1;
  }
}
