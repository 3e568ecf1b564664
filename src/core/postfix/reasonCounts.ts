import { findCause } from '../causes/findCause.ts';
import type { DeliveryEvent } from './event.ts';
import type { Counted } from './logTotals.ts';
import type { LogRecord } from './logRecord.ts';
import type { SummaryReason } from './summaryParts.ts';

/**
 * Counts why mail was deferred, bounced, rejected, held or discarded. Replies with a known cause are counted together a
 * cause and status code; others by their text without what differs from mail to mail.
 */
export class ReasonCounts {
  readonly #reasons = new Map<string, { -readonly [K in keyof SummaryReason]: SummaryReason[K] }>();

  /** Records must come in order of time: the first reply of a reason is the one shown. */
  add(record: LogRecord, counted: Counted): void {
    if (counted === null || counted === 'received' || counted === 'delivered') return;
    const { event } = record;
    if (event.type !== 'delivery' && event.type !== 'access') return;
    const { key, ...reason } = reasonOf(event, counted, record.daemon);
    const known = this.#reasons.get(key);
    if (known !== undefined) known.count += record.times;
    else this.#reasons.set(key, { ...reason, count: record.times });
  }

  list(): SummaryReason[] {
    return [...this.#reasons.values()].sort(compareReasons);
  }
}

export interface Reason extends Omit<SummaryReason, 'count'> {
  /** The same for all that count as one reason. */
  readonly key: string;
}

export function reasonOf(
  event: Pick<DeliveryEvent, 'dsn' | 'reply'>,
  kind: SummaryReason['kind'],
  daemon: string,
): Reason {
  const { dsn } = event;
  const reply = event.reply ?? '';
  const cause = findCause({ dsn, reply, status: kind, service: daemon });
  const key = `${kind}\n${dsn ?? ''}\n${cause ?? ''}\n${cause === null ? withoutDetails(reply) : ''}`;
  return { kind, cause, dsn, reply, key };
}

/** Most frequent first. */
export function compareReasons(a: SummaryReason, b: SummaryReason): number {
  return b.count - a.count || compareText(a.kind, b.kind) || compareText(a.reply, b.reply);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Addresses, hosts, queue IDs and numbers out; what is left names the reason. */
function withoutDetails(reply: string): string {
  return reply
    .slice(0, 500)
    .replace(/<[^<>]*>/g, '<>')
    .replace(/\[[^[\]]*\]/g, '[]')
    .replace(/[^\s@]{0,64}@\S*/g, '@')
    .replace(/[^\s.]*\d\S*/g, '#');
}
