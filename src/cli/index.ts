import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { isScanThread, scanThreadData } from '../logfiles/engine/scanThread.ts';
import { startEarly } from './earlyThread.ts';

/** Whoever reads our output may stop early (`| head`): that is no error of ours. */
const quietWhenClosed = (error: NodeJS.ErrnoException): void => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
};
process.stdout.on('error', quietWhenClosed);
process.stderr.on('error', quietWhenClosed);

// This same file is what the threads run that help to read large logs.
if (isScanThread()) (await import('../logfiles/engine/scanThreads.ts')).serveScans();
else {
  const start = (): Worker => new Worker(fileURLToPath(import.meta.url), { workerData: scanThreadData });
  const early = startEarly(process.argv.slice(2), start);
  const { runCli } = await import('./runCli.ts');
  process.exitCode = await runCli(process.argv.slice(2), {
    stdin: process.stdin,
    // Waiting for each write keeps a long answer from piling up in memory when the reader is slow.
    out: (text) => new Promise<void>((resolve) => process.stdout.write(text, () => resolve())),
    error: (text) => void process.stderr.write(text),
    // Carriage return and "erase to the end of the line" (ECMA-48, EL); a pipe or a file gets none of it.
    ...(process.stderr.isTTY ? { status: (text) => void process.stderr.write(`\r${text}\x1b[K`) } : {}),
    startThread: () => early.pop() ?? start(),
  });
  for (const worker of early) void worker.terminate();
}
