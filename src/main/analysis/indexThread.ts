import { fileURLToPath } from 'node:url';
import { setImmediate } from 'node:timers/promises';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { isScanThread, serveScans } from '../../logfiles/engine/scanThreads.ts';
import { indexLogs } from '../../logfiles/messageIndex/indexLogs.ts';
import { LogFileError } from '../../logfiles/logFileProblem.ts';
import type { LogIndex } from '../../logfiles/messageIndex/logIndex.ts';
import { answerFrom } from './answerFrom.ts';
import type { IndexAsk, IndexReport, IndexRequest } from './indexRequest.ts';
import { toLogSource } from './traceRequest.ts';

// Keeps one index for as long as it is open, on a thread of its own. For large logs this same file is started again as
// further threads that scan; they end with the scan.
if (isScanThread()) serveScans();
else await open(workerData as IndexRequest);

function report(message: IndexReport): void {
  parentPort?.postMessage(message);
}

async function open({ logs }: IndexRequest): Promise<void> {
  try {
    const { index, files, problems } = await indexLogs(logs.map(toLogSource), {
      onProgress: (progress) => report({ kind: 'progress', progress }),
      onFirstRows: (rows) => report({ kind: 'firstRows', rows }),
      startThread: (data) => new Worker(fileURLToPath(import.meta.url), { workerData: data }),
    });
    parentPort?.on('message', (ask: IndexAsk) => void answer(index, ask));
    report({ kind: 'ready', description: { files, messages: index.table.count, problems } });
    for (const prepare of index.preparations()) {
      // What is asked meanwhile goes first.
      await setImmediate();
      prepare();
    }
  } catch (error) {
    // Anything else is a fault of ours: it ends the thread, and the other side hears of it.
    if (!(error instanceof LogFileError)) throw error;
    report({ kind: 'failed', problem: error.problem });
  }
}

async function answer(index: LogIndex, { id, name, asked }: IndexAsk): Promise<void> {
  try {
    report({ kind: 'answer', id, answer: await answerFrom(index, name, asked) });
  } catch (error) {
    report({
      kind: 'fault',
      id,
      detail: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
}
