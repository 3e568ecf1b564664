import { statusRank } from '../../core/logIndex/messageTable.ts';
import type { ListPool } from '../../core/logIndex/textPool.ts';
import { internText } from '../engine/internText.ts';
import { none } from './mailColumns.ts';
import type { OddMessage } from './rowOrder.ts';
import type { SharedTexts } from './sharedTexts.ts';
import type { OwnRecipient } from './tableRecipients.ts';

/** A message that core put together, its texts as numbers. */
export interface OddNumbers {
  /** Of its queue IDs. */
  readonly ids: readonly number[];
  readonly messageId: number;
  readonly sender: number;
  readonly client: number;
  readonly login: number;
  readonly recipients: readonly OwnRecipient[];
}

export interface NumberedOdd {
  readonly numbers: ReadonlyMap<OddMessage, OddNumbers>;
  /** Their message-IDs, which stand behind those of the stretches. */
  readonly messageIds: readonly string[];
}

/** Adds the texts of what core put together to those of all stretches, and its causes to `causes`. */
export function numberOdd(odd: readonly OddMessage[], texts: SharedTexts, causes: ListPool): NumberedOdd {
  const numbers = new Map<OddMessage, OddNumbers>();
  const messageIds: string[] = [];
  if (odd.length === 0) return { numbers, messageIds };
  texts.wake();
  const known = texts.messageIds.reduce((sum, { count }) => sum + count, 0);
  const address = (text: string | null): number => (text === null ? none : internText(texts.addresses, text));
  for (const one of odd) {
    const { message, notes, records } = one.found;
    const host = records.find(({ queueId }) => queueId !== null)?.host ?? '';
    const { messageId, sender, client, recipients } = message;
    numbers.set(one, {
      ids: message.queueIds.map((id) => internText(texts.ids, `${host}\n${id}`)),
      messageId: messageId === null ? none : known + messageIds.push(messageId) - 1,
      sender: address(sender),
      client: client === null ? none : internText(texts.clients, client),
      login: notes.saslUsername === null ? none : internText(texts.logins, notes.saslUsername),
      recipients: recipients.map((recipient) => ({
        address: address(recipient.address),
        original: address(recipient.originalAddress),
        status: statusRank[recipient.status],
        cause: recipient.cause === null ? none : causes.number(recipient.cause),
        relay: recipient.relay === null ? none : internText(texts.relays, recipient.relay),
        delay: recipient.delaySeconds ?? NaN,
      })),
    });
  }
  return { numbers, messageIds };
}
