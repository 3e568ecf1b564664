import { isQueueId } from '../postfix/queueId.ts';
import { parsePostfixLine } from '../postfix/postfixLine.ts';
import type { PostfixEvent } from '../postfix/event.ts';
import { postfixServiceOf } from '../postfix/service.ts';
import { startTrace } from '../postfix/trace.ts';
import type { TraceResult } from '../postfix/trace.ts';
import type { TraceQuery } from '../postfix/tracedMessage.ts';
import { parseSyslogLine } from '../syslog/syslogLine.ts';
import { firstPatterns } from './searchPatterns.ts';
import type { SearchRound } from './searchPatterns.ts';

/** A log on the server. */
export interface RemoteLog {
  /** Label of its lines, unique, e.g. `mail.example.org:/var/log/mail.log`. */
  readonly name: string;
  /** ISO 8601: when it was last changed, for stamps without a year. */
  readonly reference: string;
}

/** Lines by number. */
type Hits = Map<number, string>;

interface LineReading {
  readonly queueId: string | null;
  readonly event: PostfixEvent;
  /** Host, tag and process: one SMTP session after the other. */
  readonly process: string;
  /** What `grep -F` finds this process by. */
  readonly processPattern: string;
  readonly text: string;
}

/** Enough for filter behind filter; each round reads the logs once more. */
const MAX_ROUNDS = 8;
/** Beyond this a query is too general to be answered by searching. */
const MAX_PATTERNS = 20_000;

/**
 * `queued as 4Xk2Fz1b2Cz9rT4`, `forwarded as ...` (delivery), `orig_id=...` (pickup, after postsuper -r), `orig_queue_id=...`
 * (smtpd, XFORWARD), `sender non-delivery notification: ...` (bounce): another queue ID of the same mail or about it.
 */
const REFERENCE = /(?:queued as |forwarded as |orig_id=|orig_queue_id=|notification: )([0-9A-Za-z]{5,40})/g;

const REPEATED = 'last message repeated ';

/**
 * Searches logs that are somewhere else, in rounds: what to look for goes out, lines that hold it come back, and what they
 * refer to is looked for next: from an address to queue IDs, from queue IDs to all their lines, on to the queue IDs that
 * mail was handed on under, and to the SMTP sessions around. What came back is read by the same correlator as local
 * files. Pure: how the lines are fetched is the caller's business.
 */
export class RemoteSearch {
  readonly #query: TraceQuery;
  readonly #logs: readonly RemoteLog[];
  readonly #hits: readonly Hits[];
  readonly #readings = new Map<string, LineReading | null>();
  readonly #asked = new Set<string>();
  readonly #queueIds = new Set<string>();
  readonly #messageIds = new Set<string>();
  #rounds = 0;
  #tooGeneral = false;

  constructor(query: TraceQuery, logs: readonly RemoteLog[]) {
    this.#query = query;
    this.#logs = logs;
    this.#hits = logs.map(() => new Map());
  }

  /** True when the query names too much (or rounds did not come to an end): the answer may lack lines. */
  get tooGeneral(): boolean {
    return this.#tooGeneral;
  }

  get rounds(): number {
    return this.#rounds;
  }

  /** A line that one of the patterns found; `line` is 1-based. The same line may come in several rounds. */
  hit(log: number, line: number, text: string): void {
    this.#hits[log]?.set(line, text);
  }

  /** What to look for next in every log; null when everything was found. */
  nextRound(): SearchRound | null {
    const first = this.#rounds === 0;
    const patterns = first ? this.#firstPatterns() : this.#newPatterns();
    if (patterns.length === 0) return null;
    if (this.#rounds >= MAX_ROUNDS || this.#asked.size + patterns.length > MAX_PATTERNS) {
      this.#tooGeneral = true;
      return null;
    }
    this.#rounds++;
    for (const pattern of patterns) this.#asked.add(pattern);
    return { patterns, ignoreCase: first };
  }

  /** Correlates what was found. Lines that were not fetched are blank, so that numbers are those of the file. */
  finish(): TraceResult {
    const run = startTrace(this.#query);
    this.#logs.forEach((log, index) => {
      run.file(log.name, log.reference);
      const kept = this.#hits[index] ?? new Map<number, string>();
      let next = 1;
      for (const line of [...kept.keys()].sort((a, b) => a - b)) {
        const text = kept.get(line) ?? '';
        // Stands for the line before it, so it only counts if that one was fetched too.
        if (text.includes(REPEATED) && !kept.has(line - 1)) continue;
        for (; next < line; next++) run.line('');
        run.line(text);
        next++;
      }
    });
    return run.finish();
  }

  #firstPatterns(): readonly string[] {
    const patterns = firstPatterns(this.#query);
    if (patterns === null) {
      this.#tooGeneral = true;
      return [];
    }
    return [...patterns, REPEATED];
  }

  #newPatterns(): readonly string[] {
    const lines = this.#readAll();
    this.#follow(lines);
    const sessions = this.#sessionPatterns(lines);
    const wanted = [...this.#queueIds, ...[...this.#messageIds].map((id) => `message-id=${id}`), ...sessions];
    const fresh = wanted.filter((pattern) => !this.#asked.has(pattern));
    if (fresh.length > 0) return [...new Set(fresh)];
    return [...this.#companions(lines)].filter((pattern) => !this.#asked.has(pattern));
  }

  #readAll(): readonly (readonly [number, LineReading])[][] {
    return this.#hits.map((hits) =>
      [...hits]
        .sort(([a], [b]) => a - b)
        .flatMap(([line, text]) => {
          const reading = this.#read(text);
          return reading === null ? [] : [[line, reading] as const];
        }),
    );
  }

  #read(text: string): LineReading | null {
    const known = this.#readings.get(text);
    if (known !== undefined) return known;
    const reading = readLine(text);
    this.#readings.set(text, reading);
    return reading;
  }

  /** Collects queue IDs and message-IDs that belong to the mail, until nothing new turns up in the lines at hand. */
  #follow(logs: readonly (readonly (readonly [number, LineReading])[])[]): void {
    const lines = logs.flat().map(([, reading]) => reading);
    const wanted = firstPatterns(this.#query)?.map((pattern) => pattern.toLowerCase()) ?? [];
    for (const { queueId, text } of lines) {
      const lower = text.toLowerCase();
      if (queueId !== null && wanted.some((pattern) => lower.includes(pattern))) this.#queueIds.add(queueId);
    }
    for (let before = -1; before !== this.#queueIds.size + this.#messageIds.size;) {
      before = this.#queueIds.size + this.#messageIds.size;
      for (const { queueId, event, text } of lines) {
        if (queueId === null) continue;
        const references = [...text.matchAll(REFERENCE)].map((match) => match[1] ?? '').filter(isQueueId);
        if (this.#queueIds.has(queueId)) {
          for (const id of references) this.#queueIds.add(id);
          if (event.type === 'message-id' && event.messageId !== '') this.#messageIds.add(idAsLogged(text));
        } else if (
          references.some((id) => this.#queueIds.has(id)) ||
          (event.type === 'message-id' && this.#messageIds.has(idAsLogged(text)))
        ) {
          this.#queueIds.add(queueId);
        }
      }
    }
    this.#messageIds.delete('');
  }

  /** Sessions in which a mail of ours came in or was refused: what was logged around it without a queue ID. */
  #sessionPatterns(logs: readonly (readonly (readonly [number, LineReading])[])[]): readonly string[] {
    return logs.flat().flatMap(([, reading]) => (this.#isOurs(reading) ? [reading.processPattern] : []));
  }

  #isOurs({ queueId, event, text }: LineReading): boolean {
    if (event.type === 'client') return queueId !== null && this.#queueIds.has(queueId);
    if (event.type !== 'access' || queueId !== null) return false;
    const lower = text.toLowerCase();
    return (firstPatterns(this.#query) ?? []).some((pattern) => lower.includes(pattern.toLowerCase()));
  }

  /** Other mails of those sessions: whether one of them was accepted says something about ours (`data=1/2`). */
  #companions(logs: readonly (readonly (readonly [number, LineReading])[])[]): ReadonlySet<string> {
    const found = new Set<string>();
    for (const lines of logs) {
      const open = new Map<string, { ours: boolean; ids: string[] }>();
      const close = (process: string) => {
        const session = open.get(process);
        if (session?.ours === true) for (const id of session.ids) found.add(id);
        open.delete(process);
      };
      for (const [, reading] of lines) {
        const { event, process, queueId } = reading;
        if (event.type === 'session' && event.change === 'connect') close(process);
        if (event.type !== 'client' && event.type !== 'access' && event.type !== 'session') continue;
        const session = open.get(process) ?? { ours: false, ids: [] };
        open.set(process, session);
        if (this.#isOurs(reading)) session.ours = true;
        if (event.type === 'client' && queueId !== null) session.ids.push(queueId);
      }
      for (const process of [...open.keys()]) close(process);
    }
    return found;
  }
}

function readLine(text: string): LineReading | null {
  const line = parseSyslogLine(text);
  if (line === null || line.program === null) return null;
  const service = postfixServiceOf(line.program);
  if (service === null) return null;
  const parsed = parsePostfixLine(service.daemon, line.text);
  if (parsed === null) return null;
  const { event } = parsed;
  // One postscreen serves all clients at once; its sessions are told apart by the client.
  const client = service.daemon === 'postscreen' && event.type === 'access' ? event.client : null;
  const pid = line.pid ?? '';
  return {
    queueId: parsed.queueId,
    event,
    process: `${line.host ?? ''} ${line.program} ${pid} ${client ?? ''}`,
    processPattern: client ?? `${service.daemon}[${pid}]`,
    text,
  };
}

/** `message-id=<1@example.org>` or, from odd programs, without brackets: exactly as it stands behind the `=`. */
function idAsLogged(text: string): string {
  const at = text.indexOf('message-id=');
  return at < 0
    ? ''
    : text
        .slice(at + 'message-id='.length)
        .split(/\s/, 1)
        .join('');
}
