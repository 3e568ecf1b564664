import type { MessageNotes } from '../postfix/messageNotes.ts';
import type { RecipientStatus, TracedMessage } from '../postfix/tracedMessage.ts';
import { statusRank } from './messageTable.ts';

/** Index of the recipient that stands for a message: the first with the status that needs attention most; -1 for none. */
export function tellingRecipient(statuses: readonly RecipientStatus[]): number {
  let best = -1;
  statuses.forEach((status, index) => {
    if (best < 0 || statusRank[status] < statusRank[statuses[best] ?? status]) best = index;
  });
  return best;
}

/**
 * What stands for a message of which no recipient is known: refused before one was named, still in the queue as far as the
 * log goes, or gone without a word.
 */
export function statusWithoutRecipients(
  { queueIds }: Pick<TracedMessage, 'queueIds'>,
  { refusal, endMissing }: Pick<MessageNotes, 'refusal' | 'endMissing'>,
): RecipientStatus {
  if (queueIds.length === 0) return refusal === null ? 'unknown' : 'rejected';
  return endMissing ? 'queued' : 'unknown';
}
