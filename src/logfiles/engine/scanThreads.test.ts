import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LogFileError } from '../logFileProblem.ts';
import { runOnThreads } from './scanThreads.ts';
import type { StartScanThread } from './scanThreads.ts';
import { planScan } from './planScan.ts';
import type { ScanTask } from './scanTask.ts';
import { runScanTask } from './scanTask.ts';
import { generated } from './testLogs.ts';

let folder = '';
let startThread: StartScanThread;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mailtriage-threads-'));
  // Node runs no TypeScript: the thread's code is built as the command line's is.
  const entry = join(folder, 'entry.ts');
  writeFileSync(
    entry,
    `import { serveScans } from '${join(import.meta.dirname, 'scanThreads.ts')}';\nserveScans();\n`,
  );
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      rollupOptions: { input: entry, output: { format: 'es', entryFileNames: 'thread.mjs' } },
    },
    ssr: { noExternal: true },
  });
  startThread = (data) => new Worker(join(folder, 'thread.mjs'), { workerData: data });
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

function tasks(): ScanTask[] {
  const path = join(folder, 'mail.log');
  writeFileSync(path, generated({ bytes: 400_000, seed: 5 }).join('\n'));
  const { fd, name, parts } = planScan('mail.log', path, { count: 5, leastBytes: 50_000 }, undefined);
  return parts.map((part) => ({ fd, name, part, wants: { index: true, totals: true } }));
}

describe('threads', () => {
  it('scan as the calling thread does, and tell how far they are', async () => {
    const work = tasks();
    expect(work).toHaveLength(5);
    let bytes = 0;
    const outcomes = await runOnThreads(work, 2, startThread, undefined, (_, more) => (bytes += more));
    expect(bytes).toBeGreaterThan(390_000);
    for (const [number, task] of work.entries()) {
      expect(outcomes[number]).toEqual(await runScanTask(task, { onBytes: () => undefined }));
    }
  });

  it('hand on what is wrong with a file', async () => {
    const [task] = tasks();
    const broken = { ...task, fd: 9999 } as ScanTask;
    const [outcome] = await runOnThreads([broken], 2, startThread, undefined, () => undefined);
    expect(outcome).toBeInstanceOf(LogFileError);
    expect((outcome as LogFileError).problem).toMatchObject({ kind: 'unreadable', detail: 'EBADF' });
  });

  it('end at once when told to', async () => {
    const stop = new AbortController();
    const work = runOnThreads(tasks(), 2, startThread, stop.signal, () => undefined);
    stop.abort(new Error('enough'));
    await expect(work).rejects.toThrow('enough');
  });
});
