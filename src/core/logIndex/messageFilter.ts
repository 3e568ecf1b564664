import { z } from 'zod';
import type { RecipientStatus } from '../postfix/tracedMessage.ts';

const statuses = [
  'delivered',
  'forwarded',
  'deferred',
  'bounced',
  'expired',
  'rejected',
  'held',
  'discarded',
  'queued',
  'unknown',
] as const satisfies readonly RecipientStatus[];

/**
 * What a term looks at. `any` searches part of every text a message has; `address` and `domain` mean sender or any
 * recipient; the others are compared whole. All without regard to case.
 */
const fields = [
  'any',
  'address',
  'domain',
  'sender',
  'senderDomain',
  'recipient',
  'recipientDomain',
  'status',
  'cause',
  'relay',
  'client',
  /** `SummaryReason.reply`, as the overview lists it. */
  'reason',
] as const;
export type FilterField = (typeof fields)[number];

const term = z.strictObject({
  field: z.enum(fields),
  /** `''` for the null sender. */
  value: z.string().max(1000),
  /** True: messages it fits are left out. */
  exclude: z.boolean(),
});
export type FilterTerm = z.infer<typeof term>;

/** A time as the log prints it, ISO 8601; compared on the log's own clock, never converted. */
const time = z.iso.datetime({ local: true, offset: true });

/**
 * Which messages are meant. Terms of one field widen (this status *or* that one), terms of different fields narrow, and
 * what is excluded stays out. A message fits a time when it was first seen in it: `from` inclusive, `to` exclusive.
 */
export const messageFilter = z.strictObject({
  terms: z.array(term).max(50),
  from: time.nullable(),
  to: time.nullable(),
});
export type MessageFilter = z.infer<typeof messageFilter>;

export const everything: MessageFilter = { terms: [], from: null, to: null };

export const filterStatuses = statuses;
