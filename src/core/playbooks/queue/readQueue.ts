import { outputOf, wholeText } from '../../playbook/collectOutputs.ts';
import type { NamedOutput } from '../../playbook/model.ts';
import { parsePostconf } from '../../queue/postconf.ts';
import { parsePostqueue } from '../../queue/parsePostqueue.ts';
import type { QueueEntry, QueueListing } from '../../queue/queueEntry.ts';
import { readQueueTimes, type QueueTimes } from '../../queue/queueSchedule.ts';
import type { Facts } from '../../playbook/facts.ts';
import { answerOf } from '../maps/readMaps.ts';
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

/**
 * The entries the question is about: by queue ID, recipient or sender; all when nothing was asked. The queue holds recipients
 * as the alias map rewrote them (`login@technical.domain`, one entry a group member), so an address is looked for under
 * the names it leads to as well. Where the alias map was not asked, the same name before the `@` counts as the recipient:
 * better one mail too many than a waiting one overlooked.
 */
export function entriesAskedFor(
  entries: readonly QueueEntry[],
  facts: Facts,
  outputs: readonly NamedOutput[],
): readonly QueueEntry[] {
  const sender = facts.sender?.trim().toLowerCase();
  const queueId = facts.queueId?.trim();
  const byId = queueId === undefined ? [] : entries.filter((entry) => entry.queueId === queueId);
  if (byId.length > 0) return byId;
  const isRecipient = recipientTest(facts, outputs);
  return entries.filter(
    (entry) =>
      (isRecipient === null || entry.recipients.some(({ address }) => isRecipient(address.toLowerCase()))) &&
      (sender === undefined || entry.sender.toLowerCase() === sender),
  );
}

/** The same entries with only the recipients the question is about: others may wait for reasons of their own. */
export function narrowedToRecipient(
  entries: readonly QueueEntry[],
  facts: Facts,
  outputs: readonly NamedOutput[],
): readonly QueueEntry[] {
  const isRecipient = recipientTest(facts, outputs);
  if (isRecipient === null) return entries;
  return entries.map((entry) => {
    const own = entry.recipients.filter(({ address }) => isRecipient(address.toLowerCase()));
    return own.length === 0 ? entry : { ...entry, recipients: own };
  });
}

/** Whether the alias map told under which names the queue holds the recipient. */
export function knowsRecipientsNames(facts: Facts, outputs: readonly NamedOutput[]): boolean {
  const recipient = facts.recipient?.trim();
  if (recipient === undefined) return true;
  const { kind } = answerOf(outputs, 'virtual_alias', recipient);
  return kind === 'found' || kind === 'not-found';
}

function recipientTest(facts: Facts, outputs: readonly NamedOutput[]): ((address: string) => boolean) | null {
  const recipient = facts.recipient?.trim();
  if (recipient === undefined) return null;
  const alias = answerOf(outputs, 'virtual_alias', recipient);
  const names = new Set(
    [recipient, ...(alias.kind === 'found' ? alias.values : [])].map((name) => name.toLowerCase()),
  );
  if (facts.login !== undefined && facts.technicalDomain !== undefined)
    names.add(`${facts.login}@${facts.technicalDomain}`.toLowerCase());
  if (knowsRecipientsNames(facts, outputs)) return (address) => names.has(address);
  const local = localPart(recipient);
  return (address) => names.has(address) || localPart(address) === local;
}

/** In lower case, without the `+` of a shared mailbox. */
function localPart(address: string): string {
  return address.slice(0, address.lastIndexOf('@')).toLowerCase().replace(/^\+/, '');
}
