import type { AccessAction, AccessEvent, DeliveryEvent } from './event.ts';
import type { LogRecord } from './logRecord.ts';
import type { SummaryTotals } from './summaryParts.ts';

type Counters = { -readonly [K in keyof SummaryTotals]: number };

/** What one record adds to an hour's bars, and to the reasons. */
export type Counted =
  'received' | 'delivered' | 'deferred' | 'bounced' | 'rejected' | 'held' | 'discarded' | null;

/**
 * Counts as pflogsumm counts its "Grand Totals", record by record in order of time:
 * - received: mail that smtpd, qmqpd or pickup gave a queue ID to; bounces and forwarded copies Postfix makes itself do not count
 * - delivered: `status=sent` lines, a line a recipient, a filter's hand-over included; `forwarded as` counts apart
 * - deferred: queue IDs deferred at least once; deferrals: the lines
 * - rejected, reject warnings, held, discarded: decisions of smtpd, postscreen and of cleanup's checks; those of a
 *   milter only where cleanup logs them (at the end of the message)
 * - bytes received and senders: once a queue ID, if it was received here; bytes delivered: the size once a delivery
 * - addresses differ in case before the `@`, domains do not; the null sender is one sender
 * A size is kept for the queue ID even if the ID is used again, as pflogsumm does.
 */
export class LogTotals {
  readonly #counts = zeroCounters();
  readonly #sizes = new Map<string, number>();
  /** Where mail came from whose size is not known yet. */
  readonly #received = new Map<string, string>();
  readonly #deferred = new Set<string>();
  readonly #senders = new Set<string>();
  readonly #sendingDomains = new Set<string>();
  readonly #recipients = new Set<string>();
  readonly #recipientDomains = new Set<string>();

  add(record: LogRecord): Counted {
    const { event, times } = record;
    const id = `${record.host}\n${record.queueId ?? ''}`;
    const counted = countedAs(record);
    if (counted !== null && counted !== 'deferred') this.#counts[counted] += times;
    switch (event.type) {
      case 'client':
        this.#received.set(id, domainOfClient(event.client));
        break;
      case 'pickup':
        this.#received.set(id, '');
        break;
      case 'active':
        this.#addSize(id, event.sender, event.size ?? 0);
        break;
      case 'delivery':
        this.#addDelivery(id, event, counted, times);
        break;
      case 'access':
        if (event.action === 'reject_warning' && isCountedDecision(event, record.daemon))
          this.#counts.rejectWarnings += times;
        break;
      default:
        break;
    }
    return counted;
  }

  #addSize(id: string, logged: string, size: number): void {
    if ((this.#sizes.get(id) ?? 0) > 0) return;
    this.#sizes.set(id, size);
    const from = this.#received.get(id);
    if (from === undefined) return;
    this.#received.delete(id);
    const sender = logged === '' ? 'from=<>' : normalAddress(logged);
    this.#senders.add(sender);
    this.#sendingDomains.add(domainOf(sender) ?? (from === '' ? sender : from));
    this.#counts.bytesReceived += size;
  }

  #addDelivery(id: string, event: DeliveryEvent, counted: Counted, times: number): void {
    const counts = this.#counts;
    if (counted === 'delivered') {
      const address = normalAddress(event.address);
      this.#recipients.add(address);
      this.#recipientDomains.add(domainOf(address) ?? address);
      counts.bytesDelivered += (this.#sizes.get(id) ?? 0) * times;
    } else if (counted === 'deferred') {
      this.#deferred.add(id);
      counts.deferrals += times;
    } else if (event.status === 'sent') counts.forwarded += times;
  }

  totals(): SummaryTotals {
    return {
      ...this.#counts,
      deferred: this.#deferred.size,
      senders: this.#senders.size,
      sendingDomains: this.#sendingDomains.size,
      recipients: this.#recipients.size,
      recipientDomains: this.#recipientDomains.size,
    };
  }
}

/** What one record counts as, see `LogTotals`. */
export function countedAs({ event, daemon }: Pick<LogRecord, 'event' | 'daemon'>): Counted {
  switch (event.type) {
    case 'client':
    case 'pickup':
      return 'received';
    case 'delivery':
      if (event.status === 'sent')
        return event.reply?.includes('forwarded as ') === true ? null : 'delivered';
      return event.status === 'deferred' || event.status === 'bounced' ? event.status : null;
    case 'access':
      return isCountedDecision(event, daemon) ? (countedActions[event.action] ?? null) : null;
    default:
      return null;
  }
}

const countedActions: Readonly<Partial<Record<AccessAction, Counted>>> = {
  reject: 'rejected',
  hold: 'held',
  discard: 'discarded',
};

/** True for the decisions pflogsumm counts, see `LogTotals`. */
export function isCountedDecision({ stage, by }: AccessEvent, daemon: string): boolean {
  return daemon === 'cleanup'
    ? ['header', 'body', 'END-OF-MESSAGE'].includes(stage)
    : (daemon === 'smtpd' || daemon === 'postscreen') && by === 'access';
}

/** The domain in lower case, the part before it as logged. */
export function normalAddress(address: string): string {
  const at = address.indexOf('@');
  return at < 0 ? address : address.slice(0, at) + address.slice(at).toLowerCase();
}

export function domainOf(address: string): string | null {
  const at = address.indexOf('@');
  return at <= 0 || at === address.length - 1 ? null : address.slice(at + 1);
}

/**
 * `mx1.mail.example.org[192.0.2.1]` counts as `example.org`, `unknown[192.0.2.1]` as its address: the last two labels
 * before a three-letter ending, otherwise the last three (`example.co.uk`).
 */
export function domainOfClient(client: string): string {
  const open = client.indexOf('[');
  const name = open < 0 ? client : client.slice(0, open);
  const address = open < 0 ? client : client.slice(open + 1).replace(/\].*$/, '');
  if (name === '' || name === 'unknown') return address;
  const found = /^.*\.([^.]+)\.([^.]{3}|[^.]{2,3}\.[^.]{2})$/.exec(name);
  return found === null ? name : `${(found[1] ?? '').toLowerCase()}.${(found[2] ?? '').toLowerCase()}`;
}

/** All totals before the first line is read. */
export function zeroCounters(): Counters {
  return {
    received: 0,
    delivered: 0,
    forwarded: 0,
    deferred: 0,
    deferrals: 0,
    bounced: 0,
    rejected: 0,
    rejectWarnings: 0,
    held: 0,
    discarded: 0,
    bytesReceived: 0,
    bytesDelivered: 0,
    senders: 0,
    sendingDomains: 0,
    recipients: 0,
    recipientDomains: 0,
  };
}
