import { outputOf, wholeText } from '../../playbook/collectOutputs.ts';
import type { NamedOutput } from '../../playbook/model.ts';
import { parsePostconf } from '../../queue/postconf.ts';
import { parsePostqueue } from '../../queue/parsePostqueue.ts';
import type { QueueEntry, QueueListing } from '../../queue/queueEntry.ts';
import { readQueueTimes, type QueueTimes } from '../../queue/queueSchedule.ts';
import type { Facts } from '../../playbook/facts.ts';
import { queueJson, queueTable, queueTimes } from './commands.ts';

/** The listing there is: the JSON one when it worked, else the table. */
export function listingOf(outputs: readonly NamedOutput[], now: number): QueueListing {
  const json = outputOf(outputs, queueJson.id);
  const table = outputOf(outputs, queueTable.id);
  return parsePostqueue(wholeText(table ?? json), new Date(now));
}

export function timesOf(outputs: readonly NamedOutput[]): QueueTimes {
  return readQueueTimes(parsePostconf(outputOf(outputs, queueTimes.id)?.stdout ?? '').values);
}

/**
 * `postqueue -j` is not known before Postfix 3.1, and prints nothing at all for an empty queue; the table says
 * `Mail queue is empty`. So whenever there is no JSON the table is asked for.
 */
export function jsonWorked(outputs: readonly NamedOutput[]): boolean {
  const text = outputOf(outputs, queueJson.id)?.stdout ?? '';
  // Somebody may have pasted the table instead.
  return (
    text.trimStart().startsWith('{') || text.includes('-Queue ID-') || text.includes('Mail queue is empty')
  );
}

/** The entries the question is about: by queue ID, recipient or sender; all when nothing was asked. */
export function entriesAskedFor(entries: readonly QueueEntry[], facts: Facts): readonly QueueEntry[] {
  const recipient = facts.recipient?.trim().toLowerCase();
  const sender = facts.sender?.trim().toLowerCase();
  const queueId = facts.queueId?.trim();
  const byId = queueId === undefined ? [] : entries.filter((entry) => entry.queueId === queueId);
  if (byId.length > 0) return byId;
  return entries.filter(
    (entry) =>
      (recipient === undefined ||
        entry.recipients.some(({ address }) => address.toLowerCase() === recipient)) &&
      (sender === undefined || entry.sender.toLowerCase() === sender),
  );
}
