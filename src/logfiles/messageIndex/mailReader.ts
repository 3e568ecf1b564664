import { countedKinds, statusRank } from '../../core/logIndex/messageTable.ts';
import type { Int32Column } from '../engine/column.ts';
import { ExpectedRoom } from '../engine/expectedRoom.ts';
import { instanceShift, kindMask, manyInstances, namesForwarded, tally } from '../engine/segmentScan.ts';
import { CountedEvents } from './countedEvents.ts';
import { MailColumns, mailFlags, none, RecipientLookup } from './mailColumns.ts';
import type { ReadyStretch } from './readyStretch.ts';
import { RefusedMails } from './refusedMails.ts';
import type { SharedTexts } from './sharedTexts.ts';
import { printableTime } from './stretchTimes.ts';
import type { StretchTimes } from './stretchTimes.ts';

// core's queueLife.ts
const disorderMillis = 5_000;
const slowStartMillis = 300_000;
const lateMillis = 3_600_000;
const silenceMillis = 6 * 86_400_000;

const kindNumber = (kind: (typeof countedKinds)[number]): number => countedKinds.indexOf(kind);
const counted = {
  received: kindNumber('received'),
  delivered: kindNumber('delivered'),
  deferred: kindNumber('deferred'),
  bounced: kindNumber('bounced'),
  rejected: kindNumber('rejected'),
  held: kindNumber('held'),
  discarded: kindNumber('discarded'),
};

/**
 * Reads records, in order of time, into mails. It follows core's rules for what nearly every mail goes through. Where
 * anything else happens to a queue ID it is marked odd, and what became of its mails is left to core.
 */
export class MailReader {
  readonly mails = new MailColumns();
  readonly events = new CountedEvents();
  readonly refused: RefusedMails;
  /** By number of `host\nqueueId`, with room behind them. */
  oddIds = new Uint8Array(0);
  lastMails = new Int32Array(0);
  readonly zoneTexts: string[] = [''];
  #owners = new Uint8Array(0);
  #fileOf = new Uint16Array(0);
  #isBare = new Uint8Array(0);
  #ids = 0;
  readonly #texts: SharedTexts;
  #lookup: RecipientLookup;
  readonly #messageHashes: readonly Int32Array[];
  #lastCounted = none;
  readonly #expected = {
    mails: new ExpectedRoom(),
    recipients: new ExpectedRoom(),
    events: new ExpectedRoom(),
    ids: new ExpectedRoom(),
  };

  readonly #hasSeveralFiles: boolean;
  /** What was told of this instant, by which file. */
  readonly #toldBy = new Map<number | string, number>();
  #instant = NaN;

  constructor(texts: SharedTexts, hasSeveralFiles: boolean) {
    this.#texts = texts;
    this.#hasSeveralFiles = hasSeveralFiles;
    this.#lookup = new RecipientLookup(this.mails, texts);
    this.#messageHashes = texts.messageIdHashes;
    this.refused = new RefusedMails(this.mails, texts.folded, (id) => (this.oddIds[id] = 1));
  }

  /** For each address the number of the first that differs at most in case. */
  get folded(): Int32Array {
    return this.#texts.folded.values;
  }

  /** Makes room for what these stretches add, before they are read. `share`: see `ExpectedRoom`. */
  expect(stretches: readonly ReadyStretch[], share: number): void {
    const { mails, events } = this;
    const { count } = this.#texts.ids;
    let [arrivals, decisions, deliveries] = [0, 0, 0];
    for (const { messages } of stretches) {
      arrivals += messages.arrivals.clients.length;
      decisions += messages.decisions.reasons.length;
      deliveries += messages.deliveries.reasons.length;
    }
    const room = (what: ExpectedRoom, { length, values }: Int32Column, more: number): number => {
      const wanted = what.of(length, more, share);
      return length + more <= values.length ? values.length : wanted + 1;
    };
    // A queue ID has more than one mail only when it is used again.
    const newMails = count - this.#ids + decisions;
    const { recipients } = mails;
    mails.reserve(
      room(this.#expected.mails, mails.ids, newMails),
      room(this.#expected.recipients, recipients.next, deliveries + decisions),
    );
    events.reserve(room(this.#expected.events, events.mails, arrivals + deliveries + decisions));
    const ids = this.#expected.ids.of(this.#ids, count - this.#ids, share);
    if (count > this.oddIds.length) this.#growIds(ids);
    const { bytes, starts } = this.#texts.ids;
    // `host\n`: lines without a queue ID.
    for (let id = this.#ids; id < count; id += 1)
      if (bytes[(starts[id + 1] as number) - 1] === 0x0a) this.#isBare[id] = 1;
    this.#ids = count;
  }

  #growIds(length: number): void {
    const larger = <T extends { set(values: T): void }>(column: T, empty: T): T => {
      empty.set(column);
      return empty;
    };
    this.oddIds = larger(this.oddIds, new Uint8Array(length));
    this.lastMails = larger(this.lastMails, new Int32Array(length).fill(none));
    this.#owners = larger(this.#owners, new Uint8Array(length));
    this.#fileOf = larger(this.#fileOf, new Uint16Array(length));
    this.#isBare = larger(this.#isBare, new Uint8Array(length));
  }

  /** Records must come in order of time. */
  read(stretch: ReadyStretch, times: StretchTimes, row: number): void {
    const { columns, numbers } = stretch;
    const bits = columns.kinds[row] as number;
    const kind = bits & kindMask;
    const ownId = columns.ids[row] as number;
    if (this.#isCopy(stretch, times, row, kind)) return;
    if (kind === tally.session) {
      const id = ownId === none ? none : (numbers.ids[ownId] as number);
      this.refused.turn(columns.values[row] as number, id);
      return;
    }
    const id = numbers.ids[ownId] as number;
    if (kind === tally.decision) {
      this.#decide(stretch, times, row);
      return;
    }
    if (this.#isBare[id] === 1) {
      this.#count(stretch, times, row, kind, none);
      return;
    }
    const mail = this.#mailOf(stretch, times, row, kind, id);
    this.#own(stretch, id, numbers.instances[bits >>> instanceShift] ?? manyInstances);
    this.#count(stretch, times, row, kind, mail);
    this.#enter(stretch, times, row, kind, mail);
  }

  /**
   * True for what another file told already: mail.log and mail.info hold the same. Only for lines without a queue ID; a queue
   * ID that two files tell of is left to core.
   */
  #isCopy(
    { columns, messages, fileNumber }: ReadyStretch,
    { keys }: StretchTimes,
    row: number,
    kind: number,
  ): boolean {
    if (!this.#hasSeveralFiles || (kind !== tally.session && kind !== tally.decision)) return false;
    const key = keys[row] as number;
    if (key !== this.#instant) this.#toldBy.clear();
    this.#instant = key;
    const value = columns.values[row] as number;
    const what = kind === tally.session ? value : `${messages.decisions.texts[value]}`;
    const teller = this.#toldBy.get(what);
    if (teller === undefined) this.#toldBy.set(what, fileNumber);
    return teller !== undefined && teller !== fileNumber;
  }

  /** One queue ID in two instances' queues, or told by two files: left to core. */
  #own({ fileNumber }: ReadyStretch, id: number, instance: number): void {
    if (instance !== 0) {
      const owner = this.#owners[id] as number;
      if (instance >= manyInstances || (owner !== 0 && owner !== instance)) this.oddIds[id] = 1;
      this.#owners[id] = Math.min(255, instance);
    }
    const file = this.#fileOf[id] as number;
    if (file === 0) this.#fileOf[id] = fileNumber + 1;
    else if (file !== fileNumber + 1) this.oddIds[id] = 1;
  }

  #mailOf(stretch: ReadyStretch, times: StretchTimes, row: number, kind: number, id: number): number {
    const { mails } = this;
    const key = times.keys[row] as number;
    const known = this.lastMails[id] as number;
    if (known !== none) {
      if (!this.#isOver(stretch, row, kind, known, key)) {
        mails.lastKeys.values[known] = key;
        return known;
      }
      // Core sorts lines of one instant by what they say.
      if (key === mails.lastKeys.values[known]) this.oddIds[id] = 1;
    }
    const mail = mails.add(id);
    this.lastMails[id] = mail;
    this.begin(stretch, times, row);
    return mail;
  }

  /** Fills in when a mail just added was first seen. */
  begin(stretch: ReadyStretch, times: StretchTimes, row: number): void {
    const { mails } = this;
    const { columns, segment, fileNumber } = stretch;
    const key = times.keys[row] as number;
    mails.firstKeys.push(key);
    mails.lastKeys.push(key);
    mails.seconds.push(times.seconds[row] as number);
    if (columns.zoned === null && segment.scan.stamps.odd.length === 0) {
      mails.fractions.push(0);
      mails.digits.push(0);
      mails.zones.push(0);
    } else {
      const { fraction, digits, zone } = printableTime(segment, columns, times, row);
      mails.fractions.push(fraction);
      mails.digits.push(digits);
      mails.zones.push(zone === '' ? 0 : this.#zone(zone));
    }
    mails.files.push(fileNumber);
    mails.lines.push(segment.firstLine + (columns.lines[row] as number) + 1);
  }

  #zone(zone: string): number {
    const known = this.zoneTexts.indexOf(zone);
    return known >= 0 ? known : Math.min(255, this.zoneTexts.push(zone) - 1);
  }

  /** core's `LifeBuilder.isOver`. */
  #isOver({ columns, numbers }: ReadyStretch, row: number, kind: number, mail: number, key: number): boolean {
    const { mails } = this;
    const gap = key - (mails.lastKeys.values[mail] as number);
    if (gap > silenceMillis) return true;
    const ended = mails.has(mail, mailFlags.ended);
    switch (kind) {
      case tally.client:
      case tally.pickup:
        return mails.has(mail, mailFlags.begun) || gap > (ended ? disorderMillis : slowStartMillis);
      case tally.messageId:
        if (mails.messageIds.values[mail] !== none) this.oddIds[mails.ids.at(mail)] = 1;
        return ended && gap > disorderMillis;
      case tally.active: {
        const sender = senderByQueue(mails, mail);
        if (ended) return sender !== none || gap > disorderMillis;
        const own = columns.senders[columns.values[row] as number] as number;
        return sender !== none && sender !== numbers.addresses[own];
      }
      case tally.removed:
        return ended && gap > disorderMillis;
      default:
        return ended && gap > lateMillis;
    }
  }

  #count(
    { columns, numbers, messages, repeats }: ReadyStretch,
    times: StretchTimes,
    row: number,
    kind: number,
    mail: number,
  ): void {
    const value = columns.values[row] as number;
    const seconds = times.seconds[row] as number;
    const repeated = repeats.size === 0 ? 1 : (repeats.get(row) ?? 1);
    let [number, reason] = [none, none];
    switch (kind) {
      case tally.client:
      case tally.pickup:
        number = counted.received;
        break;
      case tally.sent:
        number = counted.delivered;
        break;
      case tally.deferred:
        number = counted.deferred;
        reason = numbers.reasons[messages.deliveries.reasons[value] as number] as number;
        break;
      case tally.bounced:
        number = counted.bounced;
        reason = numbers.reasons[messages.deliveries.reasons[value] as number] as number;
        break;
      case tally.rejected:
        number = counted.rejected;
        reason = numbers.reasons[value] as number;
        break;
      case tally.held:
        number = counted.held;
        reason = numbers.reasons[value] as number;
        break;
      case tally.discarded:
        number = counted.discarded;
        reason = numbers.reasons[value] as number;
        break;
    }
    this.#lastCounted = number === none ? none : this.events.add(mail, number, seconds, reason, repeated);
  }

  #enter(stretch: ReadyStretch, times: StretchTimes, row: number, kind: number, mail: number): void {
    const { columns, numbers, messages } = stretch;
    const { mails } = this;
    const value = columns.values[row] as number;
    const { arrivals } = messages;
    switch (kind) {
      case tally.client: {
        mails.set(mail, mailFlags.begun | mailFlags.received);
        const original = arrivals.origClients[value] as number;
        const own = original === none ? (arrivals.clients[value] as number) : original;
        fillGap(mails.clients, mail, numbers.clients[own] as number);
        const login = arrivals.logins[value] as number;
        if (login !== none) fillGap(mails.logins, mail, numbers.logins[login] as number);
        if (mails.origIds.values[mail] === 0) mails.origIds.values[mail] = arrivals.origIds[value] as number;
        return;
      }
      case tally.pickup:
        mails.set(mail, mailFlags.begun);
        if (value !== none && mails.senders.values[mail] === none) {
          mails.senders.values[mail] = numbers.addresses[value] as number;
          mails.set(mail, mailFlags.senderOfPickup);
        }
        return;
      case tally.messageId:
        fillGap(mails.messageIds, mail, numbers.messageIdBase + value);
        return;
      case tally.active:
        mails.set(mail, mailFlags.settled | mailFlags.active);
        if (senderByQueue(mails, mail) === none) {
          mails.senders.values[mail] = numbers.addresses[columns.senders[value] as number] as number;
          mails.clear(mail, mailFlags.senderOfPickup);
        }
        if (Number.isNaN(mails.sizes.values[mail])) mails.sizes.values[mail] = columns.sizes[value] as number;
        return;
      case tally.removed:
        mails.set(mail, mailFlags.settled | mailFlags.ended);
        return;
      case tally.sent:
        this.#deliver(stretch, times, row, mail, statusRank.delivered);
        return;
      case tally.forwarded:
        this.#deliver(
          stretch,
          times,
          row,
          mail,
          ((messages.deliveries.flags[value] as number) & namesForwarded) === 0
            ? statusRank.delivered
            : statusRank.forwarded,
        );
        return;
      case tally.deferred:
        this.#deliver(stretch, times, row, mail, statusRank.deferred);
        return;
      case tally.bounced:
        this.#deliver(stretch, times, row, mail, statusRank.bounced);
        return;
      case tally.note:
        return;
      default:
        this.oddIds[mails.ids.at(mail)] = 1;
    }
  }

  /** core's `applyDelivery`. */
  #deliver(stretch: ReadyStretch, times: StretchTimes, row: number, mail: number, status: number): void {
    const { columns, numbers, messages } = stretch;
    const { deliveries } = messages;
    const { mails } = this;
    const { recipients } = mails;
    const value = columns.values[row] as number;
    const address = numbers.addresses[deliveries.addresses[value] as number] as number;
    const ownOriginal = deliveries.originals[value] as number;
    const original = ownOriginal === none ? none : (numbers.addresses[ownOriginal] as number);
    mails.set(mail, mailFlags.settled);
    let recipient = this.#lookup.find(mail, address, original);
    if (recipient === none) {
      recipient = recipients.add(mail, address, original);
      this.#lookup.add(recipient);
      mails.addRecipient(mail, recipient);
    } else {
      const before = recipients.statuses.values[recipient] as number;
      const isCopy =
        (before === statusRank.delivered && status === statusRank.forwarded) ||
        (before === statusRank.forwarded && status === statusRank.delivered);
      if (isCopy) this.oddIds[mails.ids.at(mail)] = 1;
    }
    recipients.statuses.values[recipient] = status;
    const relay = deliveries.relays[value] as number;
    recipients.relays.values[recipient] = relay === none ? none : (numbers.relays[relay] as number);
    const reason = deliveries.reasons[value] as number;
    recipients.reasons.values[recipient] = reason === none ? none : (numbers.reasons[reason] as number);
    recipients.delays.values[recipient] = deliveries.delays[value] as number;
    recipients.daemons.values[recipient] = (deliveries.flags[value] as number) & ~namesForwarded;
    const handedOn = deliveries.handedOn[value] as number;
    if (handedOn !== 0 && (status === statusRank.delivered || status === statusRank.forwarded)) {
      recipients.handedOn.values[recipient] = handedOn;
      recipients.handedAt.values[recipient] = times.keys[row] as number;
    }
  }

  #decide(stretch: ReadyStretch, times: StretchTimes, row: number): void {
    // A decision that counts was counted just before.
    this.refused.decide(stretch, times, row, this.#lastCounted, this.events, () =>
      this.begin(stretch, times, row),
    );
    this.#lastCounted = none;
  }

  finish(): void {
    this.refused.finish(this.events);
    // Nothing is looked up any more.
    this.#lookup = new RecipientLookup(this.mails, this.#texts);
    const { mails } = this;
    for (let mail = 0; mail < mails.count; mail += 1) {
      const id = mails.ids.at(mail);
      // Perhaps the sender gave up: its session tells.
      if (id !== none && mails.has(mail, mailFlags.received) && !mails.has(mail, mailFlags.settled))
        this.oddIds[id] = 1;
    }
  }

  /** Gives up the mails, once they were put into a table. */
  giveUp(): void {
    this.mails.giveUp();
  }

  messageIdHash(messageId: number): number {
    let rest = messageId;
    for (const hashes of this.#messageHashes) {
      if (rest < hashes.length) return hashes[rest] as number;
      rest -= hashes.length;
    }
    return 0;
  }
}

/** As the queue manager names it. */
function senderByQueue(mails: MailColumns, mail: number): number {
  return mails.has(mail, mailFlags.senderOfPickup) ? none : (mails.senders.values[mail] as number);
}

function fillGap(column: Int32Column, mail: number, value: number): void {
  if (column.values[mail] === none) column.values[mail] = value;
}
