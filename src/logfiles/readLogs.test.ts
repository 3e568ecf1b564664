import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LogFileError } from './logFileProblem.ts';
import { readLogs } from './readLogs.ts';
import type { LogSource, ReadLogsOptions, ReadProgress } from './readLogs.ts';
import { readText } from './readText.ts';

const fixtures = join(import.meta.dirname, 'fixtures');
const numbered = Array.from(
  { length: 8000 },
  (_, index) => `Mar  1 20:45:32 mail postfix/qmgr[364]: line ${index + 1} of 8000`,
);
const numberedText = `${numbered.join('\n')}\n`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailtriage-logs-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function put(name: string, bytes: Uint8Array | string): LogSource {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return { name, bytes: { kind: 'file', path } };
}

async function read(sources: LogSource | readonly LogSource[], options: ReadLogsOptions = {}) {
  const lines: string[] = [];
  const files: { name: string; reference: string }[] = [];
  const list = Array.isArray(sources) ? (sources as readonly LogSource[]) : [sources as LogSource];
  const problems = await readLogs(
    list,
    {
      file: (name, reference) => void files.push({ name, reference }),
      line: (line) => void lines.push(line),
    },
    options,
  );
  return { lines, files, problems };
}

async function problemOf(source: LogSource, options: ReadLogsOptions = {}) {
  try {
    await read(source, options);
  } catch (error) {
    if (error instanceof LogFileError) return error.problem;
    throw error;
  }
  throw new Error('was read without complaint');
}

describe('readLogs', () => {
  it.each(['numbered.log.xz', 'numbered.log.bz2', 'numbered.log.zst'])(
    'expands %s, whatever it is called',
    async (name) => {
      const renamed = put(`renamed-${name.slice(-3)}.log`, readFileSync(join(fixtures, name)));
      const { lines, problems } = await read(renamed);
      expect(lines).toEqual(numbered);
      expect(problems).toEqual([]);
    },
  );

  it('reads a plain file whose name claims gzip', async () => {
    expect((await read(put('plain.gz', numberedText))).lines).toEqual(numbered);
  });

  it.each(['xz', 'bz2', 'zst', 'gz'])('reads several %s members glued together as one log', async (kind) => {
    const member =
      kind === 'gz' ? gzipSync(numberedText) : readFileSync(join(fixtures, `numbered.log.${kind}`));
    const { lines, problems } = await read(put(`glued.${kind}`, Buffer.concat([member, member])));
    expect(lines).toEqual([...numbered, ...numbered]);
    expect(problems).toEqual([]);
  });

  it.each(['xz', 'bz2', 'zst', 'gz'])(
    'keeps what comes before the break of a %s that was cut short',
    async (kind) => {
      const text = numberedText.repeat(3);
      const wholeFile =
        kind === 'gz'
          ? gzipSync(text)
          : Buffer.concat([1, 2, 3].map(() => readFileSync(join(fixtures, `numbered.log.${kind}`))));
      const { lines, problems } = await read(
        put(`short.${kind}`, wholeFile.subarray(0, Math.floor(wholeFile.length * 0.9))),
      );
      expect(lines.length).toBeGreaterThan(16_000);
      expect(lines.slice(0, -1)).toEqual([...numbered, ...numbered, ...numbered].slice(0, lines.length - 1));
      expect(problems).toEqual([
        { kind: 'cut-short', file: `short.${kind}`, linesRead: lines.length, detail: expect.any(String) },
      ]);
    },
  );

  it('keeps what comes before damage in the middle of a gzip', async () => {
    const incompressible = Array.from(
      { length: 60_000 },
      (_, i) => `Mar  1 20:45:32 mail x: ${(i * 2654435761) % 4294967296}`,
    );
    const bytes = gzipSync(`${incompressible.join('\n')}\n`);
    bytes.fill(0xff, bytes.length - 4000, bytes.length - 3000);
    const { lines, problems } = await read(put('damaged.gz', bytes));
    expect(problems.map(({ kind }) => kind)).toEqual(['damaged']);
    expect(lines.length).toBeGreaterThan(40_000);
    expect(lines.slice(0, 40_000)).toEqual(incompressible.slice(0, 40_000));
  });

  it('says damaged or cut short when not one line came out', async () => {
    const cut = gzipSync(numberedText).subarray(0, 12);
    expect((await problemOf(put('stub.gz', cut))).kind).toBe('cut-short');
    const broken = Buffer.from(gzipSync('x'));
    broken.fill(0xff, 10);
    expect((await problemOf(put('broken.gz', broken))).kind).toBe('damaged');
  });

  it('names a missing file, a folder and a file it may not read', async () => {
    const at = (path: string): LogSource => ({ name: path, bytes: { kind: 'file', path } });
    expect((await problemOf(at(join(folder, 'nowhere.log')))).kind).toBe('missing');
    mkdirSync(join(folder, 'folder'));
    expect((await problemOf(at(join(folder, 'folder')))).kind).toBe('folder');
    const locked = put('locked.log', numberedText);
    chmodSync(join(folder, 'locked.log'), 0);
    // root reads everything; for everybody else the answer is "not allowed".
    if (process.getuid?.() === 0) expect((await read(locked)).lines).toHaveLength(8000);
    else expect((await problemOf(locked)).kind).toBe('not-allowed');
  });

  it('checks all names before it reads the first', async () => {
    let fed = 0;
    const missing: LogSource = { name: 'no', bytes: { kind: 'file', path: join(folder, 'no') } };
    const feed = { file: () => void (fed += 1), line: () => undefined };
    await expect(readLogs([put('first.log', numberedText), missing], feed)).rejects.toThrow(LogFileError);
    expect(fed).toBe(0);
  });

  it('refuses binary junk and archives, compressed or not', async () => {
    const junk = Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256));
    expect((await problemOf(put('photo.jpg', junk))).kind).toBe('not-text');
    expect((await problemOf(put('photo.gz', gzipSync(junk)))).kind).toBe('not-text');
    expect(
      (await problemOf(put('logs.zip', Buffer.concat([Buffer.from('PK\u0003\u0004'), junk])))).kind,
    ).toBe('archive');
    const tar = Buffer.alloc(1024);
    tar.write('mail.log', 0);
    tar.write('ustar', 257);
    expect((await problemOf(put('logs.tar.gz', gzipSync(tar)))).kind).toBe('archive');
    expect((await problemOf(put('zeros', Buffer.alloc(100_000)))).kind).toBe('not-text');
  });

  it('reads a log into which a crash wrote NUL bytes, and drops those', async () => {
    const { lines } = await read(
      put(
        'crash.log',
        Buffer.concat([Buffer.from(`${numbered[0]}\n`), Buffer.alloc(9000), Buffer.from(`${numbered[1]}\n`)]),
      ),
    );
    expect(lines).toEqual(numbered.slice(0, 2));
  });

  it('stops a file that expands beyond all measure', async () => {
    const bomb = put('bomb.gz', gzipSync(Buffer.from(`${numbered[0]}\n`.repeat(200_000))));
    const limits = { maxBytes: 1e9, freeBytes: 1e6, maxRatio: 50 };
    expect((await problemOf(bomb, { limits })).kind).toBe('too-large');
    expect((await read(bomb)).lines).toHaveLength(200_000);
  });

  it('takes CRLF, a byte order mark, UTF-16, broken UTF-8, an unfinished last line and an empty file', async () => {
    expect((await read(put('crlf', 'a\r\n\r\nb\r'))).lines).toEqual(['a', '', 'b']);
    expect((await read(put('bom', '\uFEFFMar  1\nzwei ü'))).lines).toEqual(['Mar  1', 'zwei ü']);
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('Mär  1\r\nzwei\r\n', 'utf16le')]);
    expect((await read(put('wide', wide))).lines).toEqual(['Mär  1', 'zwei']);
    expect((await read(put('latin1', Buffer.from('caf\xe9 ok\n', 'latin1')))).lines).toEqual([
      'caf\uFFFD ok',
    ]);
    expect((await read(put('empty', ''))).lines).toEqual([]);
    expect((await read(put('empty.gz', gzipSync('')))).lines).toEqual([]);
  });

  it('decodes characters that lie across the chunk border, and cuts endless lines', async () => {
    const text = 'ü€😀'.repeat(40_000);
    expect((await read(put('border', `x${text}\n${text}`))).lines).toEqual([`x${text}`, text]);
    const { lines } = await read(put('endless', `${'a'.repeat(3_000_000)}\nnext\n`));
    expect(lines.map(({ length }) => length)).toEqual([1024 * 1024, 4]);
  });

  it('gives the time of last change as reference, unless told another', async () => {
    const log = put('dated.log', 'x\n');
    utimesSync(join(folder, 'dated.log'), 0, Date.UTC(2026, 2, 2) / 1000);
    expect((await read(log)).files).toEqual([{ name: 'dated.log', reference: '2026-03-02T00:00:00.000Z' }]);
    expect((await read({ ...log, reference: '2024-02-29' })).files[0]?.reference).toBe('2024-02-29');
  });

  it('counts progress in bytes on disk over all files', async () => {
    const seen: ReadProgress[] = [];
    const gz = gzipSync(numberedText);
    await read([put('p1.gz', gz), put('p2.log', numberedText)], {
      onProgress: (progress) => seen.push(progress),
    });
    const total = gz.length + numberedText.length;
    expect(seen.at(-1)).toEqual({ doneBytes: total, totalBytes: total, file: 'p2.log' });
    expect(seen.every(({ doneBytes }, index) => doneBytes >= (seen[index - 1]?.doneBytes ?? 0))).toBe(true);
  });

  it('stops when aborted, in the middle of a file', async () => {
    const abort = new AbortController();
    const running = read([put('a.log', numberedText.repeat(5))], {
      signal: abort.signal,
      onProgress: () => abort.abort(new Error('enough')),
    });
    await expect(running).rejects.toThrow('enough');
  });

  it('reads a pipe, and a log behind a symbolic link', async () => {
    async function* chunks() {
      yield Buffer.from('one\ntw');
      yield Buffer.from('o\n');
    }
    expect((await read({ name: '-', bytes: { kind: 'stream', chunks: chunks() } })).lines).toEqual([
      'one',
      'two',
    ]);
    put('target.log', 'x\n');
    symlinkSync(join(folder, 'target.log'), join(folder, 'link.log'));
    expect(
      (await read({ name: 'link', bytes: { kind: 'file', path: join(folder, 'link.log') } })).lines,
    ).toEqual(['x']);
  });
});

describe('readText', () => {
  it('gives the whole text with plain line ends', async () => {
    expect((await readText(put('t', 'a\r\nb'))).text).toBe('a\nb\n');
    expect((await readText(put('t.gz', gzipSync('a\nb\n')))).text).toBe('a\nb\n');
  });
});
