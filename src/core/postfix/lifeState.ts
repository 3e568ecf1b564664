import { assertNever } from '../assertNever.ts';
import type { AccessEvent, SuperuserEvent } from './event.ts';
import type { LogRecord } from './logRecord.ts';
import type { QueueLife } from './queueLife.ts';
import { applyDecision, applyDelivery, isFinal, newRecipient } from './recipientState.ts';
import type { RecipientState } from './recipientState.ts';
import type { AccessRecord } from './smtpSession.ts';

/** What one life of a queue ID comes to. */
export interface LifeState {
  readonly life: QueueLife;
  /** Lines of the life and of its SMTP session that are about it. */
  readonly records: readonly LogRecord[];
  readonly recipients: RecipientState[];
  readonly messageId: string | null;
  readonly sender: string | null;
  readonly client: string | null;
  readonly saslUsername: string | null;
  readonly size: number | null;
  readonly begun: boolean;
  readonly ended: boolean;
  /** Put back by `postsuper -r`: it goes on under another queue ID. */
  readonly requeued: boolean;
  readonly aborted: boolean;
  /** The life's last known state for recipients that no line names. */
  readonly fate: 'queued' | 'held' | 'discarded' | 'rejected' | 'unknown';
  /** Queue ID this mail had before `postsuper -r` or before a content filter. */
  readonly requeuedFrom: string | null;
  filteredFrom: string | null;
  readonly notifications: readonly { readonly queueId: string; readonly key: number }[];
  readonly firstKey: number;
  /** Of the last of `records`. */
  readonly lastKey: number;
  /** Life that handed the mail on to this one; set by `linkLives`. */
  parent: LifeState | null;
  readonly children: LifeState[];
}

/** Reads a life's lines into its state. */
export function lifeState(
  life: QueueLife,
  before: readonly AccessRecord[],
  abortedBy: LogRecord | null,
): LifeState {
  const reader = new LifeReader();
  const records = [...before, ...life.records];
  for (const record of records) reader.read(record);
  const all = abortedBy === null || records.includes(abortedBy) ? records : [...records, abortedBy];
  return reader.finish(life, all, abortedBy !== null);
}

class LifeReader {
  readonly #recipients = new Map<string, RecipientState>();
  /** Named by a decision about the mail as it came in, before aliases; deliveries know better. */
  readonly #provisional = new Set<RecipientState>();
  readonly #notifications: { queueId: string; key: number }[] = [];
  #messageId: string | null = null;
  #resentMessageId: string | null = null;
  #sender: string | null = null;
  #senderHint: string | null = null;
  #client: string | null = null;
  #saslUsername: string | null = null;
  #size: number | null = null;
  #begun = false;
  #ended = false;
  #requeued = false;
  #held = false;
  #discarded = false;
  #deleted = false;
  #refused = false;
  #requeuedFrom: string | null = null;
  #filteredFrom: string | null = null;

  read(record: LogRecord): void {
    const { event } = record;
    switch (event.type) {
      case 'client':
        this.#begun = true;
        this.#client ??= event.origClient ?? event.client;
        this.#saslUsername ??= event.saslUsername;
        this.#filteredFrom ??= event.origQueueId;
        return;
      case 'pickup':
        this.#begun = true;
        this.#senderHint ??= event.sender;
        this.#requeuedFrom ??= event.origId;
        return;
      case 'message-id':
        if (event.resent) this.#resentMessageId ??= event.messageId;
        else this.#messageId ??= event.messageId;
        return;
      case 'active':
        this.#sender ??= event.sender;
        this.#size ??= event.size;
        return;
      case 'removed':
        this.#ended = true;
        return;
      case 'expired':
        this.#sender ??= event.sender;
        for (const state of this.#recipients.values()) if (!isFinal(state.status)) state.status = 'expired';
        return;
      case 'delivery':
        applyDelivery(this.#recipient(event.address, event.originalAddress), record, event);
        return;
      case 'notification':
        this.#notifications.push({ queueId: event.notificationId, key: record.key });
        return;
      case 'access':
        this.#decide(record, event);
        return;
      case 'superuser':
        this.#administer(event);
        return;
      case 'session':
      case 'note':
      case 'diagnostic':
      case 'info':
        return;
      default:
        assertNever(event);
    }
  }

  /** Entries differ by address and by the address before aliases. */
  #recipient(address: string, originalAddress: string | null): RecipientState {
    const key = `${address.toLowerCase()}\n${originalAddress?.toLowerCase() ?? ''}`;
    const known = this.#recipients.get(key);
    if (known !== undefined) return known;
    const state = newRecipient(address, originalAddress);
    this.#recipients.set(key, state);
    return state;
  }

  #decide(record: LogRecord, event: AccessEvent): void {
    this.#senderHint ??= event.sender;
    if (event.action === 'reject_warning' || event.action === 'other' || event.action === 'redirect') return;
    const status = event.action === 'hold' ? 'held' : event.action === 'discard' ? 'discarded' : 'rejected';
    // Only a refusal of one recipient leaves the others alone; HOLD and DISCARD are about the whole mail (access(5)).
    if (status === 'held') this.#held = true;
    else if (status === 'discarded') this.#discarded = true;
    else if (event.stage !== 'RCPT') this.#refused = true;
    if (event.recipient === null) return;
    const state = this.#recipient(event.recipient, null);
    if (status !== 'rejected' && state.attempts === 0) this.#provisional.add(state);
    if (!isFinal(state.status)) applyDecision(state, record, event, status);
  }

  #administer(event: SuperuserEvent): void {
    switch (event.action) {
      case 'held':
        this.#held = true;
        return;
      case 'released':
        this.#held = false;
        for (const state of this.#recipients.values()) if (state.status === 'held') state.status = 'queued';
        return;
      case 'deleted':
        this.#ended = true;
        this.#discarded = true;
        this.#deleted = true;
        return;
      case 'requeued':
        this.#requeued = true;
        return;
      case 'expired':
        return;
      default:
        assertNever(event.action);
    }
  }

  finish(life: QueueLife, records: readonly LogRecord[], aborted: boolean): LifeState {
    const ended = this.#ended || this.#discarded || this.#refused;
    const recipients = this.#settledRecipients();
    // A recipient that nothing final happened to shares what happened to the mail as a whole.
    for (const state of recipients) {
      if (isFinal(state.status)) continue;
      if (this.#discarded) {
        state.status = 'discarded';
        state.deletedByAdmin = this.#deleted;
      } else if (this.#refused) state.status = 'rejected';
      else if (this.#held && !ended) state.status = 'held';
    }
    return {
      life,
      records,
      recipients,
      messageId: this.#messageId ?? this.#resentMessageId,
      sender: this.#sender ?? this.#senderHint,
      client: this.#client,
      saslUsername: this.#saslUsername,
      size: this.#size,
      begun: this.#begun,
      ended: ended || aborted,
      requeued: this.#requeued,
      aborted: aborted && !ended,
      fate: this.#fate(ended || aborted),
      requeuedFrom: this.#requeuedFrom,
      filteredFrom: this.#filteredFrom,
      notifications: this.#notifications,
      firstKey: records.reduce((least, { key }) => Math.min(least, key), Infinity),
      lastKey: records.at(-1)?.key ?? -Infinity,
      parent: null,
      children: [],
    };
  }

  #settledRecipients(): RecipientState[] {
    const all = [...this.#recipients.values()];
    const delivered = all.filter((state) => !this.#provisional.has(state) || state.attempts > 0);
    if (delivered.length === all.length || delivered.length === 0) return all;
    const known = new Set(
      delivered.flatMap(({ address, originalAddress }) => [address, originalAddress ?? address]).map(lower),
    );
    return all.filter(
      (state) =>
        !this.#provisional.has(state) ||
        state.attempts > 0 ||
        (!this.#ended && !known.has(lower(state.address))),
    );
  }

  #fate(ended: boolean): LifeState['fate'] {
    if (this.#discarded) return 'discarded';
    if (this.#refused) return 'rejected';
    if (ended) return 'unknown';
    return this.#held ? 'held' : 'queued';
  }
}

function lower(address: string): string {
  return address.toLowerCase();
}
