import type { AccessEvent } from './event.ts';
import type { LogRecord } from './logRecord.ts';
import { withoutCopies } from './queueLife.ts';
import type { QueueLife } from './queueLife.ts';

/** A mail that was turned away (or caught) before it had a queue ID: the decisions about its recipients. */
export type RefusedAttempt = readonly AccessRecord[];

export type AccessRecord = LogRecord & { readonly event: AccessEvent };

export interface SessionFindings {
  readonly refused: readonly RefusedAttempt[];
  /** Decisions logged before the queue ID was given, by the life they belong to. */
  readonly before: ReadonlyMap<QueueLife, readonly AccessRecord[]>;
  /** Lives whose sender went away before the mail was accepted, with the line that tells. */
  readonly aborted: ReadonlyMap<QueueLife, LogRecord>;
}

const sessionTypes = new Set(['session', 'access', 'client']);

/** Longest pause between two recipients of one mail. */
const pauseMillis = 600_000;

/** Stages at which a mail is being sent; a refused connection, greeting or VRFY is none. */
export const mailStages: ReadonlySet<string> = new Set(['MAIL', 'RCPT', 'DATA', 'BDAT', 'END-OF-MESSAGE']);

/**
 * Follows the SMTP sessions by process: smtpd handles one client at a time, so what it logs without a queue ID
 * belongs to the mail it is just receiving.
 */
export function followSessions(records: readonly LogRecord[], lives: readonly QueueLife[]): SessionFindings {
  const lifeOf = new Map<LogRecord, QueueLife>();
  for (const life of lives) {
    for (const record of life.records) if (record.event.type === 'client') lifeOf.set(record, life);
  }
  const sessions = new Map<string, Session>();
  const findings = {
    refused: [] as AccessRecord[][],
    before: new Map<QueueLife, AccessRecord[]>(),
    aborted: new Map<QueueLife, LogRecord>(),
  };
  // A line that another file repeats was dropped with its life when it names a queue ID, and is dropped here if not.
  const told = records.filter(
    (record) => lifeOf.has(record) || (record.queueId === null && sessionTypes.has(record.event.type)),
  );
  for (const record of withoutCopies(told)) {
    const key = sessionKey(record);
    let session = sessions.get(key);
    if (session === undefined) sessions.set(key, (session = new Session(findings)));
    session.add(record, lifeOf.get(record) ?? null);
  }
  for (const session of sessions.values()) session.close(null);
  return findings;
}

/** smtpd serves one client at a time, one postscreen serves all of them. */
function sessionKey(record: LogRecord): string {
  const { event, host, instance, daemon, source } = record;
  const client = daemon === 'postscreen' && event.type === 'access' ? (event.client ?? '') : '';
  return `${host}\n${instance}\n${daemon}\n${source.pid}\n${client}`;
}

interface Findings {
  readonly refused: AccessRecord[][];
  readonly before: Map<QueueLife, AccessRecord[]>;
  readonly aborted: Map<QueueLife, LogRecord>;
}

class Session {
  readonly #findings: Findings;
  #attempt: AccessRecord[] = [];
  readonly #attempted = new Set<string>();
  /** Hold, discard and redirect decisions that wait for their mail's queue ID. */
  #waiting: AccessRecord[] = [];
  #life: QueueLife | null = null;
  /** Lives whose text came but that the queue manager never took up. */
  #unsettled: QueueLife[] = [];

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  add(record: LogRecord, life: QueueLife | null): void {
    const { event } = record;
    if (event.type === 'client') this.#giveQueueId(record, life);
    else if (event.type === 'session') this.close(record);
    else if (isAccess(record) && record.queueId === null && mailStages.has(record.event.stage)) {
      if (record.event.action === 'reject') this.#refuse(record);
      else if (record.event.action !== 'reject_warning' && record.event.action !== 'other') {
        this.#waiting.push(record);
      }
    }
  }

  #giveQueueId(record: LogRecord, life: QueueLife | null): void {
    this.#endAttempt();
    this.#endLife(record);
    if (life !== null && this.#waiting.length > 0) this.#findings.before.set(life, this.#waiting);
    this.#waiting = [];
    this.#life = life;
  }

  #refuse(record: AccessRecord): void {
    const previous = this.#attempt.at(-1);
    const recipient = record.event.recipient?.toLowerCase() ?? null;
    const isAnother = recipient !== null && this.#attempted.has(recipient);
    if (previous !== undefined && (isAnother || !isSameMail(previous, record))) this.#endAttempt();
    this.#attempt.push(record);
    if (recipient !== null) this.#attempted.add(recipient);
  }

  /** End of the session or of the log (null). */
  close(record: LogRecord | null): void {
    this.#endAttempt();
    for (const waiting of this.#waiting) this.#findings.refused.push([waiting]);
    this.#waiting = [];
    if (record !== null) this.#endLife(record);
    this.#life = null;
    if (record?.event.type !== 'session' || record.event.change === 'broken') return;
    if (this.#unsettled.length <= record.event.unaccepted) {
      for (const life of this.#unsettled) this.#findings.aborted.set(life, record);
    }
    this.#unsettled = [];
  }

  #endAttempt(): void {
    if (this.#attempt.length > 0) this.#findings.refused.push(this.#attempt);
    this.#attempt = [];
    this.#attempted.clear();
  }

  #endLife(record: LogRecord): void {
    const life = this.#life;
    if (life === null || isSettled(life) || this.#isDiscarded(life)) return;
    if (wasCutOff(life, record)) this.#findings.aborted.set(life, record);
    else this.#unsettled.push(life);
  }

  #isDiscarded(life: QueueLife): boolean {
    return this.#findings.before.get(life)?.some(({ event }) => event.action === 'discard') === true;
  }
}

function isAccess(record: LogRecord): record is AccessRecord {
  return record.event.type === 'access';
}

function isSameMail(previous: AccessRecord, next: AccessRecord): boolean {
  return (
    next.event.client === previous.event.client &&
    next.event.sender === previous.event.sender &&
    next.key - previous.key <= pauseMillis
  );
}

/** Taken up by the queue manager, held, turned away as a whole, or in the administrator's hands. */
function isSettled(life: QueueLife): boolean {
  return life.records.some(({ event }) => {
    if (event.type === 'access') return event.action !== 'reject' || event.stage !== 'RCPT';
    return ['active', 'delivery', 'removed', 'expired', 'superuser'].includes(event.type);
  });
}

/** cleanup never wrote about it when its session moved on, or the session broke in the middle of its text. */
function wasCutOff(life: QueueLife, { event }: LogRecord): boolean {
  if (!life.records.some((record) => record.event.type === 'message-id')) return true;
  return (
    event.type === 'session' &&
    event.change === 'broken' &&
    (event.stage === 'DATA' || event.stage === 'BDAT')
  );
}
