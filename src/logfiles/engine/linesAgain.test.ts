import { fstatSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type * as OpenLogFile from '../openLogFile.ts';
import { readLogs } from '../readLogs.ts';
import type { LogSource } from '../readLogs.ts';
import { scanLogs } from './scanLogs.ts';
import type { ScannedLogs } from './scanLogs.ts';
import { generated } from './testLogs.ts';

/** How often a log was read from its beginning, and what the disk says. */
const seen = vi.hoisted(() => ({ openings: 0, isDiskFull: false, copies: [] as number[] }));
vi.mock('../openLogFile.ts', async (importOriginal) => {
  const original = await importOriginal<typeof OpenLogFile>();
  return {
    ...original,
    openLogFile: (...given: Parameters<typeof original.openLogFile>) => {
      seen.openings += 1;
      return original.openLogFile(...given);
    },
  };
});
vi.mock('node:fs', async (importOriginal) => {
  const original = await importOriginal<Record<string, (...given: readonly unknown[]) => unknown>>();
  return {
    ...original,
    openSync: (...given: readonly unknown[]) => {
      const fd = original['openSync']?.(...given) as number;
      if (given[1] === 'wx+') seen.copies.push(fd);
      return fd;
    },
    writeSync: (...given: readonly unknown[]) => {
      if (seen.isDiskFull)
        throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
      return original['writeSync']?.(...given);
    },
  };
});

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailtriage-again-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  seen.isDiskFull = false;
  seen.copies = [];
});

const wants = { index: true, totals: false };
const odd = ['', 'x\0y', 'Größe', 'with\rin it', 'end of CRLF\r', 'z'.repeat(1_100_000), ''];
const lines = [...generated({ bytes: 300_000, seed: 7 }), ...odd, ...generated({ bytes: 90_000, seed: 8 })];

function put(name: string, content: string | Uint8Array): LogSource {
  const path = join(folder, name);
  writeFileSync(path, content);
  return { name, bytes: { kind: 'file', path } };
}

async function scanned(source: LogSource): Promise<ScannedLogs & { readonly all: readonly string[] }> {
  const all: string[] = [];
  const feed = { file: () => undefined, line: (line: string) => all.push(line) };
  await readLogs([source], feed);
  const logs = await scanLogs([source], wants);
  seen.openings = 0;
  return { ...logs, all };
}

/** Some of the lines, read again. */
async function read({ files: [file], readLines }: ScannedLogs, wanted: readonly number[]): Promise<string[]> {
  if (file === undefined) throw new Error('nothing was scanned');
  const texts = await readLines(file, wanted);
  expect([...texts.keys()]).toEqual(wanted);
  return [...texts.values()];
}

function keep({ files: [file], keepText }: ScannedLogs): void {
  if (file !== undefined) keepText(file, 'now');
}

const isOpen = (fd: number | undefined): boolean => {
  try {
    if (fd === undefined) return false;
    const { nlink } = fstatSync(fd);
    // What was opened since under the same number has a name.
    return nlink === 0 || process.platform === 'win32';
  } catch {
    return false;
  }
};

const kept = (name: string): Buffer => readFileSync(join(import.meta.dirname, '..', 'fixtures', name));

describe('lines of a log that is read again', () => {
  it.each([
    ['plain', () => Buffer.from(`\uFEFF${lines.join('\n')}`)],
    ['gz', () => gzipSync(`\uFEFF${lines.join('\n')}\n`)],
    ['cut.gz', () => gzipSync(lines.join('\n')).subarray(0, 30_000)],
    ['utf-16', () => Buffer.from(`\uFEFF${lines.join('\n')}`, 'utf16le')],
    ['xz', () => kept('numbered.log.xz')],
    ['bz2', () => kept('numbered.log.bz2')],
    ['zst', () => kept('numbered.log.zst')],
  ])('are what was read first (%s)', async (kind, content) => {
    const logs = await scanned(put(`mail.${kind}`, content()));
    const count = logs.all.length;
    expect(count).toBeGreaterThan(300);
    const some = [0, 1, 63, 64, 65, 200, count - 2, count - 1];
    const everyLine = logs.all.map((_, line) => line);
    for (const wanted of [some, everyLine]) {
      expect(await read(logs, wanted)).toEqual(wanted.map((line) => logs.all[line]));
    }
    keep(logs);
    for (const wanted of [some, [count - 1], [0], everyLine]) {
      expect(await read(logs, wanted)).toEqual(wanted.map((line) => logs.all[line]));
    }
    // Expanded twice without a copy, and once for it.
    expect(seen.openings).toBe(kind === 'plain' ? 0 : 3);
    expect(seen.copies).toHaveLength(kind === 'plain' ? 0 : 1);
    logs.close();
  });

  it('are there as soon as the copy has come so far, for all who wait', async () => {
    const logs = await scanned(put('mail.log.gz', gzipSync(lines.join('\n'))));
    keep(logs);
    const asked = [[5], [logs.all.length - 1], [0, 900]];
    const answers = await Promise.all(asked.map((wanted) => read(logs, wanted)));
    expect(answers).toEqual(asked.map((wanted) => wanted.map((line) => logs.all[line])));
    expect(seen.openings).toBe(1);
    logs.close();
  });

  it('are expanded anew when the disk is full, and the copy is given up', async () => {
    const logs = await scanned(put('mail.log.gz', gzipSync(lines.join('\n'))));
    seen.isDiskFull = true;
    keep(logs);
    expect(await read(logs, [900])).toEqual([logs.all[900]]);
    expect(seen.copies).toHaveLength(1);
    expect(isOpen(seen.copies[0])).toBe(false);
    seen.isDiskFull = false;
    keep(logs);
    expect(await read(logs, [900])).toEqual([logs.all[900]]);
    expect(seen.openings).toBe(3);
    expect(seen.copies).toHaveLength(1);
    logs.close();
  });
});

describe('the copy of a compressed log', () => {
  it.each([
    ['xz', 1],
    ['bz2', 0],
  ])('is made ahead where that holds nobody up (%s)', async (kind, copies) => {
    const logs = await scanned(put(`ahead.${kind}`, kept(`numbered.log.${kind}`)));
    const [file] = logs.files;
    if (file === undefined) throw new Error('nothing was scanned');
    logs.keepText(file, 'likely');
    await vi.waitFor(() => expect(seen.copies).toHaveLength(copies));
    expect(await read(logs, [7])).toEqual([logs.all[7]]);
    expect(seen.openings).toBe(1);
    logs.close();
  });

  it('has no name others could find, and is gone with the logs', async () => {
    const logs = await scanned(put('mail.log.gz', gzipSync(lines.join('\n'))));
    keep(logs);
    await read(logs, [900]);
    expect(isOpen(seen.copies[0])).toBe(true);
    logs.close();
    expect(isOpen(seen.copies[0])).toBe(false);
  });

  it('is given up when the logs are closed in the middle; whoever waits goes away empty-handed', async () => {
    const logs = await scanned(put('mail.log.gz', gzipSync(lines.join('\n'))));
    keep(logs);
    const [file] = logs.files;
    if (file === undefined) throw new Error('nothing was scanned');
    const waiting = logs.readLines(file, [logs.all.length - 1]);
    await new Promise((resolve) => setImmediate(resolve));
    logs.close();
    expect([...(await waiting)]).toEqual([]);
    expect(isOpen(seen.copies[0])).toBe(false);
    logs.keepText(file, 'now');
    expect(seen.copies.length).toBeLessThan(2);
  });
});
