import { setImmediate } from 'node:timers/promises';
import { LogFileError } from '../logFileProblem.ts';
import type { LogFileProblem } from '../logFileProblem.ts';
import { ScanPool } from './scanPool.ts';
import { readWhole } from './scanTask.ts';
import type { ScanOutcome, ScanTask, ScanWatch, TaskPart } from './scanTask.ts';
import type { StartScanThread } from './scanThread.ts';
import { TextPieces } from './textPieces.ts';

export type TakeOutcome = (outcome: ScanOutcome | LogFileError) => ScanOutcome | LogFileError;

/**
 * Runs tasks on threads, each taking the next one when it is done. The calling thread expands what is compressed, so that
 * the others scan meanwhile, and then scans too. `take` gets each outcome, in order of the tasks, as soon as those before it
 * are there; what it throws ends the work. Rejects with the first failure.
 */
export async function runOnThreads(
  tasks: readonly ScanTask[],
  threads: number,
  start: StartScanThread,
  signal: AbortSignal | undefined,
  onBytes: (task: ScanTask, bytes: number) => void,
  take: TakeOutcome = (outcome) => outcome,
): Promise<(ScanOutcome | LogFileError)[]> {
  signal?.throwIfAborted();
  const hasWhole = tasks.some(({ part }) => part.kind === 'whole');
  // Expanding leaves this thread little time to scan, but it begins while the others start.
  const pool = new ScanPool(hasWhole ? threads : Math.min(threads, tasks.length) - 1, start, onBytes);
  // Ends the work here when it is over otherwise: the files are closed then.
  const ended = new AbortController();
  const watch = signal === undefined ? ended.signal : AbortSignal.any([signal, ended.signal]);
  const aborted = new Promise<never>((_, reject) =>
    watch.addEventListener('abort', () => reject(watch.reason as Error), { once: true }),
  );
  let refuse: (reason: unknown) => void = () => undefined;
  const refused = new Promise<never>((_, reject) => (refuse = reject));
  const work = async (): Promise<(ScanOutcome | LogFileError)[]> => {
    const turns = new Turns(take);
    // At once, and not when all tasks are done.
    turns.failed.catch(refuse);
    const settle = new Map<ScanTask, (outcome: ScanOutcome | LogFileError) => void>();
    const outcomes = tasks.map((task) =>
      turns.next(
        task.part.kind === 'whole' ? new Promise((done) => settle.set(task, done)) : pool.scan(task),
      ),
    );
    for (const task of tasks) {
      if (task.part.kind !== 'whole') continue;
      const outcome = await scanExpanded(task, task.part, pool, threads, {
        signal: watch,
        onBytes: (bytes) => onBytes(task, bytes),
      });
      settle.get(task)?.(outcome);
    }
    await pool.help(watch, () => turns.isBehind);
    return Promise.all(outcomes);
  };
  try {
    return await Promise.race([work(), pool.failed, aborted, refused]);
  } finally {
    ended.abort();
    pool.close();
  }
}

/** Hands on outcomes in order, each as soon as those before it were. */
class Turns {
  /** Rejects with the first failure. */
  readonly failed: Promise<never>;
  #fail: (reason: unknown) => void = () => undefined;
  readonly #take: TakeOutcome;
  #before: Promise<unknown> = Promise.resolve();
  /** Which are there but were not handed on. */
  readonly #waiting = new Set<number>();
  #count = 0;
  #taken = 0;

  constructor(take: TakeOutcome) {
    this.#take = take;
    this.failed = new Promise<never>((_, reject) => (this.#fail = reject));
  }

  /** True while the next outcome is there. */
  get isBehind(): boolean {
    return this.#waiting.has(this.#taken);
  }

  next(outcome: Promise<ScanOutcome | LogFileError>): Promise<ScanOutcome | LogFileError> {
    const number = this.#count;
    this.#count += 1;
    outcome.then(() => this.#waiting.add(number)).catch(this.#fail);
    const taken = Promise.all([outcome, this.#before]).then(([found]) => {
      this.#waiting.delete(number);
      this.#taken = number + 1;
      return this.#take(found);
    });
    taken.catch(this.#fail);
    // Between two of them threads that wait for work get some.
    this.#before = taken.then(() => setImmediate());
    this.#before.catch(() => undefined);
    return taken;
  }
}

/** Expands a file here while threads scan what has come out of it. */
async function scanExpanded(
  { fd, name, wants }: ScanTask,
  { limits, pieceBytes }: Extract<TaskPart, { kind: 'whole' }>,
  pool: ScanPool,
  threads: number,
  watch: ScanWatch,
): Promise<ScanOutcome | LogFileError> {
  const scanned: Promise<ScanOutcome | LogFileError>[] = [];
  const pieces = new TextPieces(pieceBytes, threads + 2, ({ bytes, length }) => {
    const part = { kind: 'text', bytes, length, isStart: scanned.length === 0 } as const;
    const outcome = pool.scan({ fd, name, wants, part });
    scanned.push(
      outcome.then((found) => {
        if (!(found instanceof LogFileError)) pieces.free(found.bytes ?? bytes);
        return found;
      }),
    );
  });
  let problem: LogFileProblem | null;
  try {
    problem = await readWhole(fd, name, limits, (chunk) => pieces.push(chunk).then(() => true), watch);
  } catch (error) {
    if (error instanceof LogFileError) return error;
    throw error;
  }
  await pieces.end();
  const scans = [];
  for (const outcome of await Promise.all(scanned)) {
    if (outcome instanceof LogFileError) return outcome;
    scans.push(...outcome.scans);
  }
  const linesRead = scans.reduce((lines, scan) => lines + scan.lines, 0);
  if (problem !== null && linesRead === 0) return new LogFileError(problem);
  return { scans, problem: problem === null ? null : { ...problem, linesRead } };
}
