import { bare } from '../../core/postfix/traceQuery.ts';
import type { TraceQuery } from '../../core/postfix/tracedMessage.ts';
import { hashSeed, hashText, queueIdHash } from './hash.ts';
import { HashSet } from './hashSet.ts';
import { lastAtOrBefore } from './scannedFile.ts';
import type { HashedLines, IndexColumns } from './segmentScan.ts';

/** The lines of one stretch that matter. */
export class SelectedLines {
  readonly index: IndexColumns;
  /** A bit for each line, once there is any. */
  #flags: Int32Array | null = null;
  readonly #lines: number[] = [];
  #taken = 0;

  constructor(index: IndexColumns) {
    this.index = index;
  }

  add(line: number): void {
    this.#flags ??= new Int32Array((this.index.queueIds.length >>> 5) + 1);
    const [word, bit] = [line >>> 5, 1 << (line & 31)];
    if (((this.#flags[word] as number) & bit) !== 0) return;
    (this.#flags[word] as number) |= bit;
    this.#lines.push(line);
  }

  /** Lines added since this was asked last. */
  takeFresh(): number[] {
    const fresh = this.#lines.slice(this.#taken);
    this.#taken = this.#lines.length;
    return fresh;
  }

  /** All lines, in order. */
  list(): number[] {
    return [...Int32Array.from(this.#lines).sort()];
  }
}

/** True when the index can tell which lines matter; otherwise (no filter, or times alone) all of them do. */
export function isSelective(query: TraceQuery): boolean {
  return seedOf(query) !== null;
}

/** The only address that `selectLines` looks up for this query; null when it looks up none. */
export function addressSought(query: TraceQuery): string | null {
  const seed = seedOf(query);
  return seed?.kind === 'address' ? seed.address : null;
}

type Seed =
  | { readonly kind: 'queueId'; readonly hashes: readonly number[] }
  | { readonly kind: 'address'; readonly address: string; readonly hash: number }
  | { readonly kind: 'messageId'; readonly hash: number };

/** The one condition, most telling first, that every message found must meet somewhere in its lines. */
function seedOf({ queueId, messageId, recipient, sender }: TraceQuery): Seed | null {
  if (queueId !== undefined) {
    const id = queueId.trim();
    return { kind: 'queueId', hashes: [id, id.toUpperCase()].map((text) => queueIdHash(hashText(text))) };
  }
  if (messageId !== undefined && bare(messageId) !== '') {
    return { kind: 'messageId', hash: hashText(bare(messageId)) };
  }
  const sought = recipient ?? sender;
  if (sought === undefined) return null;
  const address = bare(sought);
  return { kind: 'address', address, hash: hashText(address) };
}

/**
 * Finds all lines that can change what the reference says about the messages a query asks for, without reading the log
 * again. Superfluous lines are harmless, missing ones are not; so whatever touches a message is taken in until nothing new
 * turns up:
 * - the queue IDs of lines that name what is looked for, and every line about those IDs;
 * - queue IDs the mail came from or went on to, in both directions (content filters, forwarding, requeues, notifications);
 * - queue IDs with the same message-ID (filters that do not say what became of a mail);
 * - the SMTP session of each, since decisions are logged before there is a queue ID, with the other mails of the session.
 *
 * `stretches` are in order of time. When they are `ordered` a session reaches from its connect to its disconnect; when they
 * are not, the lines of its process are taken from all over the log.
 */
export function selectLines(stretches: readonly SelectedLines[], query: TraceQuery, ordered: boolean): void {
  const seed = seedOf(query);
  if (seed === null) throw new Error('this query needs all lines');
  new Selection(stretches, ordered).run(seed);
}

/** As `selectLines`, for the messages of certain queue IDs (by hash) and of certain lines (of a stretch, from 0). */
export function selectAround(
  stretches: readonly SelectedLines[],
  hashes: readonly number[],
  lines: readonly (readonly [stretch: number, line: number])[],
  ordered: boolean,
): void {
  for (const [stretch, line] of lines) stretches[stretch]?.add(line);
  new Selection(stretches, ordered).run({ kind: 'queueId', hashes });
}

/**
 * As `selectLines`, for all messages that have a line among some lines of a stretch (from 0, `to` excluded), in a log whose
 * stretches are in order. `find` must find lines at a cost that does not grow with the log: this is asked for every part of it.
 */
export function selectPart(
  stretches: readonly SelectedLines[],
  part: { readonly stretch: number; readonly from: number; readonly to: number },
  find: FindLines,
): void {
  new Selection(stretches, true, find).runPart(part.stretch, part.from, part.to);
}

export type IndexColumnName = 'queueIds' | 'mentions' | 'messageIds' | 'addresses' | 'sessions';

/** Calls `visit` for every line that has one of these hashes in a column; a line may come several times. */
export type FindLines = (
  column: IndexColumnName,
  wanted: HashSet,
  visit: (stretch: number, line: number) => void,
) => void;

/** Goes through the columns from their beginning to their end. */
function findByScan(stretches: readonly SelectedLines[]): FindLines {
  return (column, wanted, visit) => {
    for (const [number, { index }] of stretches.entries()) {
      if (column === 'queueIds') wanted.eachIn(index.queueIds, (line) => visit(number, line));
      else {
        const { lines, hashes } = index[column];
        wanted.eachIn(hashes, (row) => visit(number, lines[row] as number));
      }
    }
  };
}

class Selection {
  readonly #stretches: readonly SelectedLines[];
  readonly #ordered: boolean;
  readonly #find: FindLines;
  readonly #queueIds = new HashSet();
  readonly #messageIds = new HashSet();
  readonly #processes = new HashSet();
  /** Other mails of the same sessions: their lines are needed, what became of them is not. */
  readonly #neighbours = new HashSet();
  /** Rows of sessions that were walked through, of each stretch. */
  readonly #walked = new Map<SelectedLines, Set<number>>();

  constructor(
    stretches: readonly SelectedLines[],
    ordered: boolean,
    find: FindLines = findByScan(stretches),
  ) {
    this.#stretches = stretches;
    this.#ordered = ordered;
    this.#find = find;
  }

  run(seed: Seed): void {
    if (seed.kind === 'queueId') for (const hash of seed.hashes) this.#queueIds.add(hash);
    else this.#hits(seed.kind === 'address' ? 'addresses' : 'messageIds', new HashSet([seed.hash]));
    this.#run();
  }

  runPart(number: number, from: number, to: number): void {
    const stretch = this.#stretches[number];
    if (stretch === undefined) return;
    for (let line = from; line < to; line += 1) {
      stretch.add(line);
      const id = stretch.index.queueIds[line] as number;
      if (id !== 0) this.#queueIds.add(id);
      // A decision made before there was a queue ID is a mail's first line: that mail is asked for.
      else this.#takeSession(stretch, line, this.#queueIds);
    }
    this.#run();
  }

  #run(): void {
    do {
      this.#takeQueueIds();
      this.#follow();
    } while (this.#queueIds.hasFresh || this.#messageIds.hasFresh);
    this.#takeSessions();
    this.#takeNeighbours();
    this.#takeRepeated();
  }

  /** Lines that name what is looked for. */
  #hits(column: 'addresses' | 'messageIds', wanted: HashSet): void {
    this.#find(column, wanted, (stretch, line) => this.#touch(stretch, line));
  }

  #touch(number: number, line: number): void {
    const stretch = this.#stretches[number] as SelectedLines;
    const id = stretch.index.queueIds[line] as number;
    if (id === 0) stretch.add(line);
    else this.#queueIds.add(id);
  }

  #takeQueueIds(): void {
    const fresh = this.#queueIds.takeFresh();
    if (fresh.isEmpty) return;
    this.#find('queueIds', fresh, (stretch, line) => this.#stretches[stretch]?.add(line));
    this.#find('mentions', fresh, (stretch, line) => this.#touch(stretch, line));
  }

  /** What the lines taken last lead to. */
  #follow(): void {
    for (const stretch of this.#stretches) {
      const { mentions, messageIds, queueIds } = stretch.index;
      for (const line of stretch.takeFresh()) {
        this.#lines.push([stretch, line]);
        if (queueIds[line] === 0) continue;
        eachOfLine(mentions, line, (hash) => this.#queueIds.add(hash));
        // An empty message-ID is none.
        eachOfLine(messageIds, line, (hash) => {
          if (hash !== hashSeed) this.#messageIds.add(hash);
        });
      }
    }
    const fresh = this.#messageIds.takeFresh();
    if (!fresh.isEmpty) this.#hits('messageIds', fresh);
  }

  readonly #lines: [SelectedLines, number][] = [];

  #takeSessions(): void {
    for (const [stretch, line] of this.#lines) this.#takeSession(stretch, line, this.#neighbours);
    const processes = this.#processes.takeFresh();
    if (processes.isEmpty) return;
    this.#find('sessions', processes, (number, line) =>
      this.#takeSessionLine(this.#stretches[number] as SelectedLines, line, this.#neighbours),
    );
  }

  /** Takes the session of a line, if it has one, and its mails into `mails`. */
  #takeSession(stretch: SelectedLines, line: number, mails: HashSet): void {
    const { lines, hashes } = stretch.index.sessions;
    const row = lastAtOrBefore(lines, line);
    if (row < 0 || lines[row] !== line) return;
    if (!this.#ordered) this.#processes.add(hashes[row] as number);
    else if (this.#walked.get(stretch)?.has(row) !== true) {
      this.#walk(stretch, row, -1, mails);
      this.#walk(stretch, row, 1, mails);
    }
  }

  /** Takes the lines of a session up to its beginning or its end. */
  #walk(from: SelectedLines, row: number, step: 1 | -1, mails: HashSet): void {
    const hash = from.index.sessions.hashes[row] as number;
    let number = this.#stretches.indexOf(from);
    let at = row;
    for (let stretch: SelectedLines | undefined = from; stretch !== undefined;) {
      const { sessions, sessionEnds } = stretch.index;
      for (; at >= 0 && at < sessions.hashes.length; at += step) {
        if (sessions.hashes[at] !== hash) continue;
        this.#walkedAt(stretch).add(at);
        this.#takeSessionLine(stretch, sessions.lines[at] as number, mails);
        if (sessionEnds[at] === 1) return;
      }
      number += step;
      stretch = this.#stretches[number];
      at = step > 0 ? 0 : (stretch?.index.sessions.hashes.length ?? 0) - 1;
    }
  }

  #walkedAt(stretch: SelectedLines): Set<number> {
    let rows = this.#walked.get(stretch);
    if (rows === undefined) this.#walked.set(stretch, (rows = new Set()));
    return rows;
  }

  #takeSessionLine(stretch: SelectedLines, line: number, mails: HashSet): void {
    stretch.add(line);
    const id = stretch.index.queueIds[line] as number;
    // Of those that were followed all lines are there already; nearly always that is all of them.
    if (id !== 0 && !this.#queueIds.has(id)) mails.add(id);
  }

  #takeNeighbours(): void {
    const fresh = this.#neighbours.takeFresh();
    if (fresh.isEmpty) return;
    this.#find('queueIds', fresh, (stretch, line) => this.#stretches[stretch]?.add(line));
  }

  /** `last message repeated 3 times` needs the line it repeats. */
  #takeRepeated(): void {
    for (const stretch of this.#stretches) {
      if (stretch.index.repeats.lines.length === 0) continue;
      for (const line of stretch.list()) eachOfLine(stretch.index.repeats, line, (of) => stretch.add(of));
    }
  }
}

function eachOfLine({ lines, hashes }: HashedLines, line: number, visit: (hash: number) => void): void {
  for (let row = lastAtOrBefore(lines, line); row >= 0 && lines[row] === line; row -= 1) {
    visit(hashes[row] as number);
  }
}
