import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { IndexGone } from './indexShelf.ts';
import { openIndex } from './openIndex.ts';
import { ReadingStopped } from './readingStopped.ts';

const thread = vi.hoisted(() => ({ path: '' }));
vi.mock('./indexThread.ts?modulePath', () => ({
  get default() {
    return thread.path;
  },
}));

const folder = mkdtempSync(join(tmpdir(), 'mailtriage-thread-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ready =
  "parentPort.postMessage({ kind: 'ready', description: { files: [], messages: 0, problems: [] } });";

/** Opens an index on a thread that does this. */
function openOn(code: string, signal = new AbortController().signal) {
  thread.path = join(folder, 'thread.mjs');
  writeFileSync(thread.path, `import { parentPort } from 'node:worker_threads';\n${code}\n`);
  const nothing = () => undefined;
  return openIndex({ logs: [], follow: false }, signal, {
    onProgress: nothing,
    onFirstRows: nothing,
    onGrown: nothing,
  });
}

describe('an index whose thread breaks down', () => {
  it('by a fault while reading says that reading stopped, and why', async () => {
    const opened = openOn("throw new Error('no memory left');");
    await expect(opened).rejects.toThrow(ReadingStopped);
    await expect(opened).rejects.toThrow('no memory left');
  });

  it('by just ending says so too', async () => {
    await expect(openOn('process.exit(3);')).rejects.toThrow(
      new ReadingStopped('the index ended (exit code 3)'),
    );
  });

  it('after it was opened says so to what waits for an answer, and to what is asked later', async () => {
    const index = await openOn(`parentPort.on('message', () => process.exit(4)); ${ready}`);
    await expect(index.ask('message', 0)).rejects.toThrow(ReadingStopped);
    await expect(index.ask('message', 0)).rejects.toThrow(ReadingStopped);
  });
});

describe('an index that was ended on purpose', () => {
  it('is gone once it was closed', async () => {
    const index = await openOn(`parentPort.on('message', () => undefined); ${ready}`);
    const asked = index.ask('message', 0);
    index.close();
    await expect(asked).rejects.toThrow(IndexGone);
    await expect(index.ask('message', 0)).rejects.toThrow(IndexGone);
  });

  it('gives the reason it was cancelled for', async () => {
    const abort = new AbortController();
    const opened = openOn("parentPort.on('message', () => undefined);", abort.signal);
    abort.abort(new Error('cancelled'));
    await expect(opened).rejects.toThrow('cancelled');
  });
});
