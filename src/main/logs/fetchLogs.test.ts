import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type * as FilePromises from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CommandOutput } from '../../core/command/commandOutput.ts';
import type { Session } from '../ssh/session.ts';
import { fetchLogs } from './fetchLogs.ts';

/** A disk that writes when it is told to. */
const disk = vi.hoisted(() => ({ isSlow: false, isFull: false, waiting: [] as (() => void)[] }));
vi.mock('node:fs/promises', async (importOriginal) => {
  const original = await importOriginal<typeof FilePromises>();
  const open: typeof original.open = async (...given) => {
    const file = await original.open(...given);
    const write = file.write.bind(file) as (bytes: Buffer) => Promise<unknown>;
    const slowly = async (bytes: Buffer): Promise<unknown> => {
      if (disk.isSlow) await new Promise<void>((go) => disk.waiting.push(go));
      if (disk.isFull) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
      return write(bytes);
    };
    return Object.assign(file, { write: slowly });
  };
  return { ...original, open };
});

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailtriage-fetching-'));
  Object.assign(disk, { isSlow: false, isFull: false, waiting: [] });
});
afterEach(() => rmSync(folder, { recursive: true }));

const line = 'Mar  1 20:45:32 mail postfix/qmgr[1]: C5BF3135FAF: removed\n';
const text = Array.from({ length: 20_000 }, (_, number) => `${String(number * 7919)} ${line}`).join('');

/** A server that sends the next piece when the one before was taken. */
function server(pieces: readonly Buffer[], onSent: (piece: number) => void = () => undefined): Session {
  const exec = async (
    _command: unknown,
    { onStdout, signal }: NonNullable<Parameters<Session['exec']>[1]>,
  ): Promise<{ ok: true; value: CommandOutput }> => {
    for (const [number, piece] of pieces.entries()) {
      if (signal?.aborted === true) break;
      onSent(number);
      await onStdout?.(piece);
    }
    const cancelled = signal?.aborted === true;
    const value = { stdout: '', stderr: '', exitCode: 0, signal: null, truncated: false, timedOut: false };
    return { ok: true, value: { ...value, cancelled, durationMs: 1 } };
  };
  return { elevation: 'direct', exec } as unknown as Session;
}

const fetched = (session: Session, path = '/var/log/mail.log') =>
  fetchLogs(
    [{ session, name: path, log: { path, bytes: text.length, changedAt: 1_772_000_000_000 } }],
    folder,
    {
      signal: new AbortController().signal,
      onProgress: () => undefined,
    },
  );

const piecesOf = (bytes: Buffer, size: number): Buffer[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.subarray(at * size, (at + 1) * size),
  );

describe('a log that is fetched', () => {
  it.each([
    ['compressed on the way', '/var/log/mail.log', gzipSync(text), text],
    ['plain, where the server has no gzip', '/var/log/mail.log', Buffer.from(text), text],
    ['as it lies there', '/var/log/mail.log.1.gz', gzipSync(text), gzipSync(text)],
  ])('is written as it should be (%s)', async (_, path, sent, expected) => {
    const [log] = await fetched(server(piecesOf(sent, 3000)), path);
    expect(readFileSync(log?.path ?? '').equals(Buffer.from(expected))).toBe(true);
  });

  it('waits for a slow disk: no piece is sent before the one before is written', async () => {
    disk.isSlow = true;
    let sent = 0;
    const pieces = piecesOf(gzipSync(text), 3000);
    const fetching = fetched(
      server(pieces, (piece) => {
        sent = piece + 1;
        expect(disk.waiting).toEqual([]);
      }),
    );
    let writes = 0;
    let isDone = false;
    const done = fetching.finally(() => (isDone = true));
    while (!isDone) {
      await new Promise((resolve) => setImmediate(resolve));
      const go = disk.waiting.shift();
      if (go === undefined) continue;
      writes += 1;
      // While the disk is busy nothing comes.
      const before = sent;
      for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      expect(sent).toBe(before);
      go();
    }
    const [log] = await done;
    expect(writes).toBeGreaterThan(5);
    expect(sent).toBe(pieces.length);
    expect(readFileSync(log?.path ?? '', 'utf8')).toBe(text);
  });

  it('is fetched no further when the disk is full, or what comes is damaged', async () => {
    disk.isFull = true;
    const sent: number[] = [];
    const pieces = piecesOf(gzipSync(text), 3000);
    await expect(fetched(server(pieces, (piece) => sent.push(piece)))).rejects.toMatchObject({
      error: { message: { key: 'log-index:fetch.disk-full' } },
    });
    disk.isFull = false;
    const damaged = pieces.map((piece, number) => (number === 3 ? Buffer.alloc(3000, 0xff) : piece));
    const sentDamaged: number[] = [];
    folder = mkdtempSync(join(folder, 'again-'));
    await expect(fetched(server(damaged, (piece) => sentDamaged.push(piece)))).rejects.toMatchObject({
      error: { message: { key: 'log-index:fetch.broken' } },
    });
    for (const few of [sent, sentDamaged]) expect(few.length).toBeLessThan(pieces.length);
  });
});
