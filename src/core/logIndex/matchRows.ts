import { filterStatuses } from './messageFilter.ts';
import type { FilterField, FilterTerm, MessageFilter } from './messageFilter.ts';
import { statusRank } from './messageTable.ts';
import type { MessageTable } from './messageTable.ts';
import type { RowMask } from './rowMask.ts';
import { splitTime } from './splitTime.ts';
import type { TableParts } from './tableParts.ts';
import { RowMarks } from './rowMarks.ts';
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
export function fittingRows(parts: TableParts, term: FilterTerm): Uint8Array {
  const { table } = parts;
  return table.loops.marked(table.count, (fits) => {
    markFitting(parts, term, new RowMarks(parts, fits));
  });
}

function markFitting(parts: TableParts, { field, value }: FilterTerm, marks: RowMarks): void {
  const { table, reasons } = parts;
  const { pools, senders, clients, statuses, recipients } = table;
  switch (field) {
    case 'any':
      markAny(parts, value, marks);
      break;
    case 'address': {
      const wanted = pools.addresses.same(value);
      marks.where(senders, wanted);
      marks.recipients(recipients.addresses, wanted);
      marks.renamed(wanted);
      break;
    }
    case 'domain': {
      const wanted = ofDomain(table, value);
      marks.where(senders, wanted);
      marks.recipients(recipients.addresses, wanted);
      break;
    }
    case 'sender':
      marks.where(senders, pools.addresses.same(value));
      break;
    case 'senderDomain':
      marks.where(senders, ofDomain(table, value));
      break;
    case 'recipient': {
      const wanted = pools.addresses.same(value);
      marks.recipients(recipients.addresses, wanted);
      marks.renamed(wanted);
      break;
    }
    case 'recipientDomain':
      marks.recipients(recipients.addresses, ofDomain(table, value));
      break;
    case 'status': {
      const status = filterStatuses.find((one) => one === value.toLowerCase());
      const rank = status === undefined ? -1 : statusRank[status];
      const { fits } = marks;
      for (let row = 0; row < fits.length; row += 1) if (statuses[row] === rank) fits[row] = 1;
      break;
    }
    case 'cause':
      marks.recipients(recipients.causes, pools.causes.same(value));
      break;
    case 'relay':
      marks.recipients(recipients.relays, pools.relays.same(value));
      break;
    case 'client':
      marks.where(clients, pools.clients.same(value));
      break;
    case 'reason':
      reasons.mark((reply) => reply.toLowerCase() === value.toLowerCase(), marks.fits);
      break;
  }
}

/** Part of any text a message has. */
function markAny({ table, reasons }: TableParts, value: string, marks: RowMarks): void {
  const { pools, recipients, moreIds } = table;
  const part = value.toLowerCase();
  const addresses = pools.addresses.holding(part);
  marks.where(table.senders, addresses);
  marks.recipients(recipients.addresses, addresses);
  marks.renamed(addresses);
  // What stands in every message is found by now; what is rare is found quickly.
  if (marks.areAll()) return;
  marks.where(table.clients, pools.clients.holding(part));
  marks.recipients(recipients.relays, pools.relays.holding(part));
  if (marks.areAll()) return;
  marks.where(table.messageIds, pools.messageIds.holding(part));
  if (marks.areAll()) return;
  const ids = pools.queueIds.holding(part);
  marks.where(table.firstIds, ids);
  marks.members(moreIds.rows, moreIds.ids, ids);
  reasons.mark((reply) => reply.toLowerCase().includes(part), marks.fits);
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
