import type { JobProgress } from '../../shared/ipc/contract.ts';

/** At most 20 events a second: a window cannot draw more, and each one costs it a frame. */
const pauseMs = 50;

/** Passes progress on, the latest of each job, in batches. `drop` forgets what a finished job has not shown yet. */
export class ProgressBatch {
  readonly #send: (progress: JobProgress) => void;
  readonly #waiting = new Map<string, JobProgress>();
  #timer: NodeJS.Timeout | null = null;

  constructor(send: (progress: JobProgress) => void) {
    this.#send = send;
  }

  add(progress: JobProgress): void {
    this.#waiting.set(progress.jobId, progress);
    if (this.#timer === null) this.#timer = setTimeout(() => this.#flush(), pauseMs);
  }

  drop(jobId: string): void {
    this.#waiting.delete(jobId);
  }

  #flush(): void {
    this.#timer = null;
    for (const progress of this.#waiting.values()) this.#send(progress);
    this.#waiting.clear();
  }
}
