import type { Parsed } from '../lineRef.ts';

/** One deleted but not yet purged message; the unit of `mailtriage.unexpunge/1`. Times are the server's wall clock, ISO 8601 without zone. */
export interface ExpungedMessage {
  /** IMAP UID: what `unexpunge -u` wants. Not BlueMind's item id. */
  readonly uid: number;
  /** Bytes. */
  readonly size: number | null;
  readonly sent: string | null;
  readonly received: string | null;
  readonly expunged: string | null;
  /** Decoded; null when the message has none (`NIL` or empty). */
  readonly from: string | null;
  readonly to: string | null;
  readonly cc: string | null;
  readonly bcc: string | null;
  readonly subject: string | null;
  /** 1-based line of the listing where the record begins. */
  readonly line: number;
}

export type UnexpungeErrorKind =
  'mailbox-does-not-exist' | 'permission-denied' | 'tool-missing' | 'usage' | 'other';

export interface UnexpungeError {
  readonly kind: UnexpungeErrorKind;
  /** Verbatim. */
  readonly text: string;
  /** Internal name as printed, e.g. `wrong.net!user.john`; null when the text names none. */
  readonly mailbox: string | null;
}

/** The listing of `unexpunge -l`. The `messages` of the command line are `items`; its `error` is `error?.text ?? null`. */
export interface UnexpungeListing extends Parsed<ExpungedMessage> {
  readonly error: UnexpungeError | null;
  readonly cutOff: boolean;
}

/** What `unexpunge -u|-a|-t` did. The tool exits 0 also when it did nothing. */
export interface UnexpungeResult {
  /** As printed, e.g. `domain.net!user.john`. */
  readonly mailbox: string | null;
  /** From `restored N expunged messages`; null when the tool did not say. */
  readonly restored: number | null;
  /** Old and new UIDs, printed with `-v` only. */
  readonly uids: readonly { readonly old: number; readonly new: number }[];
  readonly error: UnexpungeError | null;
  readonly notUnderstood: Parsed<never>['notUnderstood'];
}
