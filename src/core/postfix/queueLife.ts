import { compareRecords } from './logRecord.ts';
import type { LogRecord, RecordFile } from './logRecord.ts';
import { queueIdAfter } from './queueId.ts';

/** Everything the logs say about one message under one queue ID. A queue ID used again is another life. */
export interface QueueLife {
  readonly queueId: string;
  readonly host: string;
  /** In order of time. */
  readonly records: LogRecord[];
}

/** Seconds in which lines may come late or in the wrong order (busy loggers, journald). */
const disorderMillis = 5_000;
/** pickup may log after cleanup has begun to read; a slow sender may take its time. */
const slowStartMillis = 300_000;
/** A delivery agent may log after the queue manager's `removed`, or after the administrator deleted the mail. */
const lateMillis = 3_600_000;
/** Queue lifetimes are 5 days unless changed (postconf(5), maximal_queue_lifetime); silence for longer ends a life. */
const silenceMillis = 6 * 86_400_000;

/** Groups records by queue ID and splits them where the ID was given out again. */
export function queueLives(records: readonly LogRecord[]): QueueLife[] {
  const groups = new Map<string, LogRecord[]>();
  for (const record of records) {
    if (record.queueId === null) continue;
    const key = `${record.host}\n${record.queueId}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [record]);
    else group.push(record);
  }
  return [...groups.values()].flatMap((group) => byInstance(group).flatMap(splitLives));
}

const queueOwners = new Set(['cleanup', 'pickup', 'qmgr', 'oqmgr', 'nqmgr']);

/**
 * Instances on one machine have queues of their own and may use one ID at the same time. But a `syslog_name` may also be
 * given to a single service (`mailout/smtpd`) that works for the same queue: only an instance whose cleanup or qmgr
 * wrote about this ID has its own queue.
 */
function byInstance(records: readonly LogRecord[]): LogRecord[][] {
  const owners = new Set(records.filter((r) => queueOwners.has(r.daemon)).map((r) => r.instance));
  if (owners.size < 2) return [[...records]];
  const groups = new Map<string, LogRecord[]>([...owners].map((owner) => [owner, []]));
  for (const record of records) {
    const owner = owners.has(record.instance) ? record.instance : nearestOwner(record, records, owners);
    groups.get(owner)?.push(record);
  }
  return [...groups.values()];
}

function nearestOwner(record: LogRecord, records: readonly LogRecord[], owners: ReadonlySet<string>): string {
  let best: LogRecord | null = null;
  for (const other of records) {
    if (!owners.has(other.instance)) continue;
    if (best === null || Math.abs(other.key - record.key) < Math.abs(best.key - record.key)) best = other;
  }
  return best?.instance ?? record.instance;
}

/** Natural order of the events of one message: settles lines of the same instant. */
function rank(record: LogRecord): number {
  switch (record.event.type) {
    case 'client':
    case 'pickup':
      return 0;
    case 'message-id':
      return 1;
    case 'access':
      return 2;
    case 'active':
      return 3;
    case 'expired':
      return 5;
    case 'notification':
      return 6;
    case 'removed':
      return 7;
    default:
      return 4;
  }
}

/** Sorted, and lines that another file repeats (mail.log and mail.info hold the same) taken out. */
function tidy(records: readonly LogRecord[]): LogRecord[] {
  return withoutCopies(records).sort((a, b) => a.key - b.key || rank(a) - rank(b) || compareRecords(a, b));
}

/** Drops lines that another file has too; equal lines within one file are different events. */
export function withoutCopies(records: readonly LogRecord[]): LogRecord[] {
  const file = records[0]?.file;
  if (records.every((record) => record.file === file)) return [...records];
  const firstFile = new Map<string, RecordFile>();
  return records.filter((record) => {
    const known = firstFile.get(record.text);
    if (known === undefined) firstFile.set(record.text, record.file);
    return known === undefined || known === record.file;
  });
}

class LifeBuilder {
  readonly records: LogRecord[] = [];
  begun = false;
  sender: string | null = null;
  messageId: string | null = null;
  endedAt: number | null = null;
  lastAt = -Infinity;
  held = false;

  add(record: LogRecord): void {
    const { event } = record;
    this.records.push(record);
    this.lastAt = Math.max(this.lastAt, record.key);
    if (event.type === 'client' || event.type === 'pickup') this.begun = true;
    else if (event.type === 'message-id' && !event.resent) this.messageId = event.messageId;
    else if (event.type === 'active') this.sender = event.sender;
    else if (event.type === 'removed') this.endedAt = record.key;
    else if (event.type === 'superuser') {
      this.held = event.action === 'held' || (this.held && event.action !== 'released');
      if (event.action === 'deleted' || event.action === 'requeued') this.endedAt = record.key;
    } else if (event.type === 'access' && event.action === 'hold') this.held = true;
  }

  /** True when the record cannot be of this life, because it begins another. */
  isOver(record: LogRecord): boolean {
    const { event } = record;
    const gap = record.key - this.lastAt;
    if (gap > silenceMillis && !this.held) return true;
    const ended = this.endedAt !== null;
    if (event.type === 'client' || event.type === 'pickup') {
      return this.begun || gap > (ended ? disorderMillis : slowStartMillis);
    }
    if (event.type === 'message-id') {
      if (event.resent) return ended && gap > disorderMillis;
      return this.messageId !== null
        ? this.messageId !== event.messageId || ended
        : ended && gap > disorderMillis;
    }
    if (event.type === 'active') {
      if (ended) return this.sender !== null || gap > disorderMillis;
      return this.sender !== null && this.sender !== event.sender;
    }
    if (event.type === 'removed') return ended && gap > disorderMillis;
    return ended && gap > lateMillis;
  }
}

function splitLives(group: readonly LogRecord[]): QueueLife[] {
  const lives: LifeBuilder[] = [];
  for (const record of tidy(group)) {
    let life = lives.at(-1);
    if (life === undefined || life.isOver(record)) {
      life = new LifeBuilder();
      lives.push(life);
    }
    life.add(record);
  }
  return lives.map(({ records }) => ({
    queueId: records[0]?.queueId ?? '',
    host: records[0]?.host ?? '',
    records,
  }));
}

/** Queue ID that a delivery handed the mail on to; null when it was not handed to another Postfix. */
export function handedOnTo(
  reply: string | null,
): { readonly queueId: string; readonly forwarded: boolean } | null {
  if (reply === null) return null;
  const forwarded = reply.startsWith('forwarded as ') ? queueIdAfter(reply, 'forwarded as') : null;
  if (forwarded !== null) return { queueId: forwarded, forwarded: true };
  const queued = queueIdAfter(reply, 'queued as');
  return queued === null ? null : { queueId: queued, forwarded: false };
}
