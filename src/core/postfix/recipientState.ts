import { findCause } from '../causes/findCause.ts';
import type { AccessEvent, DeliveryEvent } from './event.ts';
import type { LogRecord } from './logRecord.ts';
import { mailboxInReply } from './mailboxLocation.ts';
import { handedOnTo } from './queueLife.ts';
import type { RecipientStatus, TracedRecipient } from './tracedMessage.ts';

/** One recipient while its lines are read. */
export interface RecipientState {
  readonly address: string;
  readonly originalAddress: string | null;
  status: RecipientStatus;
  dsn: string | null;
  relay: string | null;
  reply: string | null;
  delaySeconds: number | null;
  attempts: number;
  firstAttempt: string | null;
  lastAttempt: string | null;
  daemon: string;
  /** The administrator deleted the mail while it was still to be delivered. */
  deletedByAdmin: boolean;
  /** Delivery that handed the mail on to another queue ID. */
  handedOn: { readonly queueId: string; readonly forwarded: boolean; readonly key: number } | null;
}

export function newRecipient(address: string, originalAddress: string | null): RecipientState {
  return {
    address,
    originalAddress,
    status: 'queued',
    dsn: null,
    relay: null,
    reply: null,
    delaySeconds: null,
    attempts: 0,
    firstAttempt: null,
    lastAttempt: null,
    daemon: '',
    deletedByAdmin: false,
    handedOn: null,
  };
}

/** States after which the queue does nothing more for a recipient. */
export function isFinal(status: RecipientStatus): boolean {
  return status !== 'queued' && status !== 'deferred' && status !== 'held' && status !== 'unknown';
}

/** amavisd accepts a mail it throws away: `250 2.7.0 Ok, discarded, id=1234-05 - spam`. */
const discardedByFilter = /^2\d\d[^,]{0,40}\bOk, discarded\b/i;

/** Status of one delivery line (postfix bounce(8), smtp(8): `status=`). */
export function statusOfDelivery(event: DeliveryEvent, daemon: string): RecipientStatus {
  switch (event.status) {
    case 'sent':
      if (daemon === 'discard' || discardedByFilter.test(event.reply ?? '')) return 'discarded';
      return handedOnTo(event.reply)?.forwarded === true ? 'forwarded' : 'delivered';
    case 'deferred':
      return 'deferred';
    case 'SOFTBOUNCE':
      // soft_bounce=yes: what would bounce stays in the queue
      return 'deferred';
    case 'bounced':
      return 'bounced';
    case 'expired':
      return 'expired';
    default:
      // `deliverable` and `undeliverable` answer a question (sendmail -bv, verify(8)); nothing was delivered.
      return 'unknown';
  }
}

export function applyDelivery(state: RecipientState, record: LogRecord, event: DeliveryEvent): void {
  const status = statusOfDelivery(event, record.daemon);
  const handed = status === 'delivered' || status === 'forwarded' ? handedOnTo(event.reply) : null;
  // local(8) may deliver into the mailbox and forward a copy for the same address: the mailbox is what counts.
  const alsoForwarded =
    (state.status === 'delivered' && status === 'forwarded') ||
    (state.status === 'forwarded' && status === 'delivered');
  if (handed !== null) state.handedOn = { ...handed, key: record.key };
  if (!alsoForwarded) state.attempts += record.times;
  state.firstAttempt ??= record.time;
  state.lastAttempt = record.time;
  if (alsoForwarded && status === 'forwarded') return;
  state.status = status;
  state.dsn = event.dsn;
  state.relay = event.relay;
  state.reply = event.reply;
  state.delaySeconds = event.delaySeconds;
  state.daemon = record.daemon;
}

export function applyDecision(
  state: RecipientState,
  record: LogRecord,
  event: AccessEvent,
  status: RecipientStatus,
): void {
  state.status = status;
  state.dsn = event.dsn;
  state.reply = event.reply;
  state.daemon = record.daemon;
  if (status !== 'rejected') return;
  state.attempts += record.times;
  state.firstAttempt ??= record.time;
  state.lastAttempt = record.time;
}

export function printRecipient(state: RecipientState): TracedRecipient {
  const { address, originalAddress, status, dsn, relay, reply, delaySeconds, attempts } = state;
  return {
    address,
    originalAddress,
    status,
    dsn,
    relay,
    reply,
    delaySeconds,
    attempts,
    firstAttempt: state.firstAttempt,
    lastAttempt: state.lastAttempt,
    cause: causeOf(state),
    mailbox: reply === null || status !== 'delivered' ? null : mailboxInReply(reply),
  };
}

function causeOf({ status, dsn, reply, daemon, deletedByAdmin }: RecipientState): string | null {
  // postsuper(1) says no more than `QUEUEID: removed`.
  if (deletedByAdmin) return findCause({ dsn: null, reply: 'removed', status, service: 'postsuper' });
  if (reply === null || status === 'delivered' || status === 'forwarded' || status === 'queued') return null;
  return findCause({ dsn, reply, status, service: daemon });
}
