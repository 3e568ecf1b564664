import type { Parsed } from '../lineRef.ts';

/** Postfix's queues, as `postqueue -j` names them in `queue_name`; `unknown` when a listing names none. */
export type QueueName = 'active' | 'deferred' | 'hold' | 'incoming' | 'maildrop' | 'corrupt' | 'unknown';

/** Somebody who has not received the message yet. */
export interface QueueRecipient {
  readonly address: string;
  /** Why not yet, verbatim and on one line; null when the listing gives no reason. */
  readonly reason: string | null;
  /** Id in the cause catalogue (`core/causes`), null when there is no reason or its text is unknown. */
  readonly cause: string | null;
}

/** One waiting message; the unit of `mailtriage.queue/1`. */
export interface QueueEntry {
  readonly queueId: string;
  readonly queue: QueueName;
  /** Bytes; null when the listing does not say. */
  readonly size: number | null;
  /**
   * ISO 8601. From `postqueue -j` in UTC with `Z`; from `postqueue -p` the server's wall clock without a zone,
   * its year inferred. Null when unreadable.
   */
  readonly arrival: string | null;
  /** Envelope sender; `''` is the null sender (printed by Postfix as MAILER-DAEMON). */
  readonly sender: string;
  readonly recipients: readonly QueueRecipient[];
  /** True when the administrator asked for its return (`postsuper -e`; `#` in `-p`, `forced_expire` in `-j`). */
  readonly forcedExpire: boolean;
  /** 1-based line of the listing where the entry begins. */
  readonly line: number;
}

/** Something the tool itself complained about, e.g. `postqueue: fatal: ...`. */
export interface QueueToolMessage {
  readonly level: 'fatal' | 'error' | 'warning';
  readonly text: string;
  readonly line: number;
}

/** A whole listing. `entries` of the command line are `items`. */
export interface QueueListing extends Parsed<QueueEntry> {
  readonly format: 'postqueue -p' | 'postqueue -j' | 'none';
  /** True only when the listing says so (`Mail queue is empty`); an empty text is not an empty queue. */
  readonly saysEmpty: boolean;
  /** The closing line `-- N Kbytes in M Requests.` of `-p`. */
  readonly total: { readonly kbytes: number; readonly requests: number } | null;
  readonly messages: readonly QueueToolMessage[];
  /** True when the listing ends in the middle, or has fewer or more entries than its closing line says. */
  readonly cutOff: boolean;
  /** `-p` names the day of the week: true when it contradicts the inferred year, so the listing is probably old. */
  readonly yearDoubtful: boolean;
}
