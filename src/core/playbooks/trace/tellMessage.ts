import type { Cause } from '../../causes/cause.ts';
import { causeById } from '../../causes/findCause.ts';
import { messageFile } from '../../cyrus/messageFile.ts';
import type { MessageFile } from '../../cyrus/messageFile.ts';
import type { Message } from '../../message.ts';
import type { Actor, Remedy, VerdictLevel } from '../../playbook/verdict.ts';
import type { TracedMessage, TracedRecipient } from '../../postfix/tracedMessage.ts';
import { levelOfStatus } from './statusOrder.ts';

/** A moment in a message's life, for the timeline. `at` is ISO 8601 as the log gives it. */
export interface Moment {
  readonly at: string;
  readonly kind: 'received' | 'first-attempt' | 'last-attempt' | 'end-of-log';
  readonly text: Message;
  readonly level: VerdictLevel;
}

/** Why it went wrong, in words; `waiting` says whether patience helps. */
export interface CauseStory {
  readonly id: string;
  readonly meaning: Message;
  readonly action: Message;
  readonly waiting: Message;
}

/** One recipient's mail told in everyday sentences, with who has to act. */
export interface MessageStory {
  readonly sentences: readonly Message[];
  readonly moments: readonly Moment[];
  readonly cause: CauseStory | null;
  readonly whoActs: Actor;
  /** Only on BlueMind 4, where the log names the mailbox and UID. */
  readonly file: MessageFile | null;
  readonly next: readonly Remedy[];
}

/** Tells what happened to one recipient of a message; `recipient` null: the log shows no recipient. Pure. */
export function tellMessage(message: TracedMessage, recipient: TracedRecipient | null): MessageStory {
  const cause = recipient?.cause ? causeById(recipient.cause) : null;
  return {
    sentences: [
      receivedSentence(message),
      ...(recipient === null
        ? [{ key: 'trace:tell.no-recipient' }]
        : [outcomeSentence(recipient, message), ...extraSentences(recipient, message)]),
      ...(message.complete ? [] : [{ key: 'trace:tell.incomplete' }]),
    ],
    moments: momentsOf(message, recipient),
    cause: cause
      ? {
          id: cause.id,
          meaning: { key: `causes:${cause.id}.meaning` },
          action: { key: `causes:${cause.id}.action` },
          waiting: waitingSentence(cause),
        }
      : null,
    whoActs: whoActs(recipient, cause?.whoActs),
    file: fileOf(recipient),
    next: nextSteps(recipient),
  };
}

/** Whether patience helps, in the same words wherever a cause is told. */
export function waitingSentence({ permanent, waitingHelps }: Cause): Message {
  return { key: `status:waiting.${permanent ? 'final' : waitingHelps ? 'helps' : 'useless'}` };
}

function receivedSentence(message: TracedMessage): Message {
  const at = message.firstSeen;
  const from = message.client ?? '';
  if (message.sender === '') return { key: 'trace:tell.received-null-sender', values: { at } };
  if (message.sender === null) return { key: 'trace:tell.received-unknown-sender', values: { at } };
  if (message.queueIds.length === 0) {
    return { key: 'trace:tell.offered', values: { at, sender: message.sender, client: from } };
  }
  return message.client === null
    ? { key: 'trace:tell.received-local', values: { at, sender: message.sender } }
    : { key: 'trace:tell.received', values: { at, sender: message.sender, client: from } };
}

function outcomeSentence(recipient: TracedRecipient, message: TracedMessage): Message {
  const values = {
    recipient: recipient.address,
    at: recipient.lastAttempt ?? message.lastSeen,
    attempts: recipient.attempts,
    relay: recipient.relay ?? '',
  };
  if (recipient.status === 'delivered' && recipient.mailbox !== null) {
    const { folder, user, imapUid } = recipient.mailbox;
    return { key: 'trace:tell.delivered-to-mailbox', values: { ...values, folder, user, uid: imapUid } };
  }
  return { key: `trace:tell.${recipient.status}`, values };
}

function extraSentences(recipient: TracedRecipient, message: TracedMessage): readonly Message[] {
  const sentences: Message[] = [];
  if (
    recipient.originalAddress &&
    recipient.originalAddress.toLowerCase() !== recipient.address.toLowerCase()
  ) {
    sentences.push({
      key: 'trace:tell.alias',
      values: { original: recipient.originalAddress, recipient: recipient.address },
    });
  }
  if (recipient.attempts > 1)
    sentences.push({ key: 'trace:tell.attempts', values: { count: recipient.attempts } });
  if (recipient.delaySeconds !== null && recipient.status === 'delivered' && recipient.delaySeconds >= 60) {
    sentences.push({ key: 'trace:tell.delay', values: { seconds: Math.round(recipient.delaySeconds) } });
  }
  if (message.queueIds.length > 1) {
    sentences.push({ key: 'trace:tell.handed-on', values: { ids: message.queueIds.join(', ') } });
  }
  if (recipient.status === 'delivered' && recipient.mailbox === null) {
    sentences.push({ key: 'trace:tell.no-uid' });
  }
  return sentences;
}

function momentsOf(message: TracedMessage, recipient: TracedRecipient | null): readonly Moment[] {
  const moments: Moment[] = [
    { at: message.firstSeen, kind: 'received', text: receivedSentence(message), level: 'ok' },
  ];
  if (recipient === null) return moments;
  const { firstAttempt, lastAttempt } = recipient;
  if (firstAttempt !== null && recipient.attempts > 1) {
    moments.push({
      at: firstAttempt,
      kind: 'first-attempt',
      text: { key: 'trace:moment.first-attempt', values: { recipient: recipient.address } },
      level: 'warning',
    });
  }
  if (lastAttempt !== null) {
    moments.push({
      at: lastAttempt,
      kind: 'last-attempt',
      text: outcomeSentence(recipient, message),
      level: levelOfStatus[recipient.status],
    });
  }
  if (!message.complete) {
    moments.push({
      at: message.lastSeen,
      kind: 'end-of-log',
      text: { key: 'trace:moment.end-of-log' },
      level: 'unknown',
    });
  }
  return moments;
}

function whoActs(recipient: TracedRecipient | null, causeActs: Actor | undefined): Actor {
  if (causeActs !== undefined) return causeActs;
  switch (recipient?.status) {
    case 'delivered':
    case 'forwarded':
      return 'nobody';
    case 'deferred':
    case 'queued':
      return 'wait';
    default:
      return 'you';
  }
}

function fileOf(recipient: TracedRecipient | null): MessageFile | null {
  if (!recipient?.mailbox) return null;
  const { domain, user, folder, imapUid, shared } = recipient.mailbox;
  const kind = shared === true ? 'shared' : 'user';
  return messageFile({ mailbox: { kind, technicalDomain: domain, name: user, folder }, imapUid });
}

/** What to do next about one recipient, recommended first. */
export function nextSteps(recipient: TracedRecipient | null): readonly Remedy[] {
  if (recipient === null) return [{ kind: 'advice', text: { key: 'trace:next.more-logs' } }];
  const cause: Remedy[] = recipient.cause
    ? [{ kind: 'advice', text: { key: `causes:${recipient.cause}.action` } }]
    : [];
  switch (recipient.status) {
    case 'delivered':
      return [
        { kind: 'wizard', wizard: 'history', text: { key: 'trace:next.history' } },
        { kind: 'advice', text: { key: 'trace:next.look-in-mailbox' } },
      ];
    case 'forwarded':
      return [{ kind: 'advice', text: { key: 'trace:next.follow-forward' } }];
    case 'deferred':
    case 'queued':
    case 'held':
      return [...cause, { kind: 'wizard', wizard: 'queue', text: { key: 'trace:next.queue' } }];
    case 'rejected':
    case 'bounced':
    case 'expired': {
      const maps: Remedy[] =
        recipient.cause === 'unknown-user' || recipient.cause === 'no-transport'
          ? [{ kind: 'wizard', wizard: 'maps', text: { key: 'trace:next.maps' } }]
          : [];
      const verbatim: Remedy[] =
        cause.length === 0 ? [{ kind: 'advice', text: { key: 'trace:next.read-reply' } }] : [];
      return [...cause, ...maps, ...verbatim];
    }
    case 'discarded':
      return [{ kind: 'advice', text: { key: 'trace:next.discarded' } }];
    case 'unknown':
      return [
        { kind: 'advice', text: { key: 'trace:next.more-logs' } },
        { kind: 'wizard', wizard: 'queue', text: { key: 'trace:next.queue' } },
      ];
  }
}
