import type { RestoreTool } from './pickedMessages.ts';

/** A deleted message that can still be brought back. `number` is what the tool wants: an IMAP UID, or an item id. */
export interface DeletedMessage {
  readonly number: number;
  readonly folder: string;
  readonly subject: string | null;
  readonly from: string | null;
  /** ISO 8601. When it was sent, or last changed where the tool says no more. */
  readonly date: string | null;
  readonly size: number | null;
  /** ISO 8601: when it was deleted; null when the tool does not say. */
  readonly deletedAt: string | null;
  /** Whole days until it is purged, by the server's own retention; null when not known. */
  readonly daysLeft: number | null;
}

/** What can be restored. The two tools count differently, so their numbers must never be mixed. */
export interface DeletedFindings {
  readonly view: 'deleted';
  readonly tool: RestoreTool;
  readonly messages: readonly DeletedMessage[];
  readonly folders: readonly string[];
  readonly retentionDays: number | null;
}

/** Whose mailbox it is in the server's own terms. */
export interface MailboxFindings {
  readonly view: 'mailbox';
  readonly login: string | null;
  readonly technicalDomain: string | null;
  readonly folders: readonly string[];
  readonly retentionDays: number | null;
}
