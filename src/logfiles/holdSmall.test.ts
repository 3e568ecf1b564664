import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { holdSmall } from './holdSmall.ts';
import { readText } from './readText.ts';
import type { LogSource } from './readLogs.ts';

const piped = (...chunks: readonly (Uint8Array | Error)[]): LogSource => {
  async function* give(): AsyncGenerator<Uint8Array, undefined> {
    for (const chunk of chunks) {
      if (chunk instanceof Error) throw chunk;
      yield await Promise.resolve(chunk);
    }
  }
  return { name: '-', bytes: { kind: 'stream', chunks: give() }, reference: '2026-03-03' };
};
const line = Buffer.from('Mar  1 20:45:32 mail postfix/qmgr[1]: C5BF3135FAF: removed\n');
const file: LogSource = { name: 'mail.log', bytes: { kind: 'file', path: 'mail.log' } };

async function bytesOf({ bytes }: LogSource): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  if (bytes.kind === 'stream') for await (const chunk of bytes.chunks) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe('holding what is short', () => {
  it('gives short streams again, and calls nothing else small', async () => {
    const short = await holdSmall([piped(line, line), piped(line)]);
    expect(short.isSmall).toBe(true);
    expect(await Promise.all(short.sources.map(bytesOf))).toEqual([Buffer.concat([line, line]), line]);
    expect((await holdSmall([piped(line), file])).isSmall).toBe(false);
    expect((await holdSmall([file])).isSmall).toBe(false);
    const packed = gzipSync(line);
    const compressed = await holdSmall([piped(packed)]);
    expect(compressed.isSmall).toBe(false);
    expect(await bytesOf(compressed.sources[0] as LogSource)).toEqual(packed);
  });

  it('loses nothing of a long stream', async () => {
    const chunk = Buffer.concat(new Array<Buffer>(2000).fill(line));
    const long = await holdSmall([piped(...new Array<Buffer>(90).fill(chunk)), piped(line)]);
    expect(long.isSmall).toBe(false);
    const [first, second] = await Promise.all(long.sources.map(bytesOf));
    expect(first?.length).toBe(90 * chunk.length);
    expect(second).toEqual(line);
  });

  it('leaves a failure to whoever reads', async () => {
    const { sources } = await holdSmall([piped(line, new Error('gone'))]);
    await expect(readText(sources[0] as LogSource)).rejects.toMatchObject({ problem: { detail: 'gone' } });
  });
});
