import { filterStatuses } from './messageFilter.ts';
import type { FilterField, FilterTerm, MessageFilter } from './messageFilter.ts';
import { statusRank } from './messageTable.ts';
import type { MessageTable } from './messageTable.ts';
import type { RowMask } from './rowMask.ts';
import { splitTime } from './splitTime.ts';
import type { TableParts } from './tableParts.ts';
import type { TextMarks } from './textPool.ts';

/**
 * Which messages a filter means. Terms of one field widen, terms of different fields narrow, exclusions go last.
 * `fitting` is asked for the rows of a term, by somebody who may know them already; they are only read.
 */
export function matchRows(
  parts: TableParts,
  filter: MessageFilter,
  fitting: (term: FilterTerm) => Uint8Array = (term) => fittingRows(parts, term),
): RowMask {
  if (filter.terms.length === 0 && filter.from === null && filter.to === null) return null;
  const [only, ...others] = filter.terms;
  if (
    only !== undefined &&
    !only.exclude &&
    others.length === 0 &&
    filter.from === null &&
    filter.to === null
  )
    return fitting(only);
  const mask = new Uint8Array(parts.table.count).fill(1);
  const fields = new Map<FilterField, FilterTerm[]>();
  for (const term of filter.terms) {
    if (!term.exclude) fields.set(term.field, [...(fields.get(term.field) ?? []), term]);
  }
  for (const terms of fields.values()) {
    const [first, ...more] = terms.map(fitting);
    if (first === undefined) continue;
    const fits = more.length === 0 ? first : first.slice();
    for (const one of more)
      for (let row = 0; row < fits.length; row += 1) fits[row] = (fits[row] as number) | (one[row] as number);
    for (let row = 0; row < mask.length; row += 1) mask[row] = (mask[row] as number) & (fits[row] as number);
  }
  for (const term of filter.terms) {
    if (!term.exclude) continue;
    const fits = fitting(term);
    for (let row = 0; row < mask.length; row += 1) mask[row] = (mask[row] as number) & ~(fits[row] as number);
  }
  keepTimes(parts.table, filter, mask);
  return mask;
}

/** Wall clocks are compared: people mean the clock the log shows. */
function keepTimes({ times }: MessageTable, { from, to }: MessageFilter, mask: Uint8Array): void {
  const [first, end] = [from === null ? -Infinity : wall(from), to === null ? Infinity : wall(to)];
  if (first === -Infinity && end === Infinity) return;
  const { seconds, fractions } = times;
  for (let row = 0; row < mask.length; row += 1) {
    let at = seconds[row] as number;
    if (fractions !== null) {
      const digits = fractions.digits[row] as number;
      if (digits !== 0) at += (fractions.values[row] as number) / (powersOfTen[digits] ?? 10 ** digits);
    }
    if (at < first || at >= end) mask[row] = 0;
  }
}

const powersOfTen = Float64Array.from({ length: 10 }, (_, digits) => 10 ** digits);

function wall(time: string): number {
  const { seconds, fraction } = splitTime(time);
  return seconds + (fraction === '' ? 0 : Number(`0.${fraction}`));
}

/** One for every row a term fits, whether it is to be left out or not. */
export function fittingRows(parts: TableParts, { field, value }: FilterTerm): Uint8Array {
  const { table, reasons } = parts;
  const { pools, senders, clients, statuses, recipients } = table;
  const fits = new Uint8Array(table.count);
  switch (field) {
    case 'any':
      markAny(parts, value, fits);
      break;
    case 'address': {
      const wanted = pools.addresses.same(value);
      markWhere(senders, wanted, fits);
      markRecipients(parts, recipients.addresses, wanted, fits);
      markRenamed(parts, wanted, fits);
      break;
    }
    case 'domain': {
      const wanted = ofDomain(table, value);
      markWhere(senders, wanted, fits);
      markRecipients(parts, recipients.addresses, wanted, fits);
      break;
    }
    case 'sender':
      markWhere(senders, pools.addresses.same(value), fits);
      break;
    case 'senderDomain':
      markWhere(senders, ofDomain(table, value), fits);
      break;
    case 'recipient': {
      const wanted = pools.addresses.same(value);
      markRecipients(parts, recipients.addresses, wanted, fits);
      markRenamed(parts, wanted, fits);
      break;
    }
    case 'recipientDomain':
      markRecipients(parts, recipients.addresses, ofDomain(table, value), fits);
      break;
    case 'status': {
      const status = filterStatuses.find((one) => one === value.toLowerCase());
      const rank = status === undefined ? -1 : statusRank[status];
      for (let row = 0; row < fits.length; row += 1) if (statuses[row] === rank) fits[row] = 1;
      break;
    }
    case 'cause':
      markRecipients(parts, recipients.causes, pools.causes.same(value), fits);
      break;
    case 'relay':
      markRecipients(parts, recipients.relays, pools.relays.same(value), fits);
      break;
    case 'client':
      markWhere(clients, pools.clients.same(value), fits);
      break;
    case 'reason':
      reasons.mark((reply) => reply.toLowerCase() === value.toLowerCase(), fits);
      break;
  }
  return fits;
}

/** Part of any text a message has. */
function markAny(parts: TableParts, value: string, fits: Uint8Array): void {
  const { table, reasons } = parts;
  const { pools, recipients } = table;
  const part = value.toLowerCase();
  const addresses = pools.addresses.holding(part);
  markWhere(table.senders, addresses, fits);
  markRecipients(parts, recipients.addresses, addresses, fits);
  markRenamed(parts, addresses, fits);
  // What stands in every message is found by now; what is rare is found quickly.
  if (!fits.includes(0)) return;
  markWhere(table.clients, pools.clients.holding(part), fits);
  markRecipients(parts, recipients.relays, pools.relays.holding(part), fits);
  if (!fits.includes(0)) return;
  markWhere(table.messageIds, pools.messageIds.holding(part), fits);
  if (!fits.includes(0)) return;
  const ids = pools.queueIds.holding(part);
  markWhere(table.firstIds, ids, fits);
  markMembers(table.moreIds.rows, table.moreIds.ids, ids, fits);
  reasons.mark((reply) => reply.toLowerCase().includes(part), fits);
}

/** The addresses of a domain. */
function ofDomain({ pools }: MessageTable, value: string): TextMarks {
  const domains = pools.domains.same(value);
  if (domains === null) return null;
  const { domainOfAddress } = pools;
  const wanted = new Uint8Array(domainOfAddress.length + 1);
  for (let address = 0; address < domainOfAddress.length; address += 1)
    wanted[address + 1] = domains[(domainOfAddress[address] as number) + 1] as number;
  return wanted;
}

// Without a branch on what is found: where every other one fits, guessing wrong costs more than writing.
function markWhere(column: Int32Array, wanted: TextMarks, fits: Uint8Array): void {
  if (wanted === null) return;
  for (let row = 0; row < column.length; row += 1)
    fits[row] = (fits[row] as number) | (wanted[(column[row] as number) + 1] as number);
}

function markRecipients(
  { recipientRows }: TableParts,
  column: Int32Array,
  wanted: TextMarks,
  fits: Uint8Array,
): void {
  markMembers(recipientRows.all(), column, wanted, fits);
}

/** Those that had an address before aliases. */
function markRenamed({ recipientRows }: TableParts, wanted: TextMarks, fits: Uint8Array): void {
  const { rows, originals } = recipientRows.renamed();
  markMembers(rows, originals, wanted, fits);
}

/** Of which a row may have several. */
function markMembers(rows: Int32Array, numbers: Int32Array, wanted: TextMarks, fits: Uint8Array): void {
  if (wanted === null) return;
  for (let at = 0; at < numbers.length; at += 1) {
    const row = rows[at] as number;
    fits[row] = (fits[row] as number) | (wanted[(numbers[at] as number) + 1] as number);
  }
}
