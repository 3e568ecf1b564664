import { parentPort } from 'node:worker_threads';
import { LogFileError } from '../logFileProblem.ts';
import type { LogFileProblem } from '../logFileProblem.ts';
import { runScanTask } from './scanTask.ts';
import type { ScanOutcome, ScanTask } from './scanTask.ts';

export type ScanReport =
  | { readonly kind: 'bytes'; readonly bytes: number }
  | { readonly kind: 'done'; readonly outcome: ScanOutcome }
  | { readonly kind: 'failed'; readonly problem: LogFileProblem };

/** Told so seldom that telling costs nothing. */
const bytesBetweenReports = 4 * 1024 ** 2;

/** The whole life of a scanning thread: takes tasks one after the other until it is ended. */
export function serveScans(): void {
  const port = parentPort;
  if (port === null) throw new Error('not a thread');
  const report = (what: ScanReport, buffers: ArrayBuffer[] = []): void => port.postMessage(what, buffers);
  const scan = async (task: ScanTask): Promise<void> => {
    let unreported = 0;
    const onBytes = (bytes: number): void => {
      unreported += bytes;
      if (unreported < bytesBetweenReports) return;
      report({ kind: 'bytes', bytes: unreported });
      unreported = 0;
    };
    try {
      const outcome = await runScanTask(task, { onBytes });
      report({ kind: 'bytes', bytes: unreported });
      // The bytes go back to whoever expands more into them.
      const text = task.part.kind === 'text' ? task.part.bytes : null;
      report({ kind: 'done', outcome: text === null ? outcome : { ...outcome, bytes: text } }, [
        ...outcome.scans.flatMap(buffersOf),
        ...(text === null ? [] : [text]),
      ]);
    } catch (error) {
      // Anything else is a fault of ours: it ends the thread, and the other side hears of it.
      if (!(error instanceof LogFileError)) throw error;
      report({ kind: 'failed', problem: error.problem });
    }
  };
  // One after the other: the next task may be here before this one is done.
  let before = Promise.resolve();
  port.on('message', (task: ScanTask) => {
    before = before.then(() => scan(task));
  });
}

/** The memory of all typed arrays, to be handed over instead of copied. */
function buffersOf(value: unknown): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) return value.buffer instanceof ArrayBuffer ? [value.buffer] : [];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.values(value).flatMap(buffersOf);
}
