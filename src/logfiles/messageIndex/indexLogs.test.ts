import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everything } from '../../core/logIndex/messageFilter.ts';
import { startSummary } from '../../core/postfix/summary.ts';
import { generated } from '../engine/testLogs.ts';
import { LogFileError } from '../logFileProblem.ts';
import type { LogFileProblem } from '../logFileProblem.ts';
import { readLogs } from '../readLogs.ts';
import type { LogSource, ReadLogsOptions } from '../readLogs.ts';
import { indexLogs } from './indexLogs.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailtriage-index-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function put(name: string, content: string | Uint8Array): LogSource {
  const path = join(folder, name);
  writeFileSync(path, content);
  return { name, bytes: { kind: 'file', path } };
}

const day = `${generated({ bytes: 400_000, seed: 5 }).join('\n')}\n`;

/** What was wrong, whether something could be used or not. */
async function problemsOf(reading: Promise<readonly LogFileProblem[]>): Promise<readonly LogFileProblem[]> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof LogFileError) return [error.problem];
    throw error;
  }
}

async function indexProblems(
  source: LogSource,
  options: ReadLogsOptions = {},
): Promise<readonly LogFileProblem[]> {
  const { problems, close } = await indexLogs([source], { ...options, onFirstRows: () => undefined });
  close();
  return problems;
}

describe('the index of files that are not whole', () => {
  it.each(['xz', 'bz2', 'zst', 'gz'])('says of a cut %s file what the reference says', async (kind) => {
    const fixtures = join(import.meta.dirname, '..', 'fixtures');
    const whole = kind === 'gz' ? gzipSync(day) : readFileSync(join(fixtures, `numbered.log.${kind}`));
    for (const share of [0.1, 0.5, 0.99]) {
      const source = put(`cut.log.${kind}`, whole.subarray(0, Math.floor(whole.length * share)));
      const found = await problemsOf(indexProblems(source));
      expect(found).toEqual(await problemsOf(readLogs([source], startSummary())));
      expect(found).toHaveLength(1);
    }
  });

  it('refuses a zip bomb, also when it begins like a log', async () => {
    const limits = { maxBytes: 1e9, freeBytes: 1e6, maxRatio: 50 };
    const [line = ''] = day.split('\n');
    for (const text of [Buffer.alloc(4_000_000, 'a'), `${line}\n`.repeat(40_000)]) {
      const bomb = put('bomb.log.gz', gzipSync(text));
      await expect(problemsOf(indexProblems(bomb, { limits }))).resolves.toEqual([
        expect.objectContaining({ kind: 'too-large', file: 'bomb.log.gz' }),
      ]);
    }
  });

  it('tells of a file that shrinks while it is read, and shows the rest', async () => {
    // More than is read at once.
    const source = put('mail.log', `${generated({ bytes: 1_500_000, seed: 5 }).join('\n')}\n`);
    let cut = false;
    const { index, problems, close } = await indexLogs([source], {
      onProgress: () => {
        // Lines that are to be read back are gone then, too.
        if (!cut) truncateSync(join(folder, 'mail.log'), 100);
        cut = true;
      },
    });
    expect(problems).toEqual([expect.objectContaining({ kind: 'cut-short', file: 'mail.log' })]);
    expect(index.table.count).toBeGreaterThan(0);
    expect(index.overview(everything).messages).toBe(index.table.count);
    await expect(index.message(index.table.count - 1)).resolves.toBeNull();
    close();
  });

  it('refuses ten gigabytes of nothing at once, and can be stopped in the middle of them', async () => {
    // Windows' file system sets all of it aside.
    const tenGigabytes = (process.platform === 'win32' ? 0.1 : 10) * 1024 ** 3;
    const empty = put('empty.log', '');
    truncateSync(join(folder, 'empty.log'), tenGigabytes);
    await expect(problemsOf(indexProblems(empty))).resolves.toEqual([
      expect.objectContaining({ kind: 'not-text', file: 'empty.log' }),
    ]);
    const hollow = put('hollow.log', day);
    truncateSync(join(folder, 'hollow.log'), tenGigabytes);
    const stop = new AbortController();
    const reading = indexLogs([hollow], {
      signal: stop.signal,
      onProgress: ({ doneBytes }) => {
        if (doneBytes > 32 * 1024 ** 2) stop.abort(new Error('enough'));
      },
    });
    await expect(reading).rejects.toThrow('enough');
  });
});

describe('a compressed log of which messages are opened', () => {
  it('opens them from a copy once its rows are in view', async () => {
    const source = put('mail.log.gz', gzipSync(day));
    const { index, inView, close } = await indexLogs([source]);
    const plain = await indexLogs([put('mail.log', day)]);
    const { rows } = index.rows({
      filter: everything,
      order: { by: 'firstSeen', descending: false },
      offset: 0,
      limit: 20,
    });
    expect(rows).toHaveLength(20);
    inView(rows);
    for (const { row } of rows) {
      const [opened, expected] = [await index.message(row), await plain.index.message(row)];
      const withoutFile = JSON.stringify(opened).replaceAll('mail.log.gz', 'mail.log');
      expect(withoutFile).toBe(JSON.stringify(expected));
    }
    plain.close();
    close();
    await expect(index.message(rows[0]?.row ?? 0)).resolves.toBeNull();
  });
});
