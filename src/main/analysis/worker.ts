import { fileURLToPath } from 'node:url';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { isScanThread } from '../../logfiles/engine/scanThread.ts';
import { serveScans } from '../../logfiles/engine/scanThreads.ts';
import { LogFileError } from '../../logfiles/logFileProblem.ts';
import { toTraceReading, traceLogs } from '../../logfiles/traceLogs.ts';
import { workBehindTheWindow } from './behindTheWindow.ts';
import { toLogSource } from './traceRequest.ts';
import type { TraceRequest, WorkerReport } from './traceRequest.ts';

// Reads and correlates logs on a thread of its own, so that the window never waits for it. For large logs this same file
// is started again as further threads; they end with this one.
workBehindTheWindow();
if (isScanThread()) serveScans();
else await trace(workerData as TraceRequest);

async function trace({ query, logs }: TraceRequest): Promise<void> {
  const report = (message: WorkerReport): void => parentPort?.postMessage(message);
  try {
    const { result, problems } = await traceLogs(logs.map(toLogSource), query, {
      onProgress: (progress) => report({ kind: 'progress', progress }),
      startThread: (data) => new Worker(fileURLToPath(import.meta.url), { workerData: data }),
    });
    report({ kind: 'done', reading: toTraceReading(query, result), problems });
  } catch (error) {
    // Anything else is a fault of ours: it ends the thread, and the other side hears of it.
    if (!(error instanceof LogFileError)) throw error;
    report({ kind: 'failed', problem: error.problem });
  }
}
