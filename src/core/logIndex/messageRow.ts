import { z } from 'zod';
import type { RecipientStatus } from '../postfix/tracedMessage.ts';

/** One line of the message list: what `TracedMessage` says of a message, in the size of a row. */
export interface MessageRow {
  /** Names the message within its index, to open it; keeps its meaning while the index grows. */
  readonly row: number;
  /** ISO 8601 as `TracedMessage.firstSeen`. */
  readonly firstSeen: string;
  /** The first of them; null when refused before one was given. */
  readonly queueId: string | null;
  /** `''` is the null sender, null when the log does not say. */
  readonly sender: string | null;
  /** The recipient whose status is shown; null when the log names none. */
  readonly recipient: string | null;
  /** How many recipients there are besides that one. */
  readonly furtherRecipients: number;
  /** Of all recipients the one that needs attention most (see `tellingStatus`). */
  readonly status: RecipientStatus;
  readonly cause: string | null;
  /** Bytes. */
  readonly size: number | null;
  /** The longest among the recipients. */
  readonly delaySeconds: number | null;
}

export const rowOrders = ['firstSeen', 'sender', 'recipient', 'status', 'size', 'delaySeconds'] as const;

export const rowOrder = z.strictObject({ by: z.enum(rowOrders), descending: z.boolean() });
export type RowOrder = z.infer<typeof rowOrder>;

/** Which status stands for a message of several recipients: the first of these that one of them has. */
export const tellingStatuses = [
  'bounced',
  'expired',
  'rejected',
  'deferred',
  'held',
  'queued',
  'unknown',
  'discarded',
  'delivered',
  'forwarded',
] as const satisfies readonly RecipientStatus[];
