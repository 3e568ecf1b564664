import type { History } from '../core/bluemind/history.ts';
import type { StoryEvent } from '../core/bluemind/tellStory.ts';
import type { ExpungedMessage, UnexpungeListing } from '../core/cyrus/expungedMessage.ts';
import { groupByCause } from '../core/queue/groupByCause.ts';
import type { QueueListing } from '../core/queue/queueEntry.ts';
import { inEnglish } from './english.ts';
import { bytes, clock, count } from './printable.ts';

const unread = (lines: readonly { readonly text: string }[]): readonly string[] =>
  lines.length === 0
    ? []
    : [
        '',
        `${count(lines.length, 'line')} not understood:`,
        ...lines.slice(0, 20).map(({ text }) => `  | ${text}`),
      ];

const page = (lines: readonly string[]): string => `${lines.join('\n')}\n`;

export function queueText(listing: QueueListing): string {
  if (listing.saysEmpty) return page(['The mail queue is empty.', ...unread(listing.notUnderstood)]);
  if (listing.items.length === 0) {
    return page([
      'No waiting mail found in this text.',
      ...listing.messages.map(({ level, text }) => `${level}: ${text}`),
      ...unread(listing.notUnderstood),
    ]);
  }
  const groups = groupByCause(listing.items).map(({ cause, reason, recipients }) => {
    const title =
      cause === null ? (reason ?? 'no reason given') : inEnglish({ key: `causes:${cause}.title` });
    return `  ${count(recipients.length, 'recipient')}: ${title}`;
  });
  const entries = listing.items.flatMap(({ queueId, queue, size, arrival, sender, recipients }) => [
    '',
    `${queueId}  ${queue}  ${clock(arrival)}  <${sender}>${size === null ? '' : `  ${bytes(size)}`}`,
    ...recipients.flatMap(({ address, reason, cause }) => [
      `    -> ${address}`,
      ...(reason === null ? [] : [`       ${reason}`]),
      ...(cause === null ? [] : [`       what to do: ${inEnglish({ key: `causes:${cause}.action` })}`]),
    ]),
  ]);
  return page([
    `${count(listing.items.length, 'message')} waiting.`,
    ...(listing.cutOff ? ['This listing is not complete.'] : []),
    ...(listing.yearDoubtful
      ? ['The days of the week do not fit the dates: this listing is probably old.']
      : []),
    ...groups,
    ...entries,
    ...unread(listing.notUnderstood),
  ]);
}

export function historyText(history: History, story: readonly StoryEvent[]): string {
  if (history.items.length === 0)
    return page(['No event found in this text.', ...unread(history.notUnderstood)]);
  let message = -1;
  const lines: string[] = [];
  for (const event of story) {
    if (event.message !== message) {
      message = event.message;
      lines.push(...(lines.length === 0 ? [] : ['']), `Message ${message + 1}`);
    }
    lines.push(`  ${clock(event.at)}  ${inEnglish(event.sentence)}`);
  }
  return page([
    ...(history.cutOff ? ['This table is not complete.', ''] : []),
    ...lines,
    '',
    `${count(history.items.length, 'event')} of ${count(history.messages.length, 'message')}; times in UTC.`,
    ...unread(history.notUnderstood),
  ]);
}

export function unexpungeText(listing: UnexpungeListing): string {
  const error = listing.error === null ? [] : [`unexpunge said: ${listing.error.text}`];
  if (listing.items.length === 0) {
    return page(['No restorable message found in this text.', ...error, ...unread(listing.notUnderstood)]);
  }
  return page([
    `${count(listing.items.length, 'message')} can be restored.`,
    ...error,
    ...(listing.cutOff ? ['This listing is not complete.'] : []),
    ...listing.items.flatMap(messageLines),
    ...unread(listing.notUnderstood),
  ]);
}

function messageLines({
  uid,
  size,
  received,
  expunged,
  from,
  to,
  subject,
}: ExpungedMessage): readonly string[] {
  return [
    '',
    `UID ${uid}  ${subject ?? '(no subject)'}`,
    `    from ${from ?? '(not given)'} to ${to ?? '(not given)'}${size === null ? '' : `, ${bytes(size)}`}`,
    `    received ${clock(received)}, deleted ${clock(expunged)}`,
  ];
}
