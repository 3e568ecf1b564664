import { statusWithoutRecipients } from '../../core/logIndex/tellingRecipient.ts';
import { splitTime } from '../../core/logIndex/splitTime.ts';
import { ListPool } from '../../core/logIndex/textPool.ts';
import { statusRank } from '../../core/logIndex/messageTable.ts';
import type { MessageTable, TablePools, TableReason } from '../../core/logIndex/messageTable.ts';
import { plainLoops } from '../../core/logIndex/rowLoops.ts';
import type { RowLoops } from '../../core/logIndex/rowLoops.ts';
import type { RecipientStatus } from '../../core/postfix/tracedMessage.ts';
import { Int32Column } from '../engine/column.ts';
import { TableKernel } from '../kernel/tableKernel.ts';
import type { KernelRoom } from '../kernel/tableKernel.ts';
import { gatherBytes, gatherFractions, gatherNumbers } from './gather.ts';
import { giveUpColumns, mailFlags, none } from './mailColumns.ts';
import type { Families, FamilyMessage } from './mailFamilies.ts';
import type { MailPairs } from './mailPairs.ts';
import type { MailReader } from './mailReader.ts';
import { numberOdd } from './oddNumbers.ts';
import type { OddNumbers } from './oddNumbers.ts';
import { orderRows } from './rowOrder.ts';
import type { OddMessage, RowOrder, SpecialRow } from './rowOrder.ts';
import type { SharedTexts } from './sharedTexts.ts';
import { roomOfPools, tablePools } from './tablePools.ts';
import { causeOf, TableRecipients } from './tableRecipients.ts';

/** Where each message's first line stands, to open it again. */
export interface MessagePlaces {
  readonly files: Int32Array;
  /** From 1. */
  readonly lines: Int32Array;
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
  return new Assembly(reader, texts, families.pairs, orderRows(reader, families, odd), odd).run();
}

/** A column is copied as a whole for all rows, as if each were one mail; then come those that are more than that. */
class Assembly {
  readonly #reader: MailReader;
  readonly #reasons: readonly TableReason[];
  readonly #pairs: MailPairs;
  readonly #order: RowOrder;
  /** Where the columns are to stand that are asked about most. */
  readonly #loops: RowLoops;
  readonly #moreIds = { rows: new Int32Column(1), ids: new Int32Column(1) };
  readonly #zoneTexts: string[];
  readonly #times;
  readonly #places;
  readonly #columns;
  readonly #starts: Int32Array;
  readonly #recipients: TableRecipients;
  /** By row without recipients. */
  readonly #fates = new Map<number, number>();
  readonly #causes = new ListPool();
  readonly #causesOfReasons: number[] = [];
  readonly #oddNumbers: ReadonlyMap<OddMessage, OddNumbers>;
  readonly #pools: TablePools;

  constructor(
    reader: MailReader,
    texts: SharedTexts,
    pairs: MailPairs,
    order: RowOrder,
    odd: readonly OddMessage[],
  ) {
    this.#reader = reader;
    this.#reasons = texts.reasons;
    this.#pairs = pairs;
    this.#order = order;
    const { mails } = reader;
    for (const { cause } of texts.reasons)
      this.#causesOfReasons.push(cause === null ? none : this.#causes.number(cause));
    const { numbers, messageIds } = numberOdd(odd, texts, this.#causes);
    this.#oddNumbers = numbers;
    const kernel = TableKernel.make(roomFor(reader, texts, order));
    this.#loops = kernel ?? plainLoops;
    // First of all: the columns stand where the texts stood then.
    this.#pools = { ...tablePools(texts, messageIds, kernel), causes: this.#causes };
    const [rows, room] = [order.mails, this.#loops];
    this.#zoneTexts = [...reader.zoneTexts];
    const hasFractions = isAny(mails.digits.finish()) || order.special.some(hasOddFraction);
    const hasZones = reader.zoneTexts.length > 1 || order.special.some(hasOddZone);
    this.#times = {
      keys: gatherFractions(mails.firstKeys, rows),
      seconds: gatherFractions(mails.seconds, rows),
      fractions: hasFractions
        ? { values: gatherNumbers(mails.fractions, rows), digits: gatherBytes(mails.digits, rows) }
        : null,
      zones: hasZones ? Uint16Array.from(gatherBytes(mails.zones, rows)) : null,
      zoneTexts: this.#zoneTexts,
    };
    giveUpColumns(mails.seconds, mails.fractions, mails.digits, mails.zones);
    this.#places = { files: gatherNumbers(mails.files, rows), lines: gatherNumbers(mails.lines, rows) };
    giveUpColumns(mails.files, mails.lines);
    this.#columns = {
      firstIds: gatherNumbers(mails.ids, rows, room),
      messageIds: gatherNumbers(mails.messageIds, rows, room),
      senders: gatherNumbers(mails.senders, rows, room),
      clients: gatherNumbers(mails.clients, rows, room),
      logins: gatherNumbers(mails.logins, rows),
      sizes: gatherFractions(mails.sizes, rows),
    };
    this.#starts = new Int32Array(order.count + 1);
    const own = order.special.reduce((sum, { family, odd }) => sum + recipientsOf(family, odd), 0);
    this.#recipients = new TableRecipients(mails.recipients, own);
  }

  run(): AssembledTable {
    const { count, mails: rows, special } = this.#order;
    const { firstRecipients } = this.#reader.mails;
    let next = 0;
    for (let row = 0; row < count; row += 1) {
      this.#starts[row] = this.#recipients.length;
      const one = special[next];
      if (one?.row !== row) {
        this.#recipients.addChain(firstRecipients.values[rows[row] as number] as number);
        continue;
      }
      next += 1;
      if (one.odd !== null) this.#odd(row, one.odd);
      else if (one.family !== null) this.#family(row, one.family);
      else this.#pair(row, rows[row] as number);
    }
    this.#starts[count] = this.#recipients.length;
    return this.#finish();
  }

  #pair(row: number, first: number): void {
    const { mails } = this.#reader;
    const pairs = this.#pairs;
    const second = pairs.partners[first] as number;
    const [root, next] = pairs.isRoot(first) ? [first, second] : [second, first];
    const columns = this.#columns;
    // Core's order: by time, the mail that came in before what came of it.
    const isRootFirst = (mails.firstKeys.values[root] as number) <= (mails.firstKeys.values[next] as number);
    columns.firstIds[row] = mails.ids.at(isRootFirst ? root : next);
    this.#moreId(row, mails.ids.at(isRootFirst ? next : root));
    const firstKnown = ({ values }: Int32Column): number =>
      values[root] === none ? (values[next] as number) : (values[root] as number);
    columns.messageIds[row] = firstKnown(mails.messageIds);
    columns.senders[row] = firstKnown(mails.senders);
    columns.clients[row] = mails.clients.at(root);
    columns.logins[row] = mails.logins.at(root);
    const size = mails.sizes.values[root] as number;
    columns.sizes[row] = Number.isNaN(size) ? (mails.sizes.values[next] as number) : size;
    pairs.eachRecipient(root, (at, original) => this.#recipients.addWithOriginal(at, original));
  }

  #family(row: number, { mails: members, root, sender, messageId, size, recipients }: FamilyMessage): void {
    const { mails } = this.#reader;
    const columns = this.#columns;
    const [firstId, ...more] = new Set(members.map((mail) => mails.ids.at(mail)));
    columns.firstIds[row] = firstId ?? none;
    for (const id of more) this.#moreId(row, id);
    columns.messageIds[row] = messageId;
    columns.senders[row] = sender;
    columns.clients[row] = mails.clients.at(root);
    columns.logins[row] = mails.logins.at(root);
    columns.sizes[row] = size;
    for (const { reason, ...one } of recipients) {
      const cause = causeOf(this.#causesOfReasons, one.status, reason);
      this.#recipients.addOwn({ ...one, cause });
    }
    const isEnded = members.every((mail) => mails.has(mail, mailFlags.ended));
    this.#fates.set(row, statusRank[isEnded ? 'unknown' : 'queued']);
  }

  #odd(row: number, odd: OddMessage): void {
    const numbers = this.#oddNumbers.get(odd);
    if (numbers === undefined) throw new Error('not numbered');
    const { message, notes, records } = odd.found;
    const columns = this.#columns;
    const [first] = records;
    const { seconds, fraction, zone } = splitTime(message.firstSeen);
    this.#times.keys[row] = first?.key ?? 0;
    this.#times.seconds[row] = seconds;
    if (this.#times.fractions !== null) {
      this.#times.fractions.values[row] = Number(fraction);
      this.#times.fractions.digits[row] = fraction.length;
    }
    if (this.#times.zones !== null) this.#times.zones[row] = this.#zone(zone);
    this.#places.files[row] = odd.file;
    this.#places.lines[row] = first?.line ?? 0;
    const [firstId, ...more] = numbers.ids;
    columns.firstIds[row] = firstId ?? none;
    for (const id of more) this.#moreId(row, id);
    columns.messageIds[row] = numbers.messageId;
    columns.senders[row] = numbers.sender;
    columns.clients[row] = numbers.client;
    columns.logins[row] = numbers.login;
    columns.sizes[row] = message.size ?? NaN;
    for (const recipient of numbers.recipients) this.#recipients.addOwn(recipient);
    this.#fates.set(row, statusRank[statusWithoutRecipients(message, notes)]);
  }

  #moreId(row: number, id: number): void {
    this.#moreIds.rows.push(row);
    this.#moreIds.ids.push(id);
  }

  #zone(text: string): number {
    const known = this.#zoneTexts.indexOf(text);
    return known >= 0 ? known : this.#zoneTexts.push(text) - 1;
  }

  /** What stands for a mail of which no recipient is known, see `statusWithoutRecipients`. */
  #fateOf(mail: number): RecipientStatus {
    const { mails } = this.#reader;
    if (mails.ids.at(mail) === none) return mails.has(mail, mailFlags.settled) ? 'unknown' : 'rejected';
    return mails.has(mail, mailFlags.ended) ? 'unknown' : 'queued';
  }

  /** The recipient that tells most of each row, and its status. */
  #telling(recipientStatuses: Uint8Array): { readonly telling: Int32Array; readonly statuses: Uint8Array } {
    const { count, mails: rows } = this.#order;
    const starts = this.#starts;
    const telling = new Int32Array(count);
    const statuses = new Uint8Array(count);
    for (let row = 0; row < count; row += 1) {
      const [start, end] = [starts[row] as number, starts[row + 1] as number];
      if (start === end) {
        telling[row] = none;
        statuses[row] = this.#fates.get(row) ?? statusRank[this.#fateOf(rows[row] as number)];
        continue;
      }
      let best = start;
      for (let at = start + 1; at < end; at += 1)
        if ((recipientStatuses[at] as number) < (recipientStatuses[best] as number)) best = at;
      telling[row] = best;
      statuses[row] = recipientStatuses[best] as number;
    }
    return { telling, statuses };
  }

  #finish(): AssembledTable {
    const recipients = this.#recipients.finish(this.#causesOfReasons, this.#loops);
    const { telling, statuses } = this.#telling(recipients.statuses);
    const counted = this.#counted();
    // The rows have everything now; the pools need room.
    this.#reader.giveUp();
    const table: MessageTable = {
      count: this.#order.count,
      times: this.#times,
      ...this.#columns,
      moreIds: { rows: this.#moreIds.rows.finish(), ids: this.#moreIds.ids.finish() },
      statuses,
      telling,
      recipientStarts: this.#starts,
      recipients,
      counted,
      pools: this.#pools,
      reasons: this.#reasons,
      loops: this.#loops,
    };
    return { table, places: this.#places };
  }

  #counted(): MessageTable['counted'] {
    const { events, mails } = this.#reader;
    const rowsOfOddId = this.#rowsOfOddIds();
    const rows = events.mails.finish();
    for (let at = 0; at < rows.length; at += 1) {
      const mail = rows[at] as number;
      if (mail === none) continue;
      const row = this.#order.rowOfMail[mail] as number;
      if (row !== none) rows[at] = row;
      else {
        const rowsOfId = rowsOfOddId.get(mails.ids.at(mail));
        rows[at] = rowsOfId === undefined ? none : closestRow(rowsOfId, events.seconds.values[at] as number);
      }
    }
    return {
      rows,
      kinds: events.kinds.finish(),
      seconds: events.seconds.finish(),
      reasons: events.reasons.finish(),
      times: events.times,
    };
  }

  /** Which rows an odd queue ID has, with the time each begins. */
  #rowsOfOddIds(): Map<number, { row: number; seconds: number }[]> {
    const found = new Map<number, { row: number; seconds: number }[]>();
    if (!this.#order.special.some(({ odd }) => odd !== null)) return found;
    const { oddIds } = this.#reader;
    const note = (id: number, row: number): void => {
      if (id === none || oddIds[id] !== 1) return;
      const rows = found.get(id) ?? [];
      rows.push({ row, seconds: this.#times.seconds[row] as number });
      found.set(id, rows);
    };
    for (const [row, id] of this.#columns.firstIds.entries()) note(id, row);
    const { rows, ids } = this.#moreIds;
    for (let at = 0; at < ids.length; at += 1) note(ids.at(at), rows.at(at));
    return found;
  }
}

/** The message that began last before a time, else the first. */
function closestRow(rows: readonly { row: number; seconds: number }[], seconds: number): number {
  let best = rows[0];
  for (const one of rows) if (one.seconds <= seconds && one.seconds >= (best?.seconds ?? 0)) best = one;
  return best?.row ?? none;
}

function isAny(values: Uint8Array): boolean {
  return values.some((value) => value !== 0);
}

function hasOddFraction({ odd }: SpecialRow): boolean {
  return odd !== null && splitTime(odd.found.message.firstSeen).fraction !== '';
}

function hasOddZone({ odd }: SpecialRow): boolean {
  return odd !== null && splitTime(odd.found.message.firstSeen).zone !== '';
}

function recipientsOf(family: FamilyMessage | null, odd: OddMessage | null): number {
  return (family?.recipients.length ?? 0) + (odd?.found.message.recipients.length ?? 0);
}

/** What a table asks its kernel for. */
function roomFor({ mails, events }: MailReader, texts: SharedTexts, { count }: RowOrder): KernelRoom {
  const pools = roomOfPools(texts);
  const numbers =
    columnsOfRows * count +
    columnsOfRecipients * mails.recipients.next.length +
    columnsOfEvents * events.mails.length;
  return { bytes: pools.bytes + 4 * numbers, rows: count, texts: pools.texts };
}

/** Four of the table and those of `TableParts`: three rankings, sizes (twice), and classes of outcomes. */
const columnsOfRows = 10;
/** Two of the table, their rows, and three rankings. */
const columnsOfRecipients = 6;
/** Their rows, minute by minute, and where those end and how many are let through. */
const columnsOfEvents = 3;
