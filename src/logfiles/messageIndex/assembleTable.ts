import { statusWithoutRecipients } from '../../core/logIndex/tellingRecipient.ts';
import { splitTime } from '../../core/logIndex/splitTime.ts';
import { ListPool } from '../../core/logIndex/textPool.ts';
import { statusRank } from '../../core/logIndex/messageTable.ts';
import type { MessageTable } from '../../core/logIndex/messageTable.ts';
import type { RecipientStatus } from '../../core/postfix/tracedMessage.ts';
import type { CorrelatedMessage } from '../../core/postfix/tracedMessages.ts';
import { Float64Column, Int32Column, Uint8Column } from '../engine/column.ts';
import { internText } from '../engine/internText.ts';
import { release } from '../engine/release.ts';
import { BytePool, JoinedPool } from './bytePool.ts';
import { mailFlags, none } from './mailColumns.ts';
import { senderOf } from './mailFamilies.ts';
import type { Families, FamilyMessage, FamilyRecipient } from './mailFamilies.ts';
import type { MailPairs } from './mailPairs.ts';
import type { MailReader } from './mailReader.ts';
import type { SharedTexts } from './sharedTexts.ts';

/** Where each message's first line stands, to open it again. */
export interface MessagePlaces {
  readonly files: Int32Array;
  /** From 1. */
  readonly lines: Int32Array;
}

/** A message that core put together, and the number of the file its first line stands in. */
export interface OddMessage {
  readonly found: CorrelatedMessage;
  readonly file: number;
}

export interface AssembledTable {
  readonly table: MessageTable;
  readonly places: MessagePlaces;
}

/** Puts mails, families and what core judged into one table, in order of time. */
export function assembleTable(
  reader: MailReader,
  families: Families,
  odd: readonly OddMessage[],
  texts: SharedTexts,
): AssembledTable {
  return new Assembly(reader, texts, odd).run(families, odd);
}

/** What a row is made of: a mail (number), a family, or an odd message. */
type RowSource = { readonly sequence: number; readonly key: number } & (
  { readonly family: FamilyMessage } | { readonly odd: OddMessage }
);

class Assembly {
  readonly #reader: MailReader;
  readonly #texts: SharedTexts;
  readonly #extraIds = new Int32Column();
  readonly #extraIdRows = new Int32Column();
  readonly #keys: Float64Column;
  readonly #seconds: Float64Column;
  readonly #fractions: Int32Column;
  readonly #digits: Uint8Column;
  readonly #zones: number[] = [];
  readonly #firstIds: Int32Column;
  readonly #messageIds: Int32Column;
  readonly #senders: Int32Column;
  readonly #clients: Int32Column;
  readonly #logins: Int32Column;
  readonly #sizes: Float64Column;
  readonly #statuses: Uint8Column;
  readonly #telling: Int32Column;
  readonly #starts: Int32Column;
  readonly #recipients;
  readonly #causes = new ListPool();
  readonly #causeOfReason: number[] = [];
  readonly #zoneNumbers = new Map<string, number>();
  readonly #files: Int32Column;
  readonly #lines: Int32Column;
  readonly #rowOfMail: Int32Array;
  /** Message-IDs of odd messages stand behind those of the stretches. */
  readonly #oddMessageIds: string[] = [];
  #messageIdCount = 0;

  /** Room for all rows from the start: what grows holds everything twice for a moment, when there is most. */
  constructor(reader: MailReader, texts: SharedTexts, odd: readonly OddMessage[]) {
    this.#reader = reader;
    this.#texts = texts;
    const rows = reader.mails.count + odd.length + 1;
    this.#keys = new Float64Column(rows);
    this.#seconds = new Float64Column(rows);
    this.#fractions = new Int32Column(rows);
    this.#digits = new Uint8Column(rows);
    this.#firstIds = new Int32Column(rows);
    this.#messageIds = new Int32Column(rows);
    this.#senders = new Int32Column(rows);
    this.#clients = new Int32Column(rows);
    this.#logins = new Int32Column(rows);
    this.#sizes = new Float64Column(rows);
    this.#statuses = new Uint8Column(rows);
    this.#telling = new Int32Column(rows);
    this.#starts = new Int32Column(rows);
    this.#files = new Int32Column(rows);
    this.#lines = new Int32Column(rows);
    let recipients = reader.mails.recipients.next.length;
    for (const { found } of odd) recipients += found.message.recipients.length;
    this.#recipients = {
      addresses: new Int32Column(recipients),
      originals: new Int32Column(recipients),
      statuses: new Uint8Column(recipients),
      causes: new Int32Column(recipients),
      relays: new Int32Column(recipients),
      delays: new Float64Column(recipients),
    };
    this.#rowOfMail = new Int32Array(reader.mails.count).fill(none);
    for (const { cause } of texts.reasons)
      this.#causeOfReason.push(cause === null ? none : this.#causes.number(cause));
    for (const pool of texts.messageIds) this.#messageIdCount += pool.count;
  }

  run(families: Families, odd: readonly OddMessage[]): AssembledTable {
    const { mails, refused } = this.#reader;
    if (odd.length > 0) this.#texts.wake();
    const others = this.#others(families, odd);
    let next = 0;
    // Mails stand in order of time already; the others are sorted in.
    for (let mail = 0; mail < mails.count; mail += 1) {
      const sequence = mails.sequences.at(mail);
      for (; (others[next]?.sequence ?? Infinity) < sequence; next += 1) this.#addOther(others[next]);
      const partner = families.pairs.partners[mail] as number;
      // The first of the two stands for both.
      if (partner > mail) this.#addPair(families.pairs, mail, partner);
      if (families.taken[mail] === 1 || refused.isSettled(mail)) continue;
      this.#rowOfMail[mail] = this.#keys.length;
      this.#addMail(mail);
    }
    for (; next < others.length; next += 1) this.#addOther(others[next]);
    return this.#finish(odd);
  }

  #others(families: Families, odd: readonly OddMessage[]): RowSource[] {
    const { mails } = this.#reader;
    const others: RowSource[] = families.messages.map((one) => {
      const sequence = Math.min(...one.mails.map((mail) => mails.sequences.at(mail)));
      const first = one.mails.find((mail) => mails.sequences.at(mail) === sequence) ?? one.root;
      return { sequence, key: mails.firstKeys.values[first] as number, family: one };
    });
    for (const one of odd) {
      const [first] = one.found.records;
      const key = first?.key ?? 0;
      // Before the first mail that began later.
      others.push({ sequence: sequenceAt(mails, key) - 0.5, key, odd: one });
    }
    return others.sort((a, b) => a.sequence - b.sequence || a.key - b.key);
  }

  #addOther(source: RowSource | undefined): void {
    if (source === undefined) return;
    if ('family' in source) this.#addFamily(source.family, source.sequence);
    else this.#addOdd(source.odd);
  }

  #addMail(mail: number): void {
    const { mails } = this.#reader;
    const { recipients } = mails;
    this.#copyTime(mail);
    this.#firstIds.push(mails.ids.at(mail));
    this.#messageIds.push(mails.messageIds.at(mail));
    this.#senders.push(senderOf(this.#reader, mail));
    this.#clients.push(mails.clients.at(mail));
    this.#logins.push(mails.logins.at(mail));
    this.#sizes.push(mails.sizes.values[mail] as number);
    const start = this.#begin();
    for (let at = mails.firstRecipients.at(mail); at !== none; at = recipients.next.at(at)) {
      this.#pushRecipient(
        recipients.addresses.at(at),
        recipients.originals.at(at),
        recipients.statuses.values[at] as number,
        recipients.reasons.at(at),
        recipients.relays.at(at),
        recipients.delays.values[at] as number,
      );
    }
    this.#end(start, statusRank[this.#fateOf(mail)]);
  }

  #addPair(pairs: MailPairs, first: number, second: number): void {
    const { mails } = this.#reader;
    const { recipients } = mails;
    const row = this.#keys.length;
    const [root, next] = pairs.isRoot(first) ? [first, second] : [second, first];
    // Core's order: by time, the mail that came in before what came of it.
    const isRootFirst = (mails.firstKeys.values[root] as number) <= (mails.firstKeys.values[next] as number);
    this.#copyTime(first);
    this.#rowOfMail[first] = row;
    this.#rowOfMail[second] = row;
    this.#firstIds.push(mails.ids.at(isRootFirst ? root : next));
    this.#moreId(row, mails.ids.at(isRootFirst ? next : root));
    const messageId = mails.messageIds.at(root);
    this.#messageIds.push(messageId === none ? mails.messageIds.at(next) : messageId);
    const sender = senderOf(this.#reader, root);
    this.#senders.push(sender === none ? senderOf(this.#reader, next) : sender);
    this.#clients.push(mails.clients.at(root));
    this.#logins.push(mails.logins.at(root));
    const size = mails.sizes.values[root] as number;
    this.#sizes.push(Number.isNaN(size) ? (mails.sizes.values[next] as number) : size);
    const start = this.#begin();
    pairs.eachRecipient(root, (at, original) =>
      this.#pushRecipient(
        recipients.addresses.at(at),
        original,
        recipients.statuses.values[at] as number,
        recipients.reasons.at(at),
        recipients.relays.at(at),
        recipients.delays.values[at] as number,
      ),
    );
    // There is a recipient.
    this.#end(start, none);
  }

  /** What stands for a mail of which no recipient is known, see `statusWithoutRecipients`. */
  #fateOf(mail: number): RecipientStatus {
    const { mails } = this.#reader;
    if (mails.ids.at(mail) === none) return mails.has(mail, mailFlags.settled) ? 'unknown' : 'rejected';
    return mails.has(mail, mailFlags.ended) ? 'unknown' : 'queued';
  }

  #copyTime(mail: number): void {
    const { mails, zoneTexts } = this.#reader;
    this.#keys.push(mails.firstKeys.values[mail] as number);
    this.#seconds.push(mails.seconds.values[mail] as number);
    this.#fractions.push(mails.fractions.at(mail));
    this.#digits.push(mails.digits.values[mail] as number);
    this.#zones.push(this.#zone(zoneTexts[mails.zones.values[mail] ?? 0] ?? ''));
    this.#files.push(mails.files.at(mail));
    this.#lines.push(mails.lines.at(mail));
  }

  #zone(text: string): number {
    const known = this.#zoneNumbers.get(text);
    if (known !== undefined) return known;
    this.#zoneNumbers.set(text, this.#zoneNumbers.size);
    return this.#zoneNumbers.size - 1;
  }

  #addFamily(
    { mails: members, root, sender, messageId, size, recipients }: FamilyMessage,
    sequence: number,
  ): void {
    const { mails } = this.#reader;
    const row = this.#keys.length;
    const first = members.find((mail) => mails.sequences.at(mail) === sequence) ?? root;
    this.#copyTime(first);
    for (const mail of members) this.#rowOfMail[mail] = row;
    const ids = [...new Set(members.map((mail) => mails.ids.at(mail)))];
    this.#firstIds.push(ids[0] ?? none);
    for (const id of ids.slice(1)) this.#moreId(row, id);
    this.#messageIds.push(messageId);
    this.#senders.push(sender);
    this.#clients.push(mails.clients.at(root));
    this.#logins.push(mails.logins.at(root));
    this.#sizes.push(size);
    const start = this.#begin();
    for (const one of recipients) this.#pushFamilyRecipient(one);
    const isEnded = members.every((mail) => mails.has(mail, mailFlags.ended));
    this.#end(start, statusRank[isEnded ? 'unknown' : 'queued']);
  }

  #moreId(row: number, id: number): void {
    this.#extraIdRows.push(row);
    this.#extraIds.push(id);
  }

  #pushFamilyRecipient({ address, original, status, reason, relay, delay }: FamilyRecipient): void {
    this.#pushRecipient(address, original, status, reason, relay, delay);
  }

  #addOdd({ found, file }: OddMessage): void {
    const { message, notes, records } = found;
    const texts = this.#texts;
    const row = this.#keys.length;
    const [first] = records;
    const { seconds, fraction, zone } = splitTime(message.firstSeen);
    this.#keys.push(first?.key ?? 0);
    this.#seconds.push(seconds);
    this.#fractions.push(Number(fraction));
    this.#digits.push(fraction.length);
    this.#zones.push(this.#zone(zone));
    this.#files.push(file);
    this.#lines.push(first?.line ?? 0);
    const host = records.find(({ queueId }) => queueId !== null)?.host ?? '';
    const [firstId, ...more] = message.queueIds.map((id) => internText(texts.ids, `${host}\n${id}`));
    this.#firstIds.push(firstId ?? none);
    for (const id of more) this.#moreId(row, id);
    if (message.messageId === null) this.#messageIds.push(none);
    else this.#messageIds.push(this.#messageIdCount + this.#oddMessageIds.push(message.messageId) - 1);
    const address = (text: string | null): number =>
      text === null ? none : internText(texts.addresses, text);
    this.#senders.push(address(message.sender));
    this.#clients.push(message.client === null ? none : internText(texts.clients, message.client));
    this.#logins.push(notes.saslUsername === null ? none : internText(texts.logins, notes.saslUsername));
    this.#sizes.push(message.size ?? NaN);
    const start = this.#begin();
    const columns = this.#recipients;
    for (const recipient of message.recipients) {
      columns.addresses.push(address(recipient.address));
      columns.originals.push(address(recipient.originalAddress));
      columns.statuses.push(statusRank[recipient.status]);
      columns.causes.push(recipient.cause === null ? none : this.#causes.number(recipient.cause));
      columns.relays.push(recipient.relay === null ? none : internText(texts.relays, recipient.relay));
      columns.delays.push(recipient.delaySeconds ?? NaN);
    }
    const status = statusWithoutRecipients(message, notes);
    this.#end(start, statusRank[status]);
  }

  #begin(): number {
    this.#starts.push(this.#recipients.addresses.length);
    return this.#recipients.addresses.length;
  }

  #pushRecipient(
    address: number,
    original: number,
    status: number,
    reason: number,
    relay: number,
    delay: number,
  ): void {
    const columns = this.#recipients;
    columns.addresses.push(address);
    columns.originals.push(original);
    columns.statuses.push(status);
    const isFine =
      status === statusRank.delivered || status === statusRank.forwarded || status === statusRank.queued;
    columns.causes.push(isFine || reason === none ? none : (this.#causeOfReason[reason] ?? none));
    columns.relays.push(relay);
    columns.delays.push(delay);
  }

  #end(start: number, withoutRecipients: number): void {
    const { statuses } = this.#recipients;
    let telling = none;
    for (let at = start; at < statuses.length; at += 1) {
      if (telling === none || (statuses.values[at] as number) < (statuses.values[telling] as number))
        telling = at;
    }
    this.#telling.push(telling);
    this.#statuses.push(telling === none ? withoutRecipients : (statuses.values[telling] as number));
  }

  #finish(odd: readonly OddMessage[]): AssembledTable {
    const texts = this.#texts;
    this.#starts.push(this.#recipients.addresses.length);
    const counted = this.#counted(odd);
    // The rows have everything now; the pools need room.
    this.#reader.giveUp();
    const pools = this.#pools();
    const hasFractions = this.#digits.values.subarray(0, this.#digits.length).some((digits) => digits > 0);
    const table: MessageTable = {
      count: this.#keys.length,
      times: {
        keys: this.#keys.finish(),
        seconds: this.#seconds.finish(),
        fractions: hasFractions ? { values: this.#fractions.finish(), digits: this.#digits.finish() } : null,
        zones:
          this.#zoneNumbers.size === 1 && this.#zoneNumbers.has('') ? null : Uint16Array.from(this.#zones),
        zoneTexts: [...this.#zoneNumbers.keys()],
      },
      firstIds: this.#firstIds.finish(),
      moreIds: { rows: this.#extraIdRows.finish(), ids: this.#extraIds.finish() },
      messageIds: this.#messageIds.finish(),
      senders: this.#senders.finish(),
      clients: this.#clients.finish(),
      logins: this.#logins.finish(),
      sizes: this.#sizes.finish(),
      statuses: this.#statuses.finish(),
      telling: this.#telling.finish(),
      recipientStarts: this.#starts.finish(),
      recipients: {
        addresses: this.#recipients.addresses.finish(),
        originals: this.#recipients.originals.finish(),
        statuses: this.#recipients.statuses.finish(),
        causes: this.#recipients.causes.finish(),
        relays: this.#recipients.relays.finish(),
        delays: this.#recipients.delays.finish(),
      },
      counted,
      pools,
      reasons: texts.reasons,
    };
    return { table, places: { files: this.#files.finish(), lines: this.#lines.finish() } };
  }

  #counted(odd: readonly OddMessage[]): MessageTable['counted'] {
    const { events, mails } = this.#reader;
    const rowsOfOddId = this.#rowsOfOddIds(odd);
    const rowOf = (mail: number, at: number): number => {
      if (mail === none) return none;
      const row = this.#rowOfMail[mail] as number;
      if (row !== none) return row;
      const rowsOfId = rowsOfOddId.get(mails.ids.at(mail));
      return rowsOfId === undefined ? none : closestRow(rowsOfId, events.seconds.values[at] as number);
    };
    const rows = new Int32Array(events.mails.length);
    for (let at = 0; at < rows.length; at += 1) rows[at] = rowOf(events.mails.at(at), at);
    release(events.mails.values);
    return {
      rows,
      kinds: events.kinds.finish(),
      seconds: events.seconds.finish(),
      reasons: events.reasons.finish(),
      times: events.times,
    };
  }

  /** Which rows an odd queue ID has, with the time each begins. */
  #rowsOfOddIds(odd: readonly OddMessage[]): Map<number, { row: number; seconds: number }[]> {
    const found = new Map<number, { row: number; seconds: number }[]>();
    if (odd.length === 0) return found;
    const note = (id: number, row: number): void => {
      if (id === none) return;
      const rows = found.get(id) ?? [];
      rows.push({ row, seconds: this.#seconds.values[row] as number });
      found.set(id, rows);
    };
    for (let row = 0; row < this.#firstIds.length; row += 1) {
      const id = this.#firstIds.at(row);
      if (id !== none && this.#reader.oddIds[id] === 1) note(id, row);
    }
    for (let at = 0; at < this.#extraIds.length; at += 1) {
      const id = this.#extraIds.at(at);
      if (this.#reader.oddIds[id] === 1) note(id, this.#extraIdRows.at(at));
    }
    return found;
  }

  #pools(): MessageTable['pools'] {
    const texts = this.#texts;
    const domainOfAddress = texts.domains.all();
    const odd = new ListBytes(this.#oddMessageIds);
    return {
      addresses: BytePool.of(texts.addresses),
      clients: BytePool.of(texts.clients),
      relays: BytePool.of(texts.relays),
      logins: BytePool.of(texts.logins),
      queueIds: BytePool.of(texts.ids, { hasHosts: true }),
      messageIds: new JoinedPool([...texts.messageIds, odd.pool]),
      causes: this.#causes,
      domains: BytePool.of(texts.domains.names),
      domainOfAddress,
    };
  }
}

/** The message that began last before a time, else the first. */
function closestRow(rows: readonly { row: number; seconds: number }[], seconds: number): number {
  let best = rows[0];
  for (const one of rows) if (one.seconds <= seconds && one.seconds >= (best?.seconds ?? 0)) best = one;
  return best?.row ?? none;
}

/** Sequence of the first mail that began at or after a time. */
function sequenceAt({ count, firstKeys, sequences }: MailReader['mails'], key: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((firstKeys.values[middle] as number) < key) low = middle + 1;
    else high = middle;
  }
  return low < count ? sequences.at(low) : Infinity;
}

class ListBytes {
  readonly pool: BytePool;

  constructor(texts: readonly string[]) {
    const buffers = texts.map((text) => Buffer.from(text));
    const starts = new Int32Array(texts.length + 1);
    buffers.forEach((buffer, index) => (starts[index + 1] = (starts[index] ?? 0) + buffer.length));
    this.pool = new BytePool(Buffer.concat(buffers), starts, texts.length);
  }
}
