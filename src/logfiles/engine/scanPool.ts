import type { Worker } from 'node:worker_threads';
import { LogFileError } from '../logFileProblem.ts';
import { runScanTask } from './scanTask.ts';
import type { ScanOutcome, ScanTask } from './scanTask.ts';
import { scanThreadData } from './scanThread.ts';
import type { StartScanThread } from './scanThread.ts';
import type { ScanReport } from './scanThreads.ts';

interface Job {
  readonly task: ScanTask;
  readonly done: (outcome: ScanOutcome | LogFileError) => void;
}

/** Threads that scan, and the tasks that wait for one. */
export class ScanPool {
  /** Rejects when a thread ends early: that is a fault of ours. */
  readonly failed: Promise<never>;
  #fail: (error: unknown) => void = () => undefined;
  readonly #onBytes: (task: ScanTask, bytes: number) => void;
  readonly #waiting: Job[] = [];
  readonly #idle: Worker[] = [];
  readonly #workers: Worker[] = [];

  constructor(threads: number, start: StartScanThread, onBytes: (task: ScanTask, bytes: number) => void) {
    this.#onBytes = onBytes;
    this.failed = new Promise<never>((_, reject) => (this.#fail = reject));
    this.failed.catch(() => undefined);
    for (let number = 0; number < threads; number += 1) {
      const worker = start(scanThreadData);
      worker.on('error', this.#fail);
      worker.on('exit', (code) => this.#fail(new Error(`a scanning thread ended early (exit code ${code})`)));
      this.#workers.push(worker);
      this.#idle.push(worker);
    }
  }

  scan(task: ScanTask): Promise<ScanOutcome | LogFileError> {
    return new Promise((done) => {
      // Expanded text holds memory that whoever expands is waiting for.
      if (task.part.kind === 'text') this.#waiting.unshift({ task, done });
      else this.#waiting.push({ task, done });
      const worker = this.#idle.pop();
      if (worker !== undefined) this.#give(worker);
    });
  }

  #give(worker: Worker): void {
    const job = this.#waiting.shift();
    worker.removeAllListeners('message');
    if (job === undefined) {
      this.#idle.push(worker);
      return;
    }
    worker.on('message', (report: ScanReport) => {
      if (report.kind === 'bytes') {
        this.#onBytes(job.task, report.bytes);
        return;
      }
      job.done(report.kind === 'done' ? report.outcome : new LogFileError(report.problem));
      this.#give(worker);
    });
    const { part } = job.task;
    worker.postMessage(job.task, part.kind === 'text' ? [part.bytes] : []);
  }

  /** The calling thread takes waiting tasks too, until there are none. */
  async help(signal: AbortSignal): Promise<void> {
    for (let job = this.#waiting.shift(); job !== undefined; job = this.#waiting.shift()) {
      const { task, done } = job;
      try {
        done(await runScanTask(task, { signal, onBytes: (bytes) => this.#onBytes(task, bytes) }));
      } catch (error) {
        if (!(error instanceof LogFileError)) throw error;
        done(error);
      }
    }
  }

  close(): void {
    for (const worker of this.#workers) void worker.removeAllListeners('exit').terminate();
  }
}
