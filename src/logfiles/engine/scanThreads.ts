import { parentPort, workerData } from 'node:worker_threads';
import type { Worker } from 'node:worker_threads';
import { LogFileError } from '../logFileProblem.ts';
import type { LogFileProblem } from '../logFileProblem.ts';
import { runScanTask } from './scanTask.ts';
import type { ScanOutcome, ScanTask } from './scanTask.ts';

/** Starts a thread that calls `serveScans`. Only the program's own entry file knows where its code lies. */
export type StartScanThread = (data: typeof scanThreadData) => Worker;

/** Tells a thread of the program's entry file what it was started for. */
export const scanThreadData = 'mailtriage-scan-thread';

export function isScanThread(): boolean {
  return parentPort !== null && workerData === scanThreadData;
}

type Report =
  | { readonly kind: 'bytes'; readonly bytes: number }
  | { readonly kind: 'done'; readonly outcome: ScanOutcome }
  | { readonly kind: 'failed'; readonly problem: LogFileProblem };

/** Told so seldom that telling costs nothing. */
const bytesBetweenReports = 4 * 1024 ** 2;

/** The whole life of a scanning thread: takes tasks one after the other until it is ended. */
export function serveScans(): void {
  const port = parentPort;
  if (port === null) throw new Error('not a thread');
  const report = (what: Report, buffers: ArrayBuffer[] = []): void => port.postMessage(what, buffers);
  port.on('message', (task: ScanTask) => {
    let unreported = 0;
    const onBytes = (bytes: number): void => {
      unreported += bytes;
      if (unreported < bytesBetweenReports) return;
      report({ kind: 'bytes', bytes: unreported });
      unreported = 0;
    };
    runScanTask(task, { onBytes }).then(
      (outcome) => {
        report({ kind: 'bytes', bytes: unreported });
        report({ kind: 'done', outcome }, buffersOf(outcome));
      },
      (error: unknown) => {
        // Anything else is a fault of ours: it ends the thread, and the other side hears of it.
        if (!(error instanceof LogFileError)) throw error;
        report({ kind: 'failed', problem: error.problem });
      },
    );
  });
}

/** The memory of all typed arrays, to be handed over instead of copied. */
function buffersOf(value: unknown): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) return value.buffer instanceof ArrayBuffer ? [value.buffer] : [];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.values(value).flatMap(buffersOf);
}

/**
 * Runs tasks on threads, each taking the next one when it is done. The calling thread is one of them, and begins while the
 * others start. Rejects with the first failure.
 */
export function runOnThreads(
  tasks: readonly ScanTask[],
  threads: number,
  start: StartScanThread,
  signal: AbortSignal | undefined,
  onBytes: (task: ScanTask, bytes: number) => void,
): Promise<(ScanOutcome | LogFileError)[]> {
  const outcomes: (ScanOutcome | LogFileError)[] = [];
  const workers: Worker[] = [];
  // Ends the work here when another thread fails: the files are closed then.
  const ended = new AbortController();
  const here = signal === undefined ? ended.signal : AbortSignal.any([signal, ended.signal]);
  let next = 0;
  let left = tasks.length;
  return new Promise<(ScanOutcome | LogFileError)[]>((resolve, reject) => {
    signal?.throwIfAborted();
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    const done = (number: number, outcome: ScanOutcome | LogFileError): void => {
      outcomes[number] = outcome;
      left -= 1;
      if (left === 0) resolve(outcomes);
    };
    const give = (worker: Worker): void => {
      const number = next;
      const task = tasks[number];
      if (task === undefined) return;
      next += 1;
      worker.removeAllListeners('message');
      worker.on('message', (report: Report) => {
        if (report.kind === 'bytes') {
          onBytes(task, report.bytes);
          return;
        }
        done(number, report.kind === 'done' ? report.outcome : new LogFileError(report.problem));
        give(worker);
      });
      worker.postMessage(task);
    };
    const workHere = async (): Promise<void> => {
      for (let number = next; number < tasks.length; number = next) {
        next += 1;
        const task = tasks[number] as ScanTask;
        const watch = { signal: here, onBytes: (bytes: number) => onBytes(task, bytes) };
        try {
          done(number, await runScanTask(task, watch));
        } catch (error) {
          if (!(error instanceof LogFileError)) throw error;
          done(number, error);
        }
      }
    };
    for (let number = 1; number < Math.min(threads, tasks.length); number += 1) {
      const worker = start(scanThreadData);
      workers.push(worker);
      worker.on('error', reject);
      worker.on('exit', (code) => reject(new Error(`a scanning thread ended early (exit code ${code})`)));
      give(worker);
    }
    if (tasks.length === 0) resolve(outcomes);
    workHere().catch(reject);
  }).finally(() => {
    ended.abort();
    for (const worker of workers) void worker.removeAllListeners('exit').terminate();
  });
}
