import { Worker } from 'node:worker_threads';
import type { TraceReading } from '../../core/playbook/traceReading.ts';
import { LogFileError } from '../../logfiles/logFileProblem.ts';
import type { LogFileProblem } from '../../logfiles/logFileProblem.ts';
import type { ReadProgress } from '../../logfiles/readLogs.ts';
import type { TraceRequest, WorkerReport } from './traceRequest.ts';
import { ReadingStopped } from './readingStopped.ts';
import workerPath from './worker.ts?modulePath';

export interface FinishedTrace {
  readonly reading: TraceReading;
  readonly problems: readonly LogFileProblem[];
}

/** Runs a trace off the main thread. Rejects with a LogFileError, a ReadingStopped, or with the signal's reason when aborted. */
export type RunTrace = (
  request: TraceRequest,
  signal: AbortSignal,
  onProgress: (progress: ReadProgress) => void,
) => Promise<FinishedTrace>;

export const runTrace: RunTrace = (request, signal, onProgress) =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const worker = new Worker(workerPath, { workerData: request });
    // Ending the thread ends its reading wherever it is; nothing it does leaves a trace on disk.
    const abort = (): void => {
      void worker.terminate();
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', abort, { once: true });
    const settle = (action: () => void): void => {
      signal.removeEventListener('abort', abort);
      action();
    };
    worker.on('message', (report: WorkerReport) => {
      if (report.kind === 'progress') onProgress(report.progress);
      else if (report.kind === 'failed') settle(() => reject(new LogFileError(report.problem)));
      else settle(() => resolve({ reading: report.reading, problems: report.problems }));
    });
    worker.on('error', (cause) => settle(() => reject(new ReadingStopped(String(cause), { cause }))));
    worker.on('exit', (code) =>
      settle(() => reject(new ReadingStopped(`the analysis ended without an answer (exit code ${code})`))),
    );
  });
