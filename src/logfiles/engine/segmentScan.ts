import type { Stamp } from '../../core/syslog/stamp.ts';
import type { InternedTexts } from './byteInterner.ts';

/**
 * What one thread learns from one stretch of a log: plain numbers, so that handing them to another thread copies nothing.
 * Line numbers count from 0 at the start of the stretch.
 */
export interface SegmentScan {
  /** All lines, blank ones too. */
  readonly lines: number;
  readonly counts: { readonly understood: number; readonly foreign: number; readonly notUnderstood: number };
  readonly foreign: readonly (readonly [program: string, count: number])[];
  readonly samples: readonly { readonly line: number; readonly text: string }[];
  /** Lines in which Postfix starts. */
  readonly starts: readonly { readonly line: number; readonly stamp: Stamp }[];
  readonly stamps: StampRuns;
  /** Offset, in the text, of every 64th line (`lineStride`). */
  readonly offsets: Float64Array<ArrayBuffer>;
  readonly index: IndexColumns | null;
  readonly totals: TotalsColumns | null;
}

export const lineStride = 64;

/** The times of a stretch. A file's year and its hours lived twice are known only when all stretches are put together. */
export interface StampRuns {
  /** Lines where a stamp without an offset begins that differs from the one before. */
  readonly lines: Int32Array<ArrayBuffer>;
  /** The stamp, packed (`packStamp`); or -1 - its number in `odd`. */
  readonly packed: Int32Array<ArrayBuffer>;
  /** Stamps without an offset of rarer forms (a year, fractions). */
  readonly odd: readonly Stamp[];
  /** Earliest and latest stamp with an offset, and whether those never went back. */
  readonly zoned: {
    readonly first: StampOfLine;
    readonly last: StampOfLine;
    readonly ordered: boolean;
    readonly firstKey: number;
    readonly lastKey: number;
  } | null;
}

export interface StampOfLine {
  readonly line: number;
  readonly stamp: Stamp;
  readonly key: number;
}

/** `Mar  1 20:45:32` in 26 bits. */
export function packStamp(month: number, day: number, hour: number, minute: number, second: number): number {
  return (((((((month << 5) | day) << 5) | hour) << 6) | minute) << 6) | second;
}

export function unpackStamp(packed: number): Stamp {
  return {
    year: null,
    month: packed >>> 22,
    day: (packed >>> 17) & 31,
    hour: (packed >>> 12) & 31,
    minute: (packed >>> 6) & 63,
    second: packed & 63,
    fraction: '',
    zone: null,
  };
}

/** Pairs of a line and the hash of something it says (see `hash.ts`), in order of lines. */
export interface HashedLines {
  readonly lines: Int32Array<ArrayBuffer>;
  readonly hashes: Int32Array<ArrayBuffer>;
}

/** What it takes to find the lines of a message without reading the log again. */
export interface IndexColumns {
  /** For every line the hash of the queue ID it is about; 0 for none. */
  readonly queueIds: Int32Array<ArrayBuffer>;
  /** Queue IDs a line says the mail came from or went on to. */
  readonly mentions: HashedLines;
  /** Message-IDs, lower case. */
  readonly messageIds: HashedLines;
  /** Envelope addresses, lower case. */
  readonly addresses: HashedLines;
  /** Lines of SMTP sessions, by process. */
  readonly sessions: HashedLines;
  /** 1 for those that begin or end a session. */
  readonly sessionEnds: Uint8Array<ArrayBuffer>;
  /** `last message repeated N times`, and the line that is meant. */
  readonly repeats: HashedLines;
}

/** What a line adds to the totals. */
export const tally = {
  client: 1,
  pickup: 2,
  active: 3,
  sent: 4,
  forwarded: 5,
  deferred: 6,
  bounced: 7,
  rejected: 8,
  rejectWarning: 9,
  held: 10,
  discarded: 11,
  /** The rest only for the message table (`MessageColumns`). */
  messageId: 12,
  removed: 13,
  /** About a queue ID, but changes nothing. */
  note: 14,
  /** About a queue ID, and rare: what became of it is left to the reference. */
  odd: 15,
  /** An SMTP session begins or ends; or gets a queue ID (`ids`). */
  session: 16,
  /** Turned away, or caught, before there was a queue ID. */
  decision: 17,
} as const;

/** The kind in a record's byte; above it, for daemons that own the queue, the Postfix instance + 1 (see `MessageColumns`). */
export const kindMask = 31;
export const instanceShift = 5;
/** Stands for all instances that are too many. */
export const manyInstances = 7;

/** The lines that count, in file order, and what is counted of them. */
export interface TotalsColumns {
  readonly kinds: Uint8Array<ArrayBuffer>;
  readonly lines: Int32Array<ArrayBuffer>;
  /** Number of `host\nqueueId` in `ids`. */
  readonly ids: Int32Array<ArrayBuffer>;
  /**
   * client: number in `clients`, with `messages` its row in `arrivals`; active: row of `senders` and `sizes`; sent: number in `addresses`; where something was
   * not delivered: number in `reasons`. With `messages`, all deliveries name a row of `deliveries`.
   */
  readonly values: Int32Array<ArrayBuffer>;
  /** Records that stand for several: row and how many. */
  readonly times: readonly (readonly [row: number, times: number])[];
  readonly senders: Int32Array<ArrayBuffer>;
  readonly sizes: Float64Array<ArrayBuffer>;
  readonly queueIds: InternedTexts;
  /** Domains in lower case, what is before them as logged; with `messages` all as logged. */
  readonly addresses: InternedTexts;
  readonly clients: InternedTexts;
  readonly reasons: readonly ScannedReason[];
  /** For records whose stamp has an offset: order, hour (`packHour`) and number in `zones`; null when there are none. */
  readonly zoned: {
    readonly keys: Float64Array<ArrayBuffer>;
    readonly hours: Int32Array<ArrayBuffer>;
    readonly zones: Int32Array<ArrayBuffer>;
  } | null;
  readonly zones: readonly string[];
  readonly messages: MessageColumns | null;
}

/** What the message table wants besides. Numbers of texts are those of `TotalsColumns`. */
export interface MessageColumns {
  /** Rows that the `values` of sent, forwarded, deferred and bounced name. */
  readonly deliveries: {
    readonly addresses: Int32Array<ArrayBuffer>;
    /** -1 for none. */
    readonly originals: Int32Array<ArrayBuffer>;
    /** Number in `relays`; -1 for none. */
    readonly relays: Int32Array<ArrayBuffer>;
    readonly reasons: Int32Array<ArrayBuffer>;
    /** Seconds; NaN for none. */
    readonly delays: Float64Array<ArrayBuffer>;
    /** Hash of the queue ID it was handed on to; 0 for none. */
    readonly handedOn: Int32Array<ArrayBuffer>;
    readonly flags: Uint8Array<ArrayBuffer>;
  };
  /** Rows that the `values` of client name. */
  readonly arrivals: {
    readonly clients: Int32Array<ArrayBuffer>;
    /** The client before a content filter; -1 for none. */
    readonly origClients: Int32Array<ArrayBuffer>;
    /** Hash of the queue ID before a content filter; 0 for none. */
    readonly origIds: Int32Array<ArrayBuffer>;
    /** Number in `logins`; -1 for none. */
    readonly logins: Int32Array<ArrayBuffer>;
  };
  /** Rows that the `values` of decision name. */
  readonly decisions: {
    readonly processes: Int32Array<ArrayBuffer>;
    /** Place in `decisionActions`. */
    readonly actions: Uint8Array<ArrayBuffer>;
    readonly clients: Int32Array<ArrayBuffer>;
    readonly senders: Int32Array<ArrayBuffer>;
    readonly recipients: Int32Array<ArrayBuffer>;
    readonly reasons: Int32Array<ArrayBuffer>;
    /** Hash of the whole line: another file may tell the same. */
    readonly texts: Int32Array<ArrayBuffer>;
  };
  /** Message-IDs one behind the other, as logged; `values` of messageId are rows. */
  readonly messageIds: {
    readonly bytes: Uint8Array<ArrayBuffer>;
    readonly starts: Int32Array<ArrayBuffer>;
    readonly hashes: Int32Array<ArrayBuffer>;
  };
  readonly relays: InternedTexts;
  readonly logins: InternedTexts;
  readonly instances: readonly string[];
  /** Digits behind the second of each record, where its stamp has an offset; null when no record's has. */
  readonly digits: Uint8Array<ArrayBuffer> | null;
}

/** Flags of a delivery. Which program delivered: */
export const bySmtp = 1;
export const byPipe = 2;
/** Of a delivery that the totals count as forwarded: it names the queue ID it went on under (core's `handedOnTo`). */
export const namesForwarded = 4;

/** The flags of what a daemon delivers. */
export function deliversBy(daemon: string | undefined): number {
  return daemon === 'smtp' ? bySmtp : daemon === 'pipe' ? byPipe : 0;
}

export const decisionActions = ['reject', 'hold', 'discard', 'redirect'] as const;

export interface ScannedReason {
  /** `unknown`: not counted, only its cause is of interest. */
  readonly kind: 'deferred' | 'bounced' | 'rejected' | 'held' | 'discarded' | 'unknown';
  readonly cause: string | null;
  readonly dsn: string | null;
  /** Of the stretch's first such line. */
  readonly reply: string;
  /** What counts as the same reason. */
  readonly key: string;
}

export function packHour(year: number, month: number, day: number, hour: number): number {
  return ((year * 12 + month - 1) * 31 + day - 1) * 24 + hour;
}

/** `2026-03-01T20:00:00` */
export function printHour(packed: number): string {
  const hour = packed % 24;
  const days = Math.floor(packed / 24);
  const months = Math.floor(days / 31);
  const two = (value: number): string => String(value).padStart(2, '0');
  const year = String(Math.floor(months / 12)).padStart(4, '0');
  return `${year}-${two((months % 12) + 1)}-${two((days % 31) + 1)}T${two(hour)}:00:00`;
}
