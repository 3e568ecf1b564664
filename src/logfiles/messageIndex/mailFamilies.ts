import { tellingStatuses } from '../../core/logIndex/messageRow.ts';
import { statusRank } from '../../core/logIndex/messageTable.ts';
import { family, linkLives, recipientsOf } from '../../core/postfix/handOver.ts';
import type { LifeState } from '../../core/postfix/lifeState.ts';
import type { RecipientState } from '../../core/postfix/recipientState.ts';
import { release } from '../engine/release.ts';
import { bySmtp, byPipe } from '../engine/segmentScan.ts';
import { mailFlags, none } from './mailColumns.ts';
import { MailPairs } from './mailPairs.ts';
import type { MailReader } from './mailReader.ts';
import type { SharedTexts } from './sharedTexts.ts';
import { SilentFilters } from './silentFilters.ts';

/** A message of several queue IDs. */
export interface FamilyMessage {
  /** Mails in order of time. */
  readonly mails: readonly number[];
  /** The mail that stands for the message. */
  readonly root: number;
  readonly sender: number;
  readonly messageId: number;
  readonly size: number;
  readonly recipients: readonly FamilyRecipient[];
}

export interface FamilyRecipient {
  readonly address: number;
  readonly original: number;
  /** Place in `tellingStatuses`. */
  readonly status: number;
  readonly reason: number;
  readonly relay: number;
  readonly delay: number;
}

/** A recipient as core links them, with its numbers; copies that core makes keep those. */
interface NumberedRecipient extends RecipientState {
  readonly numbers: FamilyRecipient;
}

export interface Families {
  /** Those that are no pair. */
  readonly messages: readonly FamilyMessage[];
  readonly pairs: MailPairs;
  /** One for mails that belong to a message of several, or to an odd one: they are no message of their own. */
  readonly taken: Uint8Array;
}

/**
 * Finds the mails that are one message: content filters, forwarding. Only mails that could be linked at all become objects,
 * and core's own `linkLives` decides about those.
 */
export class MailFamilies {
  readonly #reader: MailReader;
  readonly #texts: SharedTexts;
  /** Union-find over mails. */
  readonly #above: Int32Array;
  readonly #byHash: HashChains;
  readonly #filters: SilentFilters;

  constructor(reader: MailReader, texts: SharedTexts) {
    this.#reader = reader;
    this.#texts = texts;
    const { mails } = reader;
    this.#above = new Int32Array(mails.count);
    for (let mail = 0; mail < mails.count; mail += 1) this.#above[mail] = mail;
    this.#byHash = new HashChains(mails.count);
    this.#filters = new SilentFilters(reader, texts);
    for (let mail = 0; mail < mails.count; mail += 1) {
      const id = mails.ids.at(mail);
      if (id !== none) this.#byHash.add(texts.bareHash(id), mail);
    }
    this.#joinByQueueId();
    this.#joinByMessageId();
    this.#joinOdd();
  }

  /** Gives up all memory, once everything was found. */
  giveUp(): void {
    release(this.#above);
    this.#byHash.giveUp();
  }

  /** The same for all queue IDs that may be of one message. */
  rootOfId(id: number): number {
    const mail = this.#reader.lastMails[id] as number;
    return mail === none ? none : this.#rootOf(mail);
  }

  #rootOf(mail: number): number {
    const above = this.#above;
    let at = mail;
    while (above[at] !== at) {
      above[at] = above[above[at] as number] as number;
      at = above[at] as number;
    }
    return at;
  }

  #join(one: number, other: number): void {
    const [first, second] = [this.#rootOf(one), this.#rootOf(other)];
    if (first !== second) this.#above[second] = first;
  }

  #joinByQueueId(): void {
    const { mails } = this.#reader;
    const { recipients } = mails;
    for (let recipient = 0; recipient < recipients.next.length; recipient += 1) {
      const handedOn = recipients.handedOn.at(recipient);
      if (handedOn === 0) continue;
      const mail = recipients.mails.at(recipient);
      this.#byHash.each(handedOn, (other) => this.#join(mail, other));
    }
    for (let mail = 0; mail < mails.count; mail += 1) {
      const origin = mails.origIds.at(mail);
      if (origin !== 0) this.#byHash.each(origin, (other) => this.#join(mail, other));
    }
  }

  /** Filters that do not say what became of a mail (core's `silentFilters`). */
  #joinByMessageId(): void {
    const { mails } = this.#reader;
    const { recipients } = mails;
    const filtered = new Map<number, number>();
    for (let recipient = 0; recipient < recipients.next.length; recipient += 1) {
      if (!this.#filters.took(recipient)) continue;
      const mail = recipients.mails.at(recipient);
      const messageId = mails.messageIds.at(mail);
      if (messageId !== none) filtered.set(this.#reader.messageIdHash(messageId), mail);
    }
    if (filtered.size === 0) return;
    for (let mail = 0; mail < mails.count; mail += 1) {
      const messageId = mails.messageIds.at(mail);
      if (messageId === none) continue;
      const same = filtered.get(this.#reader.messageIdHash(messageId));
      if (same !== undefined) this.#join(same, mail);
    }
  }

  /** All mails of an odd queue ID, and all that could be one message with them, are odd. */
  #joinOdd(): void {
    const { mails, oddIds, lastMails } = this.#reader;
    for (let changed = true; changed;) {
      changed = false;
      const isOdd = new Uint8Array(mails.count);
      for (let mail = 0; mail < mails.count; mail += 1) {
        const id = mails.ids.at(mail);
        if (id === none || oddIds[id] !== 1) continue;
        this.#join(lastMails[id] as number, mail);
        isOdd[this.#rootOf(mail)] = 1;
      }
      // What was joined later may stand under another root.
      for (let mail = 0; mail < mails.count; mail += 1) if (isOdd[mail] === 1) isOdd[this.#rootOf(mail)] = 1;
      for (let mail = 0; mail < mails.count; mail += 1) {
        const id = mails.ids.at(mail);
        if (id === none || oddIds[id] === 1 || isOdd[this.#rootOf(mail)] !== 1) continue;
        oddIds[id] = 1;
        changed = true;
      }
    }
  }

  /** Puts the messages of several queue IDs together; what core would have to look at closer becomes odd. */
  find(): Families {
    const { mails, oddIds } = this.#reader;
    const taken = new Uint8Array(mails.count);
    const joined: number[] = [];
    const sizes = new Int32Array(mails.count);
    for (let mail = 0; mail < mails.count; mail += 1) {
      const root = this.#rootOf(mail);
      sizes[root] = (sizes[root] as number) + 1;
    }
    for (let mail = 0; mail < mails.count; mail += 1) {
      const id = mails.ids.at(mail);
      if (id === none) continue;
      const isOdd = oddIds[id] === 1;
      if (!isOdd && (sizes[this.#rootOf(mail)] as number) < 2) continue;
      taken[mail] = 1;
      if (!isOdd) joined.push(mail);
    }
    const pairs = new MailPairs(this.#reader, this.#texts, this.#filters);
    const others = this.#withoutPairs(joined, sizes, pairs);
    release(sizes);
    return { messages: this.#linkAll(others), pairs, taken };
  }

  /** Mails of the messages that are no pair, those of a message one behind the other. */
  #withoutPairs(joined: readonly number[], sizes: Int32Array, pairs: MailPairs): number[] {
    const firsts = new Int32Array(sizes.length).fill(none);
    for (const mail of joined) {
      const root = this.#rootOf(mail);
      if (sizes[root] !== 2) continue;
      const first = firsts[root] as number;
      if (first === none) firsts[root] = mail;
      else pairs.take(first, mail);
    }
    release(firsts);
    const others = joined.filter((mail) => pairs.partners[mail] === none);
    return others.sort((a, b) => this.#rootOf(a) - this.#rootOf(b) || a - b);
  }

  #linkAll(joined: readonly number[]): FamilyMessage[] {
    const messages: FamilyMessage[] = [];
    for (let from = 0; from < joined.length;) {
      let to = Math.min(joined.length, from + mailsAtOnce);
      while (
        to < joined.length &&
        this.#rootOf(joined[to] as number) === this.#rootOf(joined[to - 1] as number)
      )
        to += 1;
      this.#link(joined.slice(from, to), messages);
      from = to;
    }
    return messages;
  }

  #link(joined: readonly number[], messages: FamilyMessage[]): void {
    const { mails, oddIds } = this.#reader;
    const mailOf = new Map<LifeState, number>(joined.map((mail) => [this.#stateOf(mail), mail]));
    const states = [...mailOf.keys()];
    const links = linkLives(states);
    for (const root of states) {
      if (root.parent !== null) continue;
      const found = recipientsOf(root, links.handOvers) as NumberedRecipient[];
      const members = family(root);
      if (found.every(({ status }) => knownStatuses.has(status)))
        messages.push(this.#messageOf(root, members, found, mailOf));
      else for (const member of members) oddIds[mails.ids.at(mailOf.get(member) as number)] = 1;
    }
  }

  #messageOf(
    root: LifeState,
    members: LifeState[],
    recipients: readonly NumberedRecipient[],
    mailOf: ReadonlyMap<LifeState, number>,
  ): FamilyMessage {
    const { mails } = this.#reader;
    const numberOf = (state: LifeState): number => mailOf.get(state) as number;
    const inOrder = [...members].sort(
      (a, b) => a.firstKey - b.firstKey || (a === root ? -1 : b === root ? 1 : 0),
    );
    const byWeight = [root, ...inOrder.filter((member) => member !== root)];
    const withId = byWeight.find(({ messageId }) => messageId !== null && messageId !== '');
    const withSender = byWeight.find(({ sender }) => sender !== null);
    const withSize = byWeight.find(({ size }) => size !== null);
    const addresses = new Map<string, number>();
    for (const member of members) {
      for (const { address, originalAddress, numbers } of member.recipients as NumberedRecipient[]) {
        addresses.set(address, numbers.address);
        if (originalAddress !== null) addresses.set(originalAddress, numbers.original);
      }
    }
    return {
      mails: inOrder.map(numberOf),
      root: numberOf(root),
      sender: withSender === undefined ? none : mails.senders.at(numberOf(withSender)),
      messageId: withId === undefined ? none : mails.messageIds.at(numberOf(withId)),
      size: withSize?.size ?? NaN,
      recipients: recipients.map(({ originalAddress, status, numbers }) => ({
        ...numbers,
        status: statusRank[status],
        original: originalAddress === null ? none : (addresses.get(originalAddress) ?? none),
      })),
    };
  }

  #stateOf(mail: number): LifeState {
    const { mails } = this.#reader;
    const texts = this.#texts;
    const id = mails.ids.at(mail);
    const client = mails.clients.at(mail);
    const sender = mails.senders.at(mail);
    const messageId = mails.messageIds.at(mail);
    const size = mails.sizes.values[mail] as number;
    const origin = mails.origIds.at(mail);
    const ended = mails.has(mail, mailFlags.ended);
    return {
      life: { queueId: texts.queueId(id), host: texts.host(id), records: [] },
      records: [],
      recipients: this.#recipientsOf(mail),
      messageId: messageId === none ? null : this.#texts.messageId(messageId),
      sender: sender === none ? null : texts.addresses.text(sender),
      client: client === none ? null : texts.clients.text(client),
      saslUsername: null,
      size: Number.isNaN(size) ? null : size,
      begun: mails.has(mail, mailFlags.begun),
      ended,
      requeued: false,
      aborted: false,
      fate: ended ? 'unknown' : 'queued',
      requeuedFrom: null,
      filteredFrom: origin === 0 ? null : this.#queueIdOf(origin),
      notifications: [],
      firstKey: mails.firstKeys.values[mail] as number,
      lastKey: mails.lastKeys.values[mail] as number,
      parent: null,
      children: [],
    };
  }

  /** Text of a queue ID known by its hash; a text that no mail has when there is none. */
  #queueIdOf(hash: number): string {
    const mail = this.#byHash.first(hash);
    return mail === none ? '' : this.#texts.queueId(this.#reader.mails.ids.at(mail));
  }

  #recipientsOf(mail: number): NumberedRecipient[] {
    const { mails } = this.#reader;
    const { recipients } = mails;
    const texts = this.#texts;
    const states: NumberedRecipient[] = [];
    for (let at = mails.firstRecipients.at(mail); at !== none; at = recipients.next.at(at)) {
      const numbers: FamilyRecipient = {
        address: recipients.addresses.at(at),
        original: recipients.originals.at(at),
        status: recipients.statuses.values[at] as number,
        reason: recipients.reasons.at(at),
        relay: recipients.relays.at(at),
        delay: recipients.delays.values[at] as number,
      };
      const status = tellingStatuses[numbers.status] ?? 'unknown';
      const handedOn = recipients.handedOn.at(at);
      const daemon = recipients.daemons.values[at];
      states.push({
        numbers,
        address: texts.addresses.text(numbers.address),
        originalAddress: numbers.original === none ? null : texts.addresses.text(numbers.original),
        status,
        dsn: null,
        relay: numbers.relay === none ? null : texts.relays.text(numbers.relay),
        reply: null,
        delaySeconds: null,
        attempts: 1,
        firstAttempt: null,
        lastAttempt: null,
        daemon: daemon === bySmtp ? 'smtp' : daemon === byPipe ? 'pipe' : '',
        deletedByAdmin: false,
        handedOn:
          handedOn === 0
            ? null
            : {
                queueId: this.#queueIdOf(handedOn),
                forwarded: status === 'forwarded',
                key: recipients.handedAt.values[at] as number,
              },
      });
    }
    return states;
  }
}

/** So many become objects at once. */
const mailsAtOnce = 4000;

const knownStatuses: ReadonlySet<string> = new Set([
  'delivered',
  'forwarded',
  'deferred',
  'bounced',
  'queued',
]);

/** Mails by the hash of their queue ID. */
class HashChains {
  readonly #heads: Int32Array;
  readonly #mask: number;
  readonly #next: Int32Array;
  readonly #hashes: Int32Array;

  constructor(count: number) {
    const slots = 2 ** Math.ceil(Math.log2(Math.max(16, count * 2)));
    this.#heads = new Int32Array(slots).fill(none);
    this.#mask = slots - 1;
    this.#next = new Int32Array(count).fill(none);
    this.#hashes = new Int32Array(count);
  }

  #slot(hash: number): number {
    return (hash ^ (hash >>> 15)) & this.#mask;
  }

  add(hash: number, mail: number): void {
    const slot = this.#slot(hash);
    this.#hashes[mail] = hash;
    this.#next[mail] = this.#heads[slot] as number;
    this.#heads[slot] = mail;
  }

  giveUp(): void {
    release(this.#heads, this.#next, this.#hashes);
  }

  each(hash: number, visit: (mail: number) => void): void {
    for (let mail = this.#heads[this.#slot(hash)] as number; mail !== none; mail = this.#next[mail] as number)
      if (this.#hashes[mail] === hash) visit(mail);
  }

  first(hash: number): number {
    let found = none;
    this.each(hash, (mail) => (found = mail));
    return found;
  }
}
