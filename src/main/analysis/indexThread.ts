import { fileURLToPath } from 'node:url';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { isScanThread } from '../../logfiles/engine/scanThread.ts';
import { serveScans } from '../../logfiles/engine/scanThreads.ts';
import type { scanThreadData } from '../../logfiles/engine/scanThread.ts';
import { GrowthWatch } from '../../logfiles/growthWatch.ts';
import type { LogSource, ReadProgress } from '../../logfiles/readLogs.ts';
import { indexLogs } from '../../logfiles/messageIndex/indexLogs.ts';
import type { IndexedLogFiles } from '../../logfiles/messageIndex/indexLogs.ts';
import { LogFileError } from '../../logfiles/logFileProblem.ts';
import { orShrank, withShrunk } from '../../logfiles/shrunkFiles.ts';
import type { LogIndex } from '../../logfiles/messageIndex/logIndex.ts';
import { answerFrom } from './answerFrom.ts';
import { workBehindTheWindow } from './behindTheWindow.ts';
import { followLogs } from './followLogs.ts';
import type { Clock } from './followLogs.ts';
import type { IndexAnswers, IndexAsk, IndexReport, IndexRequest } from './indexRequest.ts';
import { toLogSource } from './traceRequest.ts';

// Before anything runs: what stands behind an `await` of the module is not there yet while it waits.
/** Waking the other thread takes a millisecond, longer than scanning what is told of. */
const progressMillis = 50;
const clock: Clock = { now: () => performance.now(), wait: setTimeout };

// Keeps one index for as long as it is open, on a thread of its own. For large logs this same file is started again as
// further threads that scan; they end with the scan.
workBehindTheWindow();
if (isScanThread()) serveScans();
else await open(workerData as IndexRequest);

function report(message: IndexReport): void {
  parentPort?.postMessage(message);
}

async function open({ logs, follow }: IndexRequest): Promise<void> {
  const startThread = (data: typeof scanThreadData): Worker =>
    new Worker(fileURLToPath(import.meta.url), { workerData: data });
  try {
    const sources = logs.map(toLogSource);
    // Before reading: what is appended meanwhile is read or found next time.
    const growth = await GrowthWatch.of(sources);
    const started = clock.now();
    let current = await indexLogs(sources, {
      onProgress: seldom((progress) => report({ kind: 'progress', progress })),
      onFirstRows: (rows) => report({ kind: 'firstRows', rows }),
      startThread,
    }).catch(async (error: unknown) => {
      throw orShrank(error, await growth.shrunk());
    });
    parentPort?.on('message', (ask: IndexAsk) => void answer(current, ask));
    const took = clock.now() - started;
    const { index, files } = current;
    const problems = withShrunk(current.problems, await growth.shrunk());
    report({ kind: 'ready', description: { files, messages: index.table.count, problems } });
    await prepare(index);
    if (!follow) return;
    const again = async (grown: readonly LogSource[]): Promise<void> => {
      const next = await indexLogs(grown, { startThread });
      current.close();
      current = next;
      report({ kind: 'grown', grown: { messages: next.index.table.count, ended: null } });
      await prepare(next.index);
    };
    const ended = await followLogs(growth, took, again, clock);
    report({ kind: 'grown', grown: { messages: current.index.table.count, ended } });
  } catch (error) {
    // Anything else is a fault of ours: it ends the thread, and the other side hears of it.
    if (!(error instanceof LogFileError)) throw error;
    report({ kind: 'failed', problem: error.problem });
  }
}

function seldom(tell: (progress: ReadProgress) => void): (progress: ReadProgress) => void {
  let told = -Infinity;
  return (progress) => {
    const now = performance.now();
    if (now - told < progressMillis && progress.doneBytes !== progress.totalBytes) return;
    told = now;
    tell(progress);
  };
}

/** Makes the first answers as fast as later ones; what is asked meanwhile goes first. */
async function prepare(index: LogIndex): Promise<void> {
  const work = index.preparing();
  do await setImmediate();
  while (work.next().done !== true);
}

async function answer({ index, inView }: IndexedLogFiles, { id, name, asked }: IndexAsk): Promise<void> {
  try {
    const given = await answerFrom(index, name, asked);
    report({ kind: 'answer', id, answer: given });
    if (name === 'rows') inView((given as IndexAnswers['rows']['answer']).rows);
  } catch (error) {
    report({
      kind: 'fault',
      id,
      detail: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
}
