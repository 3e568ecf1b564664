import { parentPort, workerData } from 'node:worker_threads';
import { LogFileError } from '../../logfiles/logFileProblem.ts';
import { toTraceReading, traceLogs } from '../../logfiles/traceLogs.ts';
import { toLogSource } from './traceRequest.ts';
import type { TraceRequest, WorkerReport } from './traceRequest.ts';

/** Reads and correlates logs on a thread of its own, so that the window never waits for it. */
const { query, logs } = workerData as TraceRequest;
const report = (message: WorkerReport): void => parentPort?.postMessage(message);

try {
  const { result, problems } = await traceLogs(logs.map(toLogSource), query, {
    onProgress: (progress) => report({ kind: 'progress', progress }),
  });
  report({ kind: 'done', reading: toTraceReading(query, result), problems });
} catch (error) {
  // Anything else is a fault of ours: it ends the thread, and the other side hears of it.
  if (!(error instanceof LogFileError)) throw error;
  report({ kind: 'failed', problem: error.problem });
}
