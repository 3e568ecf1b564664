import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LogSource } from './readLogs.ts';
import { spoolLogs } from './spoolLogs.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailtriage-spool-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function* chunksOf(...chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array, undefined> {
  yield* chunks;
}
const piped = (...chunks: readonly Uint8Array[]): LogSource => ({
  name: '-',
  bytes: { kind: 'stream', chunks: chunksOf(...chunks) },
  reference: '2026-03-03',
});
const never = (): boolean => false;
const line = 'Mar  1 20:45:32 mail postfix/qmgr[1]: C5BF3135FAF: removed\n';

const pathOf = ({ bytes }: LogSource): string => (bytes.kind === 'file' ? bytes.path : '');

describe('copying what can be read only once', () => {
  it('leaves files alone, copies a stream expanded, and removes the copy', async () => {
    const path = join(folder, 'mail.log');
    writeFileSync(path, line);
    const file: LogSource = { name: 'mail.log', bytes: { kind: 'file', path } };
    const { sources, problems, close } = await spoolLogs([file, piped(gzipSync(line.repeat(3)))], never);
    expect(problems).toEqual([]);
    expect(sources[0]).toBe(file);
    expect(sources[1]).toMatchObject({ name: '-', reference: '2026-03-03' });
    const copy = pathOf(sources[1] as LogSource);
    expect(readFileSync(copy, 'utf8')).toBe(line.repeat(3));
    close();
    expect(existsSync(copy)).toBe(false);
    expect(existsSync(path)).toBe(true);
  });

  it('tells what is wrong with the stream, and how many lines came before that', async () => {
    const text = Array.from({ length: 4000 }, (_, number) => `${number * 7919} ${line}`).join('');
    const cut = gzipSync(text).subarray(0, 9000);
    const { sources, problems, close } = await spoolLogs([piped(cut)], never);
    const copied = readFileSync(pathOf(sources[0] as LogSource), 'utf8');
    close();
    expect(problems).toEqual([
      expect.objectContaining({ kind: 'cut-short', file: '-', linesRead: copied.split('\n').length }),
    ]);
  });

  it('leaves nothing behind when it fails or is stopped', async () => {
    const before = readdirSync(tmpdir());
    await expect(spoolLogs([piped(Buffer.alloc(70_000))], never)).rejects.toMatchObject({
      problem: { kind: 'not-text', file: '-' },
    });
    const stop = new AbortController();
    const many = Array.from({ length: 50 }, () => Buffer.from(line.repeat(2000)));
    const stopped = spoolLogs([piped(...many)], never, {
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('enough')),
    });
    await expect(stopped).rejects.toThrow('enough');
    const added = readdirSync(tmpdir()).filter((name) => !before.includes(name));
    expect(added.filter((name) => /^mailtriage-[A-Za-z0-9]{6}$/.test(name))).toEqual([]);
  });
});
