import { StringDecoder } from 'node:string_decoder';
import type { CommandTemplate } from '../../core/command/commandTemplate.ts';
import { renderCommand } from '../../core/command/renderCommand.ts';
import type { TraceResult } from '../../core/postfix/trace.ts';
import type { TraceQuery } from '../../core/postfix/tracedMessage.ts';
import type { FileCoverage } from '../../core/postfix/logInput.ts';
import { logBounds, parseLogBounds } from '../../core/remoteTrace/logBounds.ts';
import { RemoteSearch } from '../../core/remoteTrace/remoteSearch.ts';
import { listLogs, parseHit, parseListedLogs, searchLog } from '../../core/remoteTrace/searchCommands.ts';
import type { ListedLog } from '../../core/remoteTrace/searchCommands.ts';
import type { SearchRound } from '../../core/remoteTrace/searchPatterns.ts';
import { sessionError } from '../../core/ssh/sessionError.ts';
import type { SessionError } from '../../core/ssh/sessionError.ts';
import type { Session, SessionResult } from './session.ts';

/** A log of one server in a search; an edge and a backend are searched together. */
export interface RemoteLogSource {
  readonly session: Session;
  readonly log: ListedLog;
  /** Label of its lines, unique over all servers. */
  readonly name: string;
}

export interface RemoteTraceProgress {
  readonly doneBytes: number;
  readonly totalBytes: number;
  /** Log being read now. */
  readonly file: string;
  /** 1 for addresses to queue IDs, 2 for their lines, more for mail that was handed on. */
  readonly round: number;
}

export interface RemoteTraceOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: RemoteTraceProgress) => void;
}

/** A log that could not be searched to its end, and why; the others were. */
export interface RemoteLogProblem {
  readonly file: string;
  readonly kind: 'unreadable' | 'too-many-hits' | 'timed-out' | 'no-tool';
  readonly detail: string;
}

export interface RemoteTrace {
  readonly result: TraceResult;
  readonly problems: readonly RemoteLogProblem[];
  /** True when the query names too much to follow everything. */
  readonly tooGeneral: boolean;
  readonly rounds: number;
}

/** Finds the logs that belong to a path: the log itself and its rotated predecessors, newest first. */
export async function findRemoteLogs(
  session: Session,
  path: string,
  signal?: AbortSignal,
): Promise<SessionResult<readonly RemoteLogSource[]>> {
  const listed = await runTemplate(session, listLogs, { path }, { signal });
  if (!listed.ok) return listed;
  const logs = parseListedLogs(listed.value.stdout);
  return {
    ok: true,
    value: logs.map((log) => ({ session, log, name: `${session.profile.name}:${log.path}` })),
  };
}

/**
 * Searches logs on servers: the patterns go out, only lines that hold them come back. Servers are searched side by side,
 * the logs of one server one after the other. The answer is what the same files would give read locally.
 */
export async function traceRemotely(
  sources: readonly RemoteLogSource[],
  query: TraceQuery,
  options: RemoteTraceOptions = {},
): Promise<SessionResult<RemoteTrace>> {
  const search = new RemoteSearch(
    query,
    sources.map(({ name, log }) => ({ name, reference: new Date(log.changedAt).toISOString() })),
  );
  const problems = new Map<string, RemoteLogProblem>();
  const logBytes = sources.reduce((sum, { log }) => sum + log.bytes, 0);
  let doneBytes = 0;
  for (let round = search.nextRound(); round !== null; round = search.nextRound()) {
    const current = round;
    const number = search.rounds;
    const outcomes = await Promise.all(
      bySession(sources).map(async (own): Promise<SessionError | null> => {
        for (const [index, source] of own) {
          if (problems.has(source.name)) continue;
          options.onProgress?.({
            doneBytes,
            // At least two rounds; a third is only needed for mail that was handed on.
            totalBytes: logBytes * Math.max(2, number),
            file: source.name,
            round: number,
          });
          const outcome = await searchOne(source, index, current, search, options.signal);
          if (outcome.kind === 'failed') return outcome.error;
          if (outcome.kind === 'problem') problems.set(source.name, outcome.problem);
          doneBytes += source.log.bytes;
        }
        return null;
      }),
    );
    const error = outcomes.find((outcome) => outcome !== null);
    if (error !== undefined) return { ok: false, error };
  }
  const found = search.finish();
  const readable = sources.filter(({ name }) => !problems.has(name));
  const result = found.messages.length > 0 ? found : await withBounds(found, readable, options.signal);
  return {
    ok: true,
    value: {
      result,
      problems: [...problems.values()],
      tooGeneral: search.tooGeneral,
      rounds: search.rounds,
    },
  };
}

/**
 * "Nothing found" is an answer only together with what was looked through, and a search sees no other lines. Logs whose
 * bounds cannot be had stay as they are: nothing is known about them.
 */
async function withBounds(
  found: TraceResult,
  sources: readonly RemoteLogSource[],
  signal: AbortSignal | undefined,
): Promise<TraceResult> {
  const files: FileCoverage[] = [];
  for (const { session, log, name } of sources) {
    const run = await runTemplate(session, logBounds, { path: log.path }, { signal });
    const reference = new Date(log.changedAt).toISOString();
    const bounds = run.ok ? parseLogBounds(run.value.stdout, name, reference) : null;
    if (bounds !== null) files.push(bounds);
  }
  const sum = (count: (file: FileCoverage) => number) =>
    files.reduce((total, file) => total + count(file), 0);
  return {
    ...found,
    input: {
      lines: sum(({ counts }) => counts.lines),
      understood: sum(({ counts }) => counts.understood),
      foreign: sum(({ counts }) => counts.foreign),
      notUnderstood: sum(({ counts }) => counts.notUnderstood),
    },
    coverage: { ...found.coverage, files },
  };
}

type SearchOutcome =
  | { readonly kind: 'searched' }
  | { readonly kind: 'problem'; readonly problem: RemoteLogProblem }
  | { readonly kind: 'failed'; readonly error: SessionError };

async function searchOne(
  { session, log, name }: RemoteLogSource,
  index: number,
  round: SearchRound,
  search: RemoteSearch,
  signal: AbortSignal | undefined,
): Promise<SearchOutcome> {
  const lines = new HitLines((line, text) => {
    search.hit(index, line, text);
  });
  const run = await runTemplate(
    session,
    searchLog,
    { path: log.path, ...round },
    {
      signal,
      keepStdout: false,
      onStdout: (chunk) => {
        lines.push(chunk);
      },
    },
  );
  if (!run.ok) return { kind: 'failed', error: run.error };
  const { exitCode, stderr, truncated, timedOut, cancelled } = run.value;
  if (cancelled) return { kind: 'failed', error: sessionError('cancelled') };
  const problem = (kind: RemoteLogProblem['kind']): SearchOutcome => ({
    kind: 'problem',
    problem: { file: name, kind, detail: stderr.slice(0, 500) },
  });
  if (truncated) return problem('too-many-hits');
  if (timedOut) return problem('timed-out');
  lines.end();
  // grep: 0 found, 1 nothing found, 2 trouble. An error of the unpacker leaves its words on standard error.
  if (exitCode === 2 || (exitCode !== 0 && exitCode !== 1)) return problem('unreadable');
  if (/not found|No such file or directory/.test(stderr)) return problem('no-tool');
  return stderr.trim() === '' ? { kind: 'searched' } : problem('unreadable');
}

/** The logs of each session with their places in the search, so that servers can be searched side by side. */
function bySession(
  sources: readonly RemoteLogSource[],
): readonly (readonly (readonly [number, RemoteLogSource])[])[] {
  const groups = new Map<Session, (readonly [number, RemoteLogSource])[]>();
  sources.forEach((source, index) => {
    const group = groups.get(source.session);
    if (group === undefined) groups.set(source.session, [[index, source]]);
    else group.push([index, source]);
  });
  return [...groups.values()];
}

export async function runTemplate<Values>(
  session: Session,
  template: CommandTemplate<Values>,
  values: Values,
  options: NonNullable<Parameters<Session['exec']>[1]>,
): ReturnType<Session['exec']> {
  const rendered = renderCommand(template, values, session.elevation);
  if (!rendered.ok) {
    return {
      ok: false,
      error: sessionError('internal', { message: rendered.error.message, detail: rendered.error.code }),
    };
  }
  return await session.exec(rendered.command, options);
}

/** Bytes to hits; a character may lie across two chunks. */
class HitLines {
  readonly #decoder = new StringDecoder('utf8');
  readonly #onHit: (line: number, text: string) => void;
  #rest = '';

  constructor(onHit: (line: number, text: string) => void) {
    this.#onHit = onHit;
  }

  push(chunk: Buffer): void {
    const lines = (this.#rest + this.#decoder.write(chunk)).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#take(line);
  }

  end(): void {
    const rest = this.#rest + this.#decoder.end();
    this.#rest = '';
    if (rest !== '') this.#take(rest);
  }

  #take(line: string): void {
    const hit = parseHit(line);
    if (hit !== null) this.#onHit(hit.line, hit.text.replace(/\r$/, ''));
  }
}
