import type { VerdictLevel } from '../../playbook/verdict.ts';
import type { RecipientStatus } from '../../postfix/tracedMessage.ts';

/** What each end of a delivery means for somebody who misses a mail. */
export const levelOfStatus: Readonly<Record<RecipientStatus, VerdictLevel>> = {
  delivered: 'ok',
  forwarded: 'ok',
  deferred: 'warning',
  queued: 'warning',
  held: 'warning',
  bounced: 'problem',
  expired: 'problem',
  rejected: 'problem',
  discarded: 'problem',
  unknown: 'unknown',
};

/** Worst first: the order in which results want attention. */
export const statusesByUrgency: readonly RecipientStatus[] = [
  'rejected',
  'bounced',
  'expired',
  'discarded',
  'held',
  'deferred',
  'queued',
  'unknown',
  'forwarded',
  'delivered',
];
