import { findCause } from '../causes/findCause.ts';
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
    const reply = event.reply ?? '';
    const cause = findCause({ dsn: event.dsn, reply, status: counted, service: record.daemon });
    const key = `${counted}\n${event.dsn ?? ''}\n${cause ?? ''}\n${cause === null ? withoutDetails(reply) : ''}`;
    const known = this.#reasons.get(key);
    if (known !== undefined) known.count += record.times;
    else this.#reasons.set(key, { kind: counted, cause, dsn: event.dsn, reply, count: record.times });
  }

  list(): SummaryReason[] {
    return [...this.#reasons.values()].sort(
      (a, b) => b.count - a.count || compareText(a.kind, b.kind) || compareText(a.reply, b.reply),
    );
  }
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
