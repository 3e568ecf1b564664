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
} as const;

/**
 * Lives of queue IDs (and mails refused before they got one) as columns, in the order in which they were first seen. What
 * core's `LifeBuilder` and `LifeReader` keep of a life in an object is a row here.
 */
export class MailColumns {
  count = 0;
  /** Number of `host\nqueueId`; none for refused mails. */
  readonly ids: Int32Column;
  /** The life before under the same queue ID. */
  readonly previous: Int32Column;
  /** Place of the first record among all. */
  readonly sequences: Int32Column;
  readonly firstKeys: Float64Column;
  readonly lastKeys: Float64Column;
  readonly seconds: Float64Column;
  readonly fractions: Int32Column;
  readonly digits: Uint8Column;
  readonly zones: Uint8Column;
  /** Where the first record stands: number of the file, and line from 1. */
  readonly files: Int32Column;
  readonly lines: Int32Column;
  readonly clients: Int32Column;
  readonly logins: Int32Column;
  /** Hash of the queue ID before a content filter; 0 for none. */
  readonly origIds: Int32Column;
  readonly senders: Int32Column;
  readonly senderHints: Int32Column;
  readonly sizes: Float64Column;
  readonly messageIds: Int32Column;
  readonly firstRecipients: Int32Column;
  readonly lastRecipients: Int32Column;
  readonly flags: Uint8Column;
  readonly recipients: RecipientChains;

  /** Room for as many from the start: columns that grow leave copies behind. */
  constructor(mails: number, recipients: number) {
    this.ids = new Int32Column(mails);
    this.previous = new Int32Column(mails);
    this.sequences = new Int32Column(mails);
    this.firstKeys = new Float64Column(mails);
    this.lastKeys = new Float64Column(mails);
    this.seconds = new Float64Column(mails);
    this.fractions = new Int32Column(mails);
    this.digits = new Uint8Column(mails);
    this.zones = new Uint8Column(mails);
    this.files = new Int32Column(mails);
    this.lines = new Int32Column(mails);
    this.clients = new Int32Column(mails);
    this.logins = new Int32Column(mails);
    this.origIds = new Int32Column(mails);
    this.senders = new Int32Column(mails);
    this.senderHints = new Int32Column(mails);
    this.sizes = new Float64Column(mails);
    this.messageIds = new Int32Column(mails);
    this.firstRecipients = new Int32Column(mails);
    this.lastRecipients = new Int32Column(mails);
    this.flags = new Uint8Column(mails);
    this.recipients = new RecipientChains(recipients);
  }

  add(id: number, previous: number): number {
    this.ids.push(id);
    this.previous.push(previous);
    for (const column of [
      this.clients,
      this.logins,
      this.senders,
      this.senderHints,
      this.messageIds,
      this.firstRecipients,
      this.lastRecipients,
    ])
      column.push(none);
    this.origIds.push(0);
    this.sizes.push(NaN);
    this.flags.push(0);
    this.count += 1;
    return this.count - 1;
  }

  /** Gives up all memory, once everything was read. */
  giveUp(): void {
    this.count = 0;
    giveUpColumns(this);
    giveUpColumns(this.recipients);
  }

  has(mail: number, flag: number): boolean {
    return ((this.flags.values[mail] as number) & flag) !== 0;
  }

  set(mail: number, flag: number): void {
    this.flags.values[mail] = (this.flags.values[mail] as number) | flag;
  }

  addRecipient(mail: number, recipient: number): void {
    const last = this.lastRecipients.values[mail] as number;
    if (last === none) this.firstRecipients.values[mail] = recipient;
    else this.recipients.next.values[last] = recipient;
    this.lastRecipients.values[mail] = recipient;
  }
}

function giveUpColumns(columns: object): void {
  for (const column of Object.values(columns) as unknown[]) {
    if (column instanceof Int32Column || column instanceof Float64Column || column instanceof Uint8Column) {
      release(column.values);
      column.giveUp();
    }
  }
}

/** Recipients of mails, each pointing to the next of its mail. */
export class RecipientChains {
  readonly next: Int32Column;
  readonly mails: Int32Column;
  readonly addresses: Int32Column;
  readonly originals: Int32Column;
  /** Place in `tellingStatuses`. */
  readonly statuses: Uint8Column;
  readonly reasons: Int32Column;
  readonly relays: Int32Column;
  readonly delays: Float64Column;
  /** Hash of the queue ID it was handed on to, and when; 0 for none. */
  readonly handedOn: Int32Column;
  readonly handedAt: Float64Column;
  readonly daemons: Uint8Column;

  constructor(count: number) {
    this.next = new Int32Column(count);
    this.mails = new Int32Column(count);
    this.addresses = new Int32Column(count);
    this.originals = new Int32Column(count);
    this.statuses = new Uint8Column(count);
    this.reasons = new Int32Column(count);
    this.relays = new Int32Column(count);
    this.delays = new Float64Column(count);
    this.handedOn = new Int32Column(count);
    this.handedAt = new Float64Column(count);
    this.daemons = new Uint8Column(count);
  }

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

/** So many recipients of a mail are looked at one after the other. */
const fewRecipients = 6;

/** Finds a mail's recipient again by its address and the one before aliases; those behind the first few by open addressing. */
export class RecipientLookup {
  readonly #mails: MailColumns;
  readonly #chains: RecipientChains;
  readonly #folded: Int32Array;
  #table = new Int32Array(1 << 12);
  #mask = (1 << 12) - 1;
  #count = 0;
  /** What was asked for last comes behind the few. */
  #isBehindFew = false;

  constructor(mails: MailColumns, folded: Int32Array) {
    this.#mails = mails;
    this.#chains = mails.recipients;
    this.#folded = folded;
  }

  #fold(address: number): number {
    return address === none ? none : (this.#folded[address] as number);
  }

  #is(recipient: number, folded: number, foldedOriginal: number): boolean {
    const { addresses, originals } = this.#chains;
    return (
      this.#fold(addresses.values[recipient] as number) === folded &&
      this.#fold(originals.values[recipient] as number) === foldedOriginal
    );
  }

  /** None when the mail has no such recipient yet. */
  find(mail: number, address: number, original: number): number {
    const { mails, next } = this.#chains;
    const [folded, foldedOriginal] = [this.#fold(address), this.#fold(original)];
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
        this.#fold(originals.values[recipient] as number),
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
