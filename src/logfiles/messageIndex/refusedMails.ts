import { statusRank } from '../../core/logIndex/messageTable.ts';
import { decisionActions } from '../engine/segmentScan.ts';
import { mailFlags, none } from './mailColumns.ts';
import type { MailColumns } from './mailColumns.ts';
import type { CountedEvents } from './countedEvents.ts';
import type { ReadyStretch } from './readyStretch.ts';
import type { StretchTimes } from './stretchTimes.ts';

/** core's smtpSession.ts */
const pauseMillis = 600_000;

interface Session {
  /** The mail being refused, and what tells it from the next. */
  mail: number;
  client: number;
  sender: number;
  lastKey: number;
  readonly attempted: Set<number>;
  /** Held, thrown away, redirected: it waits for its mail's queue ID. */
  waiting: Waiting[];
}

interface Waiting {
  readonly mail: number;
  readonly counted: number;
}

const statusOfAction = [
  statusRank.rejected,
  statusRank.held,
  statusRank.discarded,
  statusRank.unknown,
] as const;

/** Mails that were turned away (or caught) before they had a queue ID: core's `followSessions`, for what it says of them. */
export class RefusedMails {
  readonly #mails: MailColumns;
  readonly #folded: { readonly values: Int32Array };
  readonly #markOdd: (id: number) => void;
  readonly #sessions = new Map<number, Session>();
  /** Waiting decisions that turned out to be about a mail with a queue ID. */
  readonly #settled = new Set<number>();

  constructor(mails: MailColumns, folded: { readonly values: Int32Array }, markOdd: (id: number) => void) {
    this.#mails = mails;
    this.#folded = folded;
    this.#markOdd = markOdd;
  }

  /** True for rows that came to nothing: the decision was about a mail that has a row of its own. */
  isSettled(mail: number): boolean {
    return this.#settled.has(mail);
  }

  decide(
    { columns, numbers, messages }: ReadyStretch,
    { keys }: StretchTimes,
    row: number,
    counted: number,
    events: CountedEvents,
    begin: () => void,
  ): void {
    const { decisions } = messages;
    const value = columns.values[row] as number;
    const process = decisions.processes[value] as number;
    const action = decisions.actions[value] as number;
    const clientNumber = decisions.clients[value] as number;
    const client = clientNumber === none ? none : (numbers.clients[clientNumber] as number);
    const ownSender = decisions.senders[value] as number;
    const sender = ownSender === none ? none : (numbers.addresses[ownSender] as number);
    const ownRecipient = decisions.recipients[value] as number;
    const recipient = ownRecipient === none ? none : (numbers.addresses[ownRecipient] as number);
    const key = keys[row] as number;
    let session = this.#sessions.get(process);
    if (session === undefined) {
      session = { mail: none, client, sender, lastKey: key, attempted: new Set(), waiting: [] };
      this.#sessions.set(process, session);
    }
    const isRefusal = decisionActions[action] === 'reject';
    let mail = none;
    if (isRefusal) {
      const folded = recipient === none ? none : (this.#folded.values[recipient] as number);
      const isAnother = folded !== none && session.attempted.has(folded);
      const isSame =
        session.client === client && session.sender === sender && key - session.lastKey <= pauseMillis;
      if (session.mail !== none && !isAnother && isSame) mail = session.mail;
      else session.attempted.clear();
      if (folded !== none) session.attempted.add(folded);
    }
    if (mail === none) {
      mail = this.#mails.add(none);
      begin();
      this.#mails.clients.values[mail] = client;
      this.#mails.senders.values[mail] = sender;
    }
    this.#mails.lastKeys.values[mail] = key;
    if (isRefusal) {
      session.mail = mail;
      session.client = client;
      session.sender = sender;
      session.lastKey = key;
    } else {
      // No refusal.
      this.#mails.set(mail, mailFlags.settled);
      session.waiting.push({ mail, counted });
    }
    if (counted !== none) events.mails.values[counted] = mail;
    if (recipient === none) return;
    const { recipients } = this.#mails;
    const added = recipients.add(mail, recipient, none);
    recipients.statuses.values[added] = statusOfAction[action] ?? statusRank.unknown;
    recipients.reasons.values[added] = numbers.reasons[decisions.reasons[value] as number] as number;
    this.#mails.addRecipient(mail, added);
  }

  /** A session begins or ends (`id` none), or its mail gets a queue ID. */
  turn(process: number, id: number): void {
    const session = this.#sessions.get(process);
    if (session === undefined) return;
    if (id !== none && session.waiting.length > 0) {
      this.#markOdd(id);
      for (const { mail } of session.waiting) this.#settled.add(mail);
    }
    this.#sessions.delete(process);
  }

  /** What was decided about a mail that has a queue ID is not counted for the refused one it was taken for. */
  finish(events: CountedEvents): void {
    if (this.#settled.size === 0) return;
    for (let at = 0; at < events.mails.length; at += 1) {
      if (this.#settled.has(events.mails.at(at))) events.mails.values[at] = none;
    }
  }
}
