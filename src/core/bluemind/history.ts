import type { Parsed } from '../lineRef.ts';
import type { BmCliFinding } from './bmCliErrors.ts';

/** `Created`, `Updated`, `Deleted` as printed; another word is kept as it stands. */
export type HistoryEventType = 'Created' | 'Updated' | 'Deleted' | (string & {});

/** `kind` is `USER`, `MAILSHARE`, `GROUP`, `RESOURCE` ... as printed; null when the owner is a bare uid. */
export interface HistoryOwner {
  readonly name: string;
  readonly kind: string | null;
}

/** One row of a history table; the unit of `mailtriage.history/1`. */
export interface HistoryEvent {
  /** ISO 8601 in UTC (`2019-06-13T13:11:14Z`): bm-cli runs in GMT. Null when unreadable. */
  readonly date: string | null;
  readonly type: HistoryEventType;
  readonly owner: HistoryOwner;
  readonly folderUid: string;
  readonly folder: string;
  /** IMAP UID in that folder; null when unreadable. */
  readonly itemUid: number | null;
  /** The flags the message carries NOW, printed only on the last row of each item: not a picture of that moment. */
  readonly flags: readonly string[];
  /** 0-based: which message (table) of the output. */
  readonly message: number;
  /** 1-based. */
  readonly line: number;
}

export interface History extends Parsed<HistoryEvent> {
  /** The events of each table: one table is one message. */
  readonly messages: readonly (readonly HistoryEvent[])[];
  readonly findings: readonly BmCliFinding[];
  readonly cutOff: boolean;
}
