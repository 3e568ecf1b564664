import type { TraceQuery, TracedMessage, TracedRecipient } from '../../postfix/tracedMessage.ts';

/** One line of the result table: one recipient of one message. */
export interface TraceRow {
  readonly message: TracedMessage;
  /** Null when the log shows a message but none of its recipients. */
  readonly recipient: TracedRecipient | null;
}

/** The recipients the question is about: those asked for, or all of them when none was asked for. */
export function selectRecipients(message: TracedMessage, query: TraceQuery): readonly TracedRecipient[] {
  const wanted = query.recipient?.trim().toLowerCase();
  if (wanted === undefined || wanted === '') return message.recipients;
  return message.recipients.filter(
    (recipient) =>
      recipient.address.toLowerCase() === wanted || recipient.originalAddress?.toLowerCase() === wanted,
  );
}

/** All rows of a result, in the order of the messages. */
export function traceRows(messages: readonly TracedMessage[], query: TraceQuery): readonly TraceRow[] {
  return messages.flatMap((message): readonly TraceRow[] => {
    const recipients = selectRecipients(message, query);
    if (recipients.length === 0) return [{ message, recipient: null }];
    return recipients.map((recipient) => ({ message, recipient }));
  });
}
