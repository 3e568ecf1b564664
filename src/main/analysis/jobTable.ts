import type { TracedMessage } from '../../core/postfix/tracedMessage.ts';

/** How many finished jobs keep their results for `wizard.window`; the oldest goes first. */
const keptJobs = 8;

/** Long work by the id the window chose for it: what runs and can be cancelled, and what finished jobs found. */
export class JobTable {
  readonly #running = new Map<string, AbortController>();
  readonly #results = new Map<string, readonly TracedMessage[]>();

  /** Null when a job of that id is running. */
  start(jobId: string): AbortSignal | null {
    if (this.#running.has(jobId)) return null;
    const abort = new AbortController();
    this.#running.set(jobId, abort);
    return abort.signal;
  }

  end(jobId: string): void {
    this.#running.delete(jobId);
  }

  /** Cancelling what is not running is no error: it may have finished this very moment. */
  cancel(jobId: string): void {
    this.#running.get(jobId)?.abort(new JobCancelled());
  }

  cancelAll(): void {
    for (const jobId of this.#running.keys()) this.cancel(jobId);
  }

  keep(jobId: string, messages: readonly TracedMessage[]): void {
    this.#results.delete(jobId);
    this.#results.set(jobId, messages);
    for (const oldest of [...this.#results.keys()].slice(0, -keptJobs)) this.#results.delete(oldest);
  }

  /** Null when the results of that job are not kept (any more). */
  window(jobId: string, offset: number, limit: number): readonly TracedMessage[] | null {
    return this.#results.get(jobId)?.slice(offset, offset + limit) ?? null;
  }
}

export class JobCancelled extends Error {
  override readonly name = 'JobCancelled';
}
