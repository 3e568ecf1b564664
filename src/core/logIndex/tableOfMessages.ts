import { domainOf, countedAs } from '../postfix/logTotals.ts';
import type { LogRecord } from '../postfix/logRecord.ts';
import { reasonOf } from '../postfix/reasonCounts.ts';
import type { CorrelatedMessage } from '../postfix/tracedMessages.ts';
import type { RecipientStatus } from '../postfix/tracedMessage.ts';
import { countedKinds, none, statusRank } from './messageTable.ts';
import type { MessageTable, TableReason } from './messageTable.ts';
import { plainLoops } from './rowLoops.ts';
import { splitTime } from './splitTime.ts';
import { statusWithoutRecipients, tellingRecipient } from './tellingRecipient.ts';
import { ListPool } from './textPool.ts';

/**
 * The table of messages the reference put together; `records` are all lines that were understood, in order of time. The
 * byte scanner fills the same columns without ever making these objects.
 */
export function tableOfMessages(
  found: readonly CorrelatedMessage[],
  records: readonly LogRecord[],
): MessageTable {
  const filling = new Filling();
  const rowOf = new Map<LogRecord, number>();
  found.forEach((one, row) => {
    filling.add(one);
    for (const record of one.records) if (!rowOf.has(record)) rowOf.set(record, row);
  });
  for (const record of records) filling.count(record, rowOf.get(record) ?? none);
  return filling.finish();
}

class Filling {
  readonly #keys: number[] = [];
  readonly #seconds: number[] = [];
  readonly #fractions: number[] = [];
  readonly #digits: number[] = [];
  readonly #zones: number[] = [];
  readonly #zoneTexts = new ListPool();
  readonly #firstIds: number[] = [];
  readonly #moreRows: number[] = [];
  readonly #moreIds: number[] = [];
  readonly #messageIds: number[] = [];
  readonly #senders: number[] = [];
  readonly #clients: number[] = [];
  readonly #logins: number[] = [];
  readonly #sizes: number[] = [];
  readonly #statuses: number[] = [];
  readonly #telling: number[] = [];
  readonly #starts: number[] = [0];
  readonly #recipients: number[] = [];
  readonly #originals: number[] = [];
  readonly #recipientStatuses: number[] = [];
  readonly #causes: number[] = [];
  readonly #relays: number[] = [];
  readonly #delays: number[] = [];
  readonly #countedRows: number[] = [];
  readonly #countedKinds: number[] = [];
  readonly #countedSeconds: number[] = [];
  readonly #countedReasons: number[] = [];
  readonly #countedTimes = new Map<number, number>();
  readonly #pools = {
    addresses: new ListPool(),
    clients: new ListPool(),
    relays: new ListPool(),
    logins: new ListPool(),
    queueIds: new ListPool(),
    messageIds: new ListPool(),
    causes: new ListPool(),
    domains: new ListPool(),
  };
  readonly #reasons: TableReason[] = [];
  readonly #reasonNumbers = new Map<string, number>();

  add({ message, notes, records }: CorrelatedMessage): void {
    const row = this.#keys.length;
    const pools = this.#pools;
    this.#time(records[0]?.key ?? 0, message.firstSeen);
    const [first, ...more] = message.queueIds.map((id) => pools.queueIds.number(id));
    this.#firstIds.push(first ?? none);
    for (const id of more) {
      this.#moreRows.push(row);
      this.#moreIds.push(id);
    }
    this.#messageIds.push(numberIn(pools.messageIds, message.messageId));
    this.#senders.push(numberIn(pools.addresses, message.sender));
    this.#clients.push(numberIn(pools.clients, message.client));
    this.#logins.push(numberIn(pools.logins, notes.saslUsername));
    this.#sizes.push(message.size ?? NaN);
    const start = this.#recipients.length;
    for (const recipient of message.recipients) {
      this.#recipients.push(pools.addresses.number(recipient.address));
      this.#originals.push(numberIn(pools.addresses, recipient.originalAddress));
      this.#recipientStatuses.push(statusRank[recipient.status]);
      this.#causes.push(numberIn(pools.causes, recipient.cause));
      this.#relays.push(numberIn(pools.relays, recipient.relay));
      this.#delays.push(recipient.delaySeconds ?? NaN);
    }
    this.#starts.push(this.#recipients.length);
    const statuses = message.recipients.map(({ status }) => status);
    const telling = tellingRecipient(statuses);
    const status: RecipientStatus = statuses[telling] ?? statusWithoutRecipients(message, notes);
    this.#telling.push(telling < 0 ? none : start + telling);
    this.#statuses.push(statusRank[status]);
  }

  #time(key: number, iso: string): void {
    const { seconds, fraction, zone } = splitTime(iso);
    this.#keys.push(key);
    this.#seconds.push(seconds);
    this.#fractions.push(Number(fraction));
    this.#digits.push(fraction.length);
    this.#zones.push(this.#zoneTexts.number(zone));
  }

  count(record: LogRecord, row: number): void {
    const kind = countedAs(record);
    if (kind === null) return;
    if (record.times !== 1) this.#countedTimes.set(this.#countedRows.length, record.times);
    this.#countedRows.push(row);
    this.#countedKinds.push(countedKinds.indexOf(kind));
    this.#countedSeconds.push(splitTime(record.time).seconds);
    const { event } = record;
    const isGood = kind === 'received' || kind === 'delivered';
    const hasReason = !isGood && (event.type === 'delivery' || event.type === 'access');
    this.#countedReasons.push(hasReason ? this.#reason(event, kind, record.daemon) : none);
  }

  #reason(event: Parameters<typeof reasonOf>[0], kind: TableReason['kind'], daemon: string): number {
    const { key, ...reason } = reasonOf(event, kind, daemon);
    const known = this.#reasonNumbers.get(key);
    if (known !== undefined) return known;
    this.#reasonNumbers.set(key, this.#reasons.length);
    return this.#reasons.push(reason) - 1;
  }

  finish(): MessageTable {
    const pools = this.#pools;
    const domainOfAddress = new Int32Array(pools.addresses.count);
    for (let address = 0; address < domainOfAddress.length; address += 1) {
      domainOfAddress[address] = numberIn(
        pools.domains,
        domainOf(pools.addresses.text(address).toLowerCase()),
      );
    }
    return {
      count: this.#keys.length,
      times: {
        keys: Float64Array.from(this.#keys),
        seconds: Float64Array.from(this.#seconds),
        fractions: { values: Int32Array.from(this.#fractions), digits: Uint8Array.from(this.#digits) },
        zones: Uint16Array.from(this.#zones),
        zoneTexts: Array.from({ length: this.#zoneTexts.count }, (_, zone) => this.#zoneTexts.text(zone)),
      },
      firstIds: Int32Array.from(this.#firstIds),
      moreIds: { rows: Int32Array.from(this.#moreRows), ids: Int32Array.from(this.#moreIds) },
      messageIds: Int32Array.from(this.#messageIds),
      senders: Int32Array.from(this.#senders),
      clients: Int32Array.from(this.#clients),
      logins: Int32Array.from(this.#logins),
      sizes: Float64Array.from(this.#sizes),
      statuses: Uint8Array.from(this.#statuses),
      telling: Int32Array.from(this.#telling),
      recipientStarts: Int32Array.from(this.#starts),
      recipients: {
        addresses: Int32Array.from(this.#recipients),
        originals: Int32Array.from(this.#originals),
        statuses: Uint8Array.from(this.#recipientStatuses),
        causes: Int32Array.from(this.#causes),
        relays: Int32Array.from(this.#relays),
        delays: Float64Array.from(this.#delays),
      },
      counted: {
        rows: Int32Array.from(this.#countedRows),
        kinds: Uint8Array.from(this.#countedKinds),
        seconds: Float64Array.from(this.#countedSeconds),
        reasons: Int32Array.from(this.#countedReasons),
        times: this.#countedTimes,
      },
      pools: { ...pools, domainOfAddress },
      reasons: this.#reasons,
      loops: plainLoops,
    };
  }
}

function numberIn(pool: ListPool, text: string | null): number {
  return text === null ? none : pool.number(text);
}
