import type { SummaryReason } from '../postfix/summaryParts.ts';
import type { RecipientStatus } from '../postfix/tracedMessage.ts';
import type { MessageRow } from './messageRow.ts';
import { tellingStatuses } from './messageRow.ts';
import type { RowLoops } from './rowLoops.ts';
import type { TextPool } from './textPool.ts';

/** For "no such text". */
export const none = -1;

/**
 * All messages of an index as columns: a million of them fit into a hundred megabytes, and a question is a walk over
 * numbers. Rows stand in the order in which the messages were first seen.
 */
export interface MessageTable {
  readonly count: number;
  readonly times: TimeColumns;
  /** Number in `queueIds` of the first queue ID; none when refused before one was given. */
  readonly firstIds: Int32Array;
  /** Further queue IDs of a message. */
  readonly moreIds: { readonly rows: Int32Array; readonly ids: Int32Array };
  /** Number in `messageIds`. */
  readonly messageIds: Int32Array;
  /** Number in `addresses`. */
  readonly senders: Int32Array;
  /** Number in `clients`. */
  readonly clients: Int32Array;
  /** Number in `logins` of who signed in to send it. */
  readonly logins: Int32Array;
  /** Bytes; NaN when not logged. */
  readonly sizes: Float64Array;
  /** Place in `tellingStatuses` of the status that stands for the message. */
  readonly statuses: Uint8Array;
  /** Its row in `recipients`; none when the log names none. */
  readonly telling: Int32Array;
  /** Recipients of row n stand at recipientStarts[n] .. recipientStarts[n + 1]. */
  readonly recipientStarts: Int32Array;
  readonly recipients: RecipientColumns;
  readonly counted: CountedColumns;
  readonly pools: TablePools;
  /** What may be the matter, by number. */
  readonly reasons: readonly TableReason[];
  /** What walks over its columns. */
  readonly loops: RowLoops;
}

/** When messages were first seen. */
export interface TimeColumns {
  /** Orders messages of different zones: milliseconds. */
  readonly keys: Float64Array;
  /** The log's own clock as if it were UTC: seconds since 1970. */
  readonly seconds: Float64Array;
  /** Digits behind the second as a number, and how many there are; null when the log has none. */
  readonly fractions: { readonly values: Int32Array; readonly digits: Uint8Array } | null;
  /** Number in `zoneTexts`; null when the log shows no zones. */
  readonly zones: Uint16Array | null;
  /** `Z`, `+01:00`, `''`. */
  readonly zoneTexts: readonly string[];
}

/** A recipient with what became of it in the end. */
export interface RecipientColumns {
  /** Number in `addresses`. */
  readonly addresses: Int32Array;
  /** Number in `addresses` of what stood there before aliases. */
  readonly originals: Int32Array;
  /** Place in `tellingStatuses`. */
  readonly statuses: Uint8Array;
  /** Number in `causes`. */
  readonly causes: Int32Array;
  /** Number in `relays`. */
  readonly relays: Int32Array;
  /** Seconds; NaN when not logged. */
  readonly delays: Float64Array;
}

export const countedKinds = [
  'received',
  'delivered',
  'deferred',
  'bounced',
  'rejected',
  'held',
  'discarded',
] as const;

/** What counts in the bars of the overview, event by event, as core's `LogTotals` counts. */
export interface CountedColumns {
  /** Row of its message; none for what belongs to no message (a connection that was refused). */
  readonly rows: Int32Array;
  /** Place in `countedKinds`. */
  readonly kinds: Uint8Array;
  /** As `TimeColumns.seconds`. */
  readonly seconds: Float64Array;
  /** Number in `reasons`; none for what went well. */
  readonly reasons: Int32Array;
  /** How many of them it stands for, where that is not one: by place. */
  readonly times: ReadonlyMap<number, number>;
}

export interface TablePools {
  readonly addresses: TextPool;
  readonly clients: TextPool;
  readonly relays: TextPool;
  readonly logins: TextPool;
  readonly queueIds: TextPool;
  readonly messageIds: TextPool;
  readonly causes: TextPool;
  /** What stands behind the `@` of each address, lower case: number in `domains`, none without one. */
  readonly domains: TextPool;
  readonly domainOfAddress: Int32Array;
}

export type TableReason = Omit<SummaryReason, 'count'>;

/** Place of a status in `tellingStatuses`: the smaller, the more attention it needs. */
export const statusRank: Readonly<Record<RecipientStatus, number>> = Object.fromEntries(
  tellingStatuses.map((status, rank) => [status, rank]),
) as Record<RecipientStatus, number>;

export function rowOf(table: MessageTable, row: number): MessageRow {
  const { recipients, pools } = table;
  const telling = table.telling[row] ?? none;
  const size = table.sizes[row] ?? NaN;
  const count = (table.recipientStarts[row + 1] ?? 0) - (table.recipientStarts[row] ?? 0);
  const delay = longestDelay(table, row);
  return {
    row,
    firstSeen: printTime(table.times, row),
    queueId: textOrNull(pools.queueIds, table.firstIds[row]),
    sender: textOrNull(pools.addresses, table.senders[row]),
    recipient: telling === none ? null : textOrNull(pools.addresses, recipients.addresses[telling]),
    furtherRecipients: Math.max(0, count - 1),
    status: tellingStatuses[table.statuses[row] ?? 0] ?? 'unknown',
    cause: telling === none ? null : textOrNull(pools.causes, recipients.causes[telling]),
    size: Number.isNaN(size) ? null : size,
    delaySeconds: Number.isNaN(delay) ? null : delay,
  };
}

/** NaN when no recipient has one. */
export function longestDelay({ recipientStarts, recipients }: MessageTable, row: number): number {
  let longest = NaN;
  const end = recipientStarts[row + 1] as number;
  for (let recipient = recipientStarts[row] as number; recipient < end; recipient += 1) {
    const delay = recipients.delays[recipient] as number;
    if (!(delay <= longest)) longest = Number.isNaN(delay) ? longest : delay;
  }
  return longest;
}

function textOrNull(pool: TextPool, number: number | undefined): string | null {
  return number === undefined || number === none ? null : pool.text(number);
}

/** ISO 8601 as the log shows it. */
export function printTime({ seconds, fractions, zones, zoneTexts }: TimeColumns, row: number): string {
  const digits = fractions?.digits[row] ?? 0;
  const fraction = digits === 0 ? '' : `.${String(fractions?.values[row] ?? 0).padStart(digits, '0')}`;
  const zone = zones === null ? '' : (zoneTexts[zones[row] ?? 0] ?? '');
  return `${printSeconds(seconds[row] ?? 0)}${fraction}${zone}`;
}

/** `2026-03-01T20:45:32` */
export function printSeconds(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19);
}
