import type { LineRef } from '../lineRef.ts';

/** How a recipient's mail ended, as far as the log shows. Public: printed by the command line. */
export type RecipientStatus =
  | 'delivered'
  | 'forwarded'
  | 'deferred'
  | 'bounced'
  | 'expired'
  | 'rejected'
  | 'held'
  | 'discarded'
  | 'queued'
  | 'unknown';

/** Where BlueMind 4's Cyrus put a message: `[bluemind.net!user.john^doe.Some Folder () 2294]`, decoded. */
export interface MailboxLocation {
  /** Technical domain (domain uid). */
  readonly domain: string;
  /** Login, with `^` turned back into a dot. For a shared mailbox its name. */
  readonly user: string;
  /** `INBOX` or the path with `/`. */
  readonly folder: string;
  readonly imapUid: number;
  /** Present for a shared mailbox (`domain!name`, without `user.`), whose files lie elsewhere. */
  readonly shared?: true;
}

/** One recipient of a message. Times are ISO 8601 as `firstSeen` of the message. */
export interface TracedRecipient {
  readonly address: string;
  /** Address before aliases (`orig_to`), null when the log shows none. */
  readonly originalAddress: string | null;
  readonly status: RecipientStatus;
  /** Enhanced status code such as `4.2.2`, null when the log shows none. */
  readonly dsn: string | null;
  readonly relay: string | null;
  /** The other side's words, verbatim (what stands in parentheses after `status=`). */
  readonly reply: string | null;
  readonly delaySeconds: number | null;
  readonly attempts: number;
  readonly firstAttempt: string | null;
  readonly lastAttempt: string | null;
  /** Id in the cause catalogue (`core/causes`), null when nothing went wrong or the text is unknown. */
  readonly cause: string | null;
  readonly mailbox: MailboxLocation | null;
}

/**
 * One message as the logs tell it; the unit of `mailtriage.trace/1`.
 * Times are ISO 8601 with the offset the log gives; a log without one gives wall-clock time without offset.
 */
export interface TracedMessage {
  /** All queue IDs in order of first appearance; empty when rejected before one was given. */
  readonly queueIds: readonly string[];
  /** Without the angle brackets; null when not logged. */
  readonly messageId: string | null;
  /** Envelope sender; `''` is the null sender, null when the log does not say. */
  readonly sender: string | null;
  /** `name[address]` of the sending host, null for local submission or when not logged. */
  readonly client: string | null;
  /** Bytes, as qmgr logs it. */
  readonly size: number | null;
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** False when the log does not show both ends of the message's life. */
  readonly complete: boolean;
  readonly recipients: readonly TracedRecipient[];
  readonly evidence: readonly LineRef[];
}

/** How many lines were read and what became of them: understood + foreign + notUnderstood = lines. */
export interface LineCounts {
  readonly lines: number;
  readonly understood: number;
  /** Lines of other programs, or none of ours. */
  readonly foreign: number;
  /** Postfix lines without a rule. */
  readonly notUnderstood: number;
}

/** What to look for. Addresses compare without regard to case; `since`/`until` are ISO 8601, inclusive. */
export interface TraceQuery {
  readonly recipient?: string;
  readonly sender?: string;
  readonly messageId?: string;
  readonly queueId?: string;
  readonly since?: string;
  readonly until?: string;
}
