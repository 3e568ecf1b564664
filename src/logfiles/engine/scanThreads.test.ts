import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'vite';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LogSources } from '../../core/postfix/logReader.ts';
import { LogFileError } from '../logFileProblem.ts';
import { runOnThreads } from './runOnThreads.ts';
import type { StartScanThread } from './scanThread.ts';
import { planScan } from './planScan.ts';
import { ScanPool } from './scanPool.ts';
import { ScannedFile } from './scannedFile.ts';
import type { ScanTask } from './scanTask.ts';
import { runScanTask } from './scanTask.ts';
import { summarizeScans } from './summarizeScans.ts';
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
  const { fd, name, parts } = planScan(
    'mail.log',
    path,
    { count: 5, leastBytes: 50_000, pieceBytes: 50_000 },
    undefined,
  );
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

  it.each([
    ['whole', (bytes: Buffer) => bytes],
    ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length - 2000)],
  ])('scan what the calling thread expands (%s)', async (_, stored) => {
    const lines = generated({ bytes: 900_000, seed: 6 });
    lines[2000] = 'Mar  1 20:45:32 mail last message repeated 2 times';
    lines.splice(4000, 1, 'no log line', '', 'x'.repeat(1_200_000));
    const path = join(folder, 'mail.log.gz');
    writeFileSync(path, stored(gzipSync(`\uFEFF${lines.join('\n')}`)));
    const stretches = { count: 1, leastBytes: 1, pieceBytes: 100_000 };
    const { fd, name, parts } = planScan('mail.log.gz', path, stretches, undefined);
    for (const wants of [
      { index: false, totals: true },
      { index: true, totals: false, address: 'user7@example.org' },
    ]) {
      const work = parts.map((part): ScanTask => ({ fd, name, part, wants }));
      const [outcome] = await runOnThreads(work, 2, startThread, undefined, () => undefined);
      const alone = await runScanTask(work[0] as ScanTask, { onBytes: () => undefined });
      if (outcome === undefined || outcome instanceof LogFileError) throw new Error('not scanned');
      expect(outcome.scans.length).toBeGreaterThan(2);
      expect(outcome.problem).toEqual(alone.problem);
      const files = [outcome, alone].map(
        ({ scans }) => new ScannedFile(name, '2026-11-24', scans, new LogSources()),
      );
      const [here, there] = files.map((file) => ({
        counts: file.reader.counts,
        foreign: [...file.reader.foreign].sort(),
        summary: wants.totals ? summarizeScans([file]).summary : null,
      }));
      expect(here).toEqual(there);
    }
  });

  it('hand on what is wrong with a file', async () => {
    const [task] = tasks();
    const broken = { ...task, fd: 9999 } as ScanTask;
    const [outcome] = await runOnThreads([broken], 2, startThread, undefined, () => undefined);
    expect(outcome).toBeInstanceOf(LogFileError);
    expect((outcome as LogFileError).problem).toMatchObject({ kind: 'unreadable', detail: 'EBADF' });
  });

  it.each([
    [2, 1],
    [5, 4],
  ])('leave the calling thread its part of %i tasks', async (count, most) => {
    let handedOut = 0;
    const counting: StartScanThread = (data) => {
      const thread = startThread(data);
      const post = thread.postMessage.bind(thread);
      thread.postMessage = (...message: Parameters<typeof post>) => {
        handedOut += 1;
        post(...message);
      };
      return thread;
    };
    await runOnThreads(tasks().slice(0, count), 2, counting, undefined, () => undefined);
    expect(handedOut).toBeGreaterThan(0);
    expect(handedOut).toBeLessThanOrEqual(most);
  });

  it('are helped by the calling thread only where it is not behind', async () => {
    const seen: string[] = [];
    const pool = new ScanPool(0, startThread, () => seen.push('scanned'));
    const outcomes = tasks()
      .slice(0, 2)
      .map((task) => pool.scan(task));
    let asked = 0;
    await pool.help(new AbortController().signal, () => {
      asked += 1;
      seen.push('asked');
      return asked === 1 || asked === 3;
    });
    expect(await Promise.all(outcomes)).toHaveLength(2);
    expect(seen.filter((what, at) => what !== seen[at - 1])).toEqual([
      'asked',
      'scanned',
      'asked',
      'scanned',
      'asked',
    ]);
    expect(seen.slice(0, 3)).toEqual(['asked', 'asked', 'scanned']);
  });

  it('end when what they found is refused', async () => {
    let taken = 0;
    const take = (): never => {
      taken += 1;
      throw new Error('not this');
    };
    await expect(runOnThreads(tasks(), 2, startThread, undefined, () => undefined, take)).rejects.toThrow(
      'not this',
    );
    expect(taken).toBe(1);
  });

  it('end at once when told to', async () => {
    const stop = new AbortController();
    const work = runOnThreads(tasks(), 2, startThread, stop.signal, () => undefined);
    stop.abort(new Error('enough'));
    await expect(work).rejects.toThrow('enough');
  });
});
