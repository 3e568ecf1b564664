import {
  appendFileSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSummary } from '../../core/postfix/summary.ts';
import { startTrace } from '../../core/postfix/trace.ts';
import { LogFileError } from '../logFileProblem.ts';
import { readLogs } from '../readLogs.ts';
import type { LogSource } from '../readLogs.ts';
import { summarizeFiles } from '../summarizeFiles.ts';
import { traceLogs } from '../traceLogs.ts';
import { scanLogs } from './scanLogs.ts';
import { generated, session, sessionIso } from './testLogs.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailtriage-scan-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function put(name: string, content: string | Uint8Array): LogSource {
  const path = join(folder, name);
  writeFileSync(path, content);
  const changed = Date.UTC(2026, 10, 24) / 1000;
  utimesSync(path, changed, changed);
  return { name, bytes: { kind: 'file', path } };
}

const lines = generated({ bytes: 600_000, seed: 3 });
const day = `${lines.join('\n')}\n`;
const query = { recipient: 'user7@example.org' };

/** The engine's answers, over many cuts, and those of the reference. */
async function expectSame(
  sources: readonly LogSource[],
  stretchBytes: number,
  alsoAll = true,
): Promise<void> {
  const [summary, trace, all] = [startSummary(), startTrace(query), startTrace({})];
  await readLogs(sources, summary);
  await readLogs(sources, trace);
  expect((await summarizeFiles(sources, { stretchBytes })).summary).toEqual(summary.finish());
  expect((await traceLogs(sources, query, { stretchBytes })).result).toEqual(trace.finish());
  if (!alsoAll) return;
  await readLogs(sources, all);
  expect((await traceLogs(sources, {}, { stretchBytes })).result).toEqual(all.finish());
}

describe('scanning files', () => {
  it('answers as the reference does however a file is cut', async () => {
    const log = put('mail.log', day);
    await expectSame([log], 50_000, false);
    await expectSame([log], 171_717);
    await expectSame([log], 1e9, false);
  });

  it('reads compressed and UTF-16 files, and several together', async () => {
    const middle = Math.floor(lines.length / 2);
    const late = put('mail.log', `\uFEFF${lines.slice(middle).join('\r\n')}`);
    const early = put('mail.log.1.gz', gzipSync(lines.slice(0, middle).join('\n')));
    const wide = put('saved.txt', Buffer.from(`\uFEFF${session}`, 'utf16le'));
    await expectSame([late, early, wide, put('iso.log', sessionIso)], 40_000);
  });

  it('reads logs that repeat each other and are out of order', async () => {
    const shuffled = lines.map((line, index) => ({ line, at: index + ((index * 7919) % 400) }));
    shuffled.sort((a, b) => a.at - b.at);
    const text = shuffled.map(({ line }) => line).join('\n');
    await expectSame([put('mail.log', text), put('mail.info', lines.slice(0, 900).join('\n'))], 30_000);
  });

  it('reads holes, endless lines and a last line without an end', async () => {
    const rows = lines.slice(0, 400);
    rows[50] = `\0\0\0${rows[50] ?? ''}`;
    rows[100] = `${rows[100] ?? ''}${'x'.repeat(3 * 1024 ** 2)}`;
    rows[101] = '';
    rows[150] = 'y'.repeat(1024 ** 2);
    rows[200] = `${rows[200] ?? ''} \u00e9\ufffd`;
    rows[300] = `${(rows[299] ?? '').slice(0, 15)} mail last message repeated 2 times`;
    await expectSame([put('mail.log', rows.join('\n'))], 20_000);
  });

  it('tells of a file that shrinks while it is read, and answers for the rest', async () => {
    const log = put('mail.log', day);
    let cut = false;
    const { problems, summary } = await summarizeFiles([log], {
      onProgress: () => {
        if (!cut) truncateSync(join(folder, 'mail.log'), 100);
        cut = true;
      },
    });
    expect(problems).toEqual([expect.objectContaining({ kind: 'cut-short', file: 'mail.log' })]);
    expect(summary.input.lines).toBeGreaterThan(0);
  });

  it('stays with the file it opened when that is rotated, and takes in what is written meanwhile', async () => {
    const log = put('mail.log', day);
    let moved = false;
    const { result, problems } = await traceLogs([log], query, {
      onProgress: () => {
        if (moved) return;
        moved = true;
        appendFileSync(join(folder, 'mail.log'), `${lines.at(-1) ?? ''}\n`);
        renameSync(join(folder, 'mail.log'), join(folder, 'mail.log.9'));
      },
    });
    expect(problems).toEqual([]);
    expect(result.input.lines).toBe(lines.length + 1);
    expect(result.messages.length).toBeGreaterThan(0);
    for (const { evidence } of result.messages)
      for (const { line, text } of evidence) expect(lines[line - 1]).toBe(text);
  });

  it('stops when told to', async () => {
    const stop = new AbortController();
    const work = summarizeFiles([put('mail.log', day.repeat(20))], {
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('enough')),
    });
    await expect(work).rejects.toThrow('enough');
  });

  it.each([
    ['one address', query],
    ['all messages', {}],
  ])('stops a trace of %s when told to', async (_what, wanted) => {
    const log = put('mail.log', day.repeat(4));
    const parts: number[] = [];
    await traceLogs([log], wanted, { onProgress: ({ doneBytes }) => parts.push(doneBytes) });
    // At the first word of progress, in the middle and at the last.
    for (const told of new Set([1, Math.ceil(parts.length / 2), parts.length])) {
      const stop = new AbortController();
      let count = 0;
      const work = traceLogs([log], wanted, {
        signal: stop.signal,
        onProgress: () => (count += 1) === told && stop.abort(new Error('enough')),
      });
      if (told < parts.length) await expect(work).rejects.toThrow('enough');
      else await work.catch((error: unknown) => expect(error).toEqual(new Error('enough')));
    }
  });

  it('refuses what is no log, as the reference does', async () => {
    const picture = put(
      'picture.log',
      Buffer.from([0x89, 0x50, 0x4e, 0x47, ...new Array<number>(500).fill(1)]),
    );
    const folderSource: LogSource = { name: 'folder', bytes: { kind: 'file', path: folder } };
    const gone: LogSource = { name: 'gone', bytes: { kind: 'file', path: join(folder, 'gone') } };
    const broken = put('broken.gz', gzipSync(day).subarray(0, 12));
    const bomb = put('bomb.gz', gzipSync(Buffer.alloc(3_000_000, 'a')));
    const limits = { maxBytes: 1e9, freeBytes: 1e6, maxRatio: 100 };
    for (const source of [picture, folderSource, gone, broken, bomb]) {
      const expected = await readLogs([source], startSummary(), { limits }).catch((error: unknown) => error);
      const found = await scanLogs([source], { index: true, totals: true }, { limits }).catch(
        (error: unknown) => error,
      );
      expect(expected).toBeInstanceOf(LogFileError);
      expect((found as LogFileError).problem).toEqual((expected as LogFileError).problem);
    }
  });
});
