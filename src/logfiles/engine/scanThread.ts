import { parentPort, workerData } from 'node:worker_threads';
import type { Worker } from 'node:worker_threads';

/** Starts a thread that calls `serveScans`. Only the program's own entry file knows where its code lies. */
export type StartScanThread = (data: typeof scanThreadData) => Worker;

/** Tells a thread of the program's entry file what it was started for. */
export const scanThreadData = 'mailtriage-scan-thread';

export function isScanThread(): boolean {
  return parentPort !== null && workerData === scanThreadData;
}

/** Starting threads takes longer than scanning this. */
export const leastBytesForThreads = 32 * 1024 ** 2;
