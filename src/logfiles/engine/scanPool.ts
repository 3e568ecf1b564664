import { setImmediate } from 'node:timers/promises';
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
  /** What each thread has in hand, in order; a second job, so that it need not wait while the calling thread is busy. */
  readonly #inHand = new Map<Worker, Job[]>();

  constructor(threads: number, start: StartScanThread, onBytes: (task: ScanTask, bytes: number) => void) {
    this.#onBytes = onBytes;
    this.failed = new Promise<never>((_, reject) => (this.#fail = reject));
    this.failed.catch(() => undefined);
    for (let number = 0; number < threads; number += 1) {
      const worker = start(scanThreadData);
      worker.on('error', this.#fail);
      worker.on('exit', (code) => this.#fail(new Error(`a scanning thread ended early (exit code ${code})`)));
      this.#inHand.set(worker, []);
      worker.on('message', (report: ScanReport) => this.#hear(worker, report));
    }
  }

  scan(task: ScanTask): Promise<ScanOutcome | LogFileError> {
    return new Promise((done) => {
      // Expanded text holds memory that whoever expands is waiting for.
      if (task.part.kind === 'text') this.#waiting.unshift({ task, done });
      else this.#waiting.push({ task, done });
      this.#handOut();
    });
  }

  /** One job for each thread; a second only where enough are left for the others, the calling thread among them. */
  #handOut(): void {
    for (const isSecond of [false, true]) {
      for (const [worker, jobs] of this.#inHand) {
        const isWanting = isSecond
          ? jobs.length === 1 && this.#waiting.length > this.#inHand.size
          : jobs.length === 0;
        const job = isWanting ? this.#waiting.shift() : undefined;
        if (job === undefined) continue;
        jobs.push(job);
        const { part } = job.task;
        worker.postMessage(job.task, part.kind === 'text' ? [part.bytes] : []);
      }
    }
  }

  #hear(worker: Worker, report: ScanReport): void {
    const jobs = this.#inHand.get(worker);
    const job = jobs?.[0];
    if (jobs === undefined || job === undefined) return;
    if (report.kind === 'bytes') {
      this.#onBytes(job.task, report.bytes);
      return;
    }
    jobs.shift();
    job.done(report.kind === 'done' ? report.outcome : new LogFileError(report.problem));
    this.#handOut();
  }

  /**
   * The calling thread takes waiting tasks too, until there are none; not while it is behind with what only it can do: whoever
   * scans ahead of that only fills the memory, and in the end the others wait.
   */
  async help(signal: AbortSignal, isBehind: () => boolean): Promise<void> {
    for (;;) {
      do await setImmediate();
      while (isBehind() && !signal.aborted);
      const job = this.#waiting.shift();
      if (job === undefined) return;
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
    for (const worker of this.#inHand.keys()) void worker.removeAllListeners('exit').terminate();
  }
}
