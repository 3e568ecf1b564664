import { findCause } from '../causes/findCause.ts';
import { family, linkLives, recipientsOf } from './handOver.ts';
import type { Links } from './handOver.ts';
import { lifeState } from './lifeState.ts';
import type { LifeState } from './lifeState.ts';
import { compareRecords } from './logRecord.ts';
import type { LogRecord } from './logRecord.ts';
import { queueLives } from './queueLife.ts';
import { applyDecision, newRecipient, printRecipient } from './recipientState.ts';
import { followSessions } from './smtpSession.ts';
import type { RefusedAttempt } from './smtpSession.ts';
import { matchesQuery, matchesQueueId, matchesRecipient } from './traceQuery.ts';
import type { RecipientStatus, TracedMessage, TraceQuery } from './tracedMessage.ts';
import type { MessageNotes } from './messageNotes.ts';

export interface CorrelatedMessage {
  readonly message: TracedMessage;
  readonly notes: MessageNotes;
  /** Its lines in order of time; there is at least one. */
  readonly records: readonly LogRecord[];
}

/** Puts records together into messages that answer the query, sorted by the time they were first seen. */
export function tracedMessages(records: readonly LogRecord[], query: TraceQuery): CorrelatedMessage[] {
  const lives = queueLives(records);
  const sessions = followSessions(records, lives);
  const states = lives.map((life) =>
    lifeState(life, sessions.before.get(life) ?? [], sessions.aborted.get(life) ?? null),
  );
  const links = linkLives(states);
  const found = [
    ...states
      .filter((state) => state.parent === null && mayMatch(state, query))
      .map((root) => queuedMessage(root, links)),
    ...sessions.refused.map(refusedMessage),
  ];
  return found
    .filter(({ message }) => matchesQuery(message, query))
    .sort((a, b) => compareRecords(a.first, b.first))
    .map(({ message, notes, records: own }) => ({ message, notes, records: own }));
}

/** Spares the work of putting together messages that cannot match; `matchesQuery` has the last word. */
function mayMatch(root: LifeState, query: TraceQuery): boolean {
  if (query.recipient === undefined && query.queueId === undefined) return true;
  return family(root).some(
    (member) =>
      (query.recipient === undefined || matchesRecipient(member.recipients, query.recipient)) &&
      (query.queueId === undefined ||
        root.children.length > 0 ||
        matchesQueueId([member.life.queueId], query.queueId)),
  );
}

interface Found extends CorrelatedMessage {
  readonly first: LogRecord;
}

function firstOf<T>(items: readonly T[], pick: (state: T) => string | number | null): string | number | null {
  for (const item of items) {
    const value = pick(item);
    if (value !== null) return value;
  }
  return null;
}

function queuedMessage(root: LifeState, links: Links): Found {
  const members = family(root).sort(
    (a, b) => a.firstKey - b.firstKey || (a === root ? -1 : b === root ? 1 : 0),
  );
  // What came in first speaks for the message; a life further on only fills gaps.
  const byWeight = [root, ...members.filter((member) => member !== root)];
  const records = [...new Set(members.flatMap((member) => member.records))].sort(compareRecords);
  const notifies = links.notificationFor.get(root);
  const beginMissing = members.some(
    (member) => !member.begun && member.parent === null && !links.notificationFor.has(member),
  );
  const endMissing = members.some(
    (member) =>
      !member.ended && !(member.requeued && member.children.some((child) => child.requeuedFrom !== null)),
  );
  const messageId = firstOf(byWeight, (member) => (member.messageId === '' ? null : member.messageId));
  return assemble(records, {
    queueIds: [...new Set(members.map((member) => member.life.queueId))],
    messageId: messageId as string | null,
    sender: firstOf(byWeight, (member) => member.sender) as string | null,
    client: root.client,
    size: firstOf(byWeight, (member) => member.size) as number | null,
    complete: !beginMissing && !endMissing,
    recipients: recipientsOf(root, links.handOvers).map(printRecipient),
    notes: {
      beginMissing,
      endMissing,
      aborted: root.aborted,
      saslUsername: root.saslUsername,
      notificationFor: notifies?.life.queueId ?? null,
      refusal: null,
    },
  });
}

const statusOfAction: Readonly<Record<string, RecipientStatus>> = {
  reject: 'rejected',
  hold: 'held',
  discard: 'discarded',
};

function refusedMessage(attempt: RefusedAttempt): Found {
  const recipients = attempt.flatMap((record) => {
    const { event } = record;
    if (event.recipient === null) return [];
    const state = newRecipient(event.recipient, null);
    applyDecision(state, record, event, statusOfAction[event.action] ?? 'unknown');
    return [printRecipient(state)];
  });
  const isRefusal = attempt.every((record) => record.event.action === 'reject');
  return assemble(attempt, {
    queueIds: [],
    messageId: null,
    sender: attempt[0]?.event.sender ?? null,
    client: attempt[0]?.event.client ?? null,
    size: null,
    complete: isRefusal,
    recipients,
    notes: {
      beginMissing: false,
      endMissing: !isRefusal,
      aborted: false,
      saslUsername: null,
      notificationFor: null,
      refusal: refusalOf(attempt),
    },
  });
}

/** The words a mail was turned away with, for those that were turned away before they named a recipient. */
function refusalOf(attempt: RefusedAttempt): MessageNotes['refusal'] {
  const event = attempt[0]?.event;
  if (event === undefined || event.action !== 'reject') return null;
  const { dsn, reply } = event;
  return { dsn, reply, cause: findCause({ dsn, reply, status: 'rejected', service: attempt[0]?.daemon }) };
}

type Parts = Omit<TracedMessage, 'firstSeen' | 'lastSeen' | 'evidence'> & {
  readonly notes: Omit<MessageNotes, 'hosts'>;
};

function assemble(records: readonly LogRecord[], { notes, ...parts }: Parts): Found {
  const [first, last] = [records[0], records.at(-1)];
  if (first === undefined || last === undefined) throw new Error('a message has at least one line');
  return {
    first,
    records,
    message: {
      queueIds: parts.queueIds,
      messageId: parts.messageId,
      sender: parts.sender,
      client: parts.client,
      size: parts.size,
      firstSeen: first.time,
      lastSeen: last.time,
      complete: parts.complete,
      recipients: parts.recipients,
      evidence: records.map((record) => record.ref),
    },
    notes: {
      ...notes,
      hosts: [...new Set(records.map((record) => record.host))].filter((host) => host !== ''),
    },
  };
}
