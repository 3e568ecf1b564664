import { Float64Column, Int32Column, Uint8Column } from '../engine/column.ts';
import { release } from '../engine/release.ts';

/** For "no such number". */
export const none = -1;

/** What is known of a mail under one queue ID, or of one refused before it got one. */
export const mailFlags = {
  /** Its client or pickup is known. */
  begun: 1,
  ended: 2,
  /** It came by SMTP. */
  received: 4,
  /** The queue manager took it up, or something was decided about it. */
  settled: 8,
  active: 16,
  /** Its sender is what pickup said: the queue manager has not named it yet. */
  senderOfPickup: 32,
} as const;

/**
 * Lives of queue IDs (and mails refused before they got one) as columns, in the order in which they were first seen. What
 * core's `LifeBuilder` and `LifeReader` keep of a life in an object is a row here.
 */
export class MailColumns {
  count = 0;
  /** Number of `host\nqueueId`; none for refused mails. */
  readonly ids = new Int32Column(0);
  readonly firstKeys = new Float64Column(0);
  readonly lastKeys = new Float64Column(0);
  readonly seconds = new Float64Column(0);
  readonly fractions = new Int32Column(0);
  readonly digits = new Uint8Column(0);
  readonly zones = new Uint8Column(0);
  /** Where the first record stands: number of the file, and line from 1. */
  readonly files = new Int32Column(0);
  readonly lines = new Int32Column(0);
  readonly clients = new Int32Column(0);
  readonly logins = new Int32Column(0);
  /** Hash of the queue ID before a content filter; 0 for none. */
  readonly origIds = new Int32Column(0);
  readonly senders = new Int32Column(0);
  readonly sizes = new Float64Column(0);
  readonly messageIds = new Int32Column(0);
  readonly firstRecipients = new Int32Column(0);
  readonly lastRecipients = new Int32Column(0);
  readonly flags = new Uint8Column(0);
  readonly recipients = new RecipientChains();

  /** Room for so many in all. */
  reserve(mails: number, recipients: number): void {
    for (const column of columnsOf(this)) column.reserve(mails);
    for (const column of columnsOf(this.recipients)) column.reserve(recipients);
  }

  add(id: number): number {
    this.ids.push(id);
    // No list of the columns: this is done a million times.
    this.clients.push(none);
    this.logins.push(none);
    this.senders.push(none);
    this.messageIds.push(none);
    this.firstRecipients.push(none);
    this.lastRecipients.push(none);
    this.origIds.push(0);
    this.sizes.push(NaN);
    this.flags.push(0);
    this.count += 1;
    return this.count - 1;
  }

  /** Gives up what is needed only until it is known which mails are one message. */
  giveUpLinks(): void {
    const { mails, handedOn, handedAt, daemons } = this.recipients;
    giveUpColumns(this.lastKeys, this.lastRecipients, this.origIds, mails, handedOn, handedAt, daemons);
  }

  /** Gives up all memory, once everything was read. */
  giveUp(): void {
    this.count = 0;
    giveUpColumns(...columnsOf(this), ...columnsOf(this.recipients));
  }

  has(mail: number, flag: number): boolean {
    return ((this.flags.values[mail] as number) & flag) !== 0;
  }

  set(mail: number, flag: number): void {
    this.flags.values[mail] = (this.flags.values[mail] as number) | flag;
  }

  clear(mail: number, flag: number): void {
    this.flags.values[mail] = (this.flags.values[mail] as number) & ~flag;
  }

  addRecipient(mail: number, recipient: number): void {
    const last = this.lastRecipients.values[mail] as number;
    if (last === none) this.firstRecipients.values[mail] = recipient;
    else this.recipients.next.values[last] = recipient;
    this.lastRecipients.values[mail] = recipient;
  }
}

/** Nobody may ask them for anything afterwards. */
export function giveUpColumns(...columns: readonly Column[]): void {
  for (const column of columns) {
    release(column.values);
    column.giveUp();
  }
}

type Column = Int32Column | Float64Column | Uint8Column;

function columnsOf(columns: object): Column[] {
  const isColumn = (value: unknown): value is Column =>
    value instanceof Int32Column || value instanceof Float64Column || value instanceof Uint8Column;
  return Object.values(columns).filter(isColumn);
}

/** Recipients of mails, each pointing to the next of its mail. */
export class RecipientChains {
  readonly next = new Int32Column(0);
  readonly mails = new Int32Column(0);
  readonly addresses = new Int32Column(0);
  readonly originals = new Int32Column(0);
  /** Place in `tellingStatuses`. */
  readonly statuses = new Uint8Column(0);
  readonly reasons = new Int32Column(0);
  readonly relays = new Int32Column(0);
  readonly delays = new Float64Column(0);
  /** Hash of the queue ID it was handed on to, and when; 0 for none. */
  readonly handedOn = new Int32Column(0);
  readonly handedAt = new Float64Column(0);
  readonly daemons = new Uint8Column(0);

  add(mail: number, address: number, original: number): number {
    this.next.push(none);
    this.mails.push(mail);
    this.addresses.push(address);
    this.originals.push(original);
    this.statuses.push(0);
    this.reasons.push(none);
    this.relays.push(none);
    this.delays.push(NaN);
    this.handedOn.push(0);
    this.handedAt.push(0);
    this.daemons.push(0);
    return this.next.length - 1;
  }
}

/** The texts of addresses, and for each the number of the first that differs at most in case. */
interface AddressTexts {
  readonly addresses: { readonly starts: Int32Array };
  readonly folded: { readonly values: Int32Array };
}

/** So many recipients of a mail are looked at one after the other. */
const fewRecipients = 6;

/** Finds a mail's recipient again by its address and the one before aliases; those behind the first few by open addressing. */
export class RecipientLookup {
  readonly #mails: MailColumns;
  readonly #chains: RecipientChains;
  readonly #texts: AddressTexts;
  #table = new Int32Array(1 << 12);
  #mask = (1 << 12) - 1;
  #count = 0;
  /** What was asked for last comes behind the few. */
  #isBehindFew = false;

  constructor(mails: MailColumns, texts: AddressTexts) {
    this.#mails = mails;
    this.#chains = mails.recipients;
    this.#texts = texts;
  }

  #fold(address: number): number {
    return this.#texts.folded.values[address] as number;
  }

  /** An empty one is none, as to core. */
  #foldOriginal(original: number): number {
    if (original === none) return none;
    const { starts } = this.#texts.addresses;
    return starts[original] === starts[original + 1] ? none : this.#fold(original);
  }

  #is(recipient: number, folded: number, foldedOriginal: number): boolean {
    const { addresses, originals } = this.#chains;
    return (
      this.#fold(addresses.values[recipient] as number) === folded &&
      this.#foldOriginal(originals.values[recipient] as number) === foldedOriginal
    );
  }

  /** None when the mail has no such recipient yet. */
  find(mail: number, address: number, original: number): number {
    const { mails, next } = this.#chains;
    const folded = this.#fold(address);
    const foldedOriginal = this.#foldOriginal(original);
    let recipient = this.#mails.firstRecipients.values[mail] as number;
    let seen = 0;
    for (; recipient !== none && seen < fewRecipients; seen += 1) {
      if (this.#is(recipient, folded, foldedOriginal)) return recipient;
      recipient = next.values[recipient] as number;
    }
    this.#isBehindFew = seen === fewRecipients;
    if (recipient === none) return none;
    let slot = slotOf(mail, folded, foldedOriginal) & this.#mask;
    for (;;) {
      const entry = (this.#table[slot] as number) - 1;
      if (entry < 0) return none;
      if (mails.values[entry] === mail && this.#is(entry, folded, foldedOriginal)) return entry;
      slot = (slot + 1) & this.#mask;
    }
  }

  /** Takes in what `find` did not find; must follow `RecipientChains.add`. */
  add(recipient: number): void {
    if (!this.#isBehindFew) return;
    this.#count += 1;
    if (this.#count * 2 > this.#table.length) this.#grow();
    this.#put(recipient);
  }

  #put(recipient: number): void {
    const { mails, addresses, originals } = this.#chains;
    let slot =
      slotOf(
        mails.values[recipient] as number,
        this.#fold(addresses.values[recipient] as number),
        this.#foldOriginal(originals.values[recipient] as number),
      ) & this.#mask;
    while (this.#table[slot] !== 0) slot = (slot + 1) & this.#mask;
    this.#table[slot] = recipient + 1;
  }

  #grow(): void {
    const old = this.#table;
    this.#table = new Int32Array(old.length * 2);
    this.#mask = this.#table.length - 1;
    for (const entry of old) if (entry !== 0) this.#put(entry - 1);
  }
}

function slotOf(mail: number, address: number, original: number): number {
  const mixed =
    Math.imul(mail, 0x9e3779b1) ^ Math.imul(address, 0x85ebca6b) ^ Math.imul(original, 0xc2b2ae35);
  return mixed ^ (mixed >>> 15);
}
