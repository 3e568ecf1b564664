import { createGunzip } from 'node:zlib';
import { Decompress, ZstdErrorCode } from 'fzstd';
import unbzip2Stream from 'unbzip2-stream';
import * as xzModule from 'xz-decompress';
import type { Compression } from './contentKind.ts';

/** How a compressed stream ended: its data up to here was good in every case. */
export type ExpandEnd =
  { readonly kind: 'whole' } | { readonly kind: 'cut-short' | 'damaged'; readonly detail: string };

export type Chunks = AsyncIterable<Uint8Array>;

/**
 * Expands compressed chunks. Yields everything that can be had and returns how it ended, instead of throwing, so that
 * a log cut off while it was copied still answers for its first part.
 */
export type Expand = (chunks: Chunks) => AsyncGenerator<Uint8Array, ExpandEnd>;

const whole: ExpandEnd = { kind: 'whole' };
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** zlib gives out so much at a time; with its usual 16 kB, going to its thread and back takes longer than expanding. */
const gunzipChunkBytes = 1024 ** 2;

/** Concatenated members (RFC 1952 2.2) are one log; zlib reads on by itself. */
async function* gunzip(chunks: Chunks): AsyncGenerator<Uint8Array, ExpandEnd> {
  const stream = createGunzip({ chunkSize: gunzipChunkBytes });
  const ready: Uint8Array[] = [];
  let problem: (Error & { code?: string }) | null = null;
  stream.on('data', (chunk: Uint8Array) => ready.push(chunk));
  stream.on('error', (error) => (problem = error));
  const closed = new Promise<void>((resolve) => stream.on('end', resolve).on('close', resolve));
  try {
    for await (const chunk of chunks) {
      // Each write is awaited: a chunk still pending at end() would be inflated together with the "unexpected end"
      // complaint, and zlib throws away the output of a call that fails. A failed write never calls back.
      await Promise.race([closed, new Promise<void>((resolve) => stream.write(chunk, () => resolve()))]);
      yield* ready.splice(0);
      if (problem !== null) break;
    }
    if (problem === null) stream.end();
    await closed;
    yield* ready.splice(0);
  } finally {
    stream.destroy();
  }
  return problem === null ? whole : gunzipEnd(problem);
}

function gunzipEnd(error: Error & { code?: string }): ExpandEnd {
  return { kind: error.code === 'Z_BUF_ERROR' ? 'cut-short' : 'damaged', detail: error.message };
}

async function* unbzip2(chunks: Chunks): AsyncGenerator<Uint8Array, ExpandEnd> {
  const stream = unbzip2Stream();
  const ready: Uint8Array[] = [];
  let problem: Error | null = null;
  stream.on('data', (chunk: Uint8Array) => ready.push(chunk));
  stream.on('error', (error: Error) => (problem = error));
  for await (const chunk of chunks) {
    stream.write(chunk);
    yield* ready.splice(0);
    if (problem !== null) return { kind: 'damaged', detail: messageOf(problem) };
  }
  stream.end();
  yield* ready.splice(0);
  // Once all bytes were given, the library runs out of them in the middle of a block in one of several ways; a damaged
  // block in the last stretch looks the same, and for the reader it is: the end is missing.
  return problem === null ? whole : { kind: 'cut-short', detail: messageOf(problem) };
}

async function* unzstd(chunks: Chunks): AsyncGenerator<Uint8Array, ExpandEnd> {
  const ready: Uint8Array[] = [];
  // The handler's block is a window the next block overwrites.
  const stream = new Decompress((chunk) => ready.push(chunk.slice()));
  const push = (chunk: Uint8Array, final: boolean): ExpandEnd => {
    try {
      stream.push(chunk, final);
      return whole;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null;
      const atEnd = final || code === ZstdErrorCode.UnexpectedEOF;
      return { kind: atEnd ? 'cut-short' : 'damaged', detail: messageOf(error) };
    }
  };
  for await (const chunk of chunks) {
    const end = push(chunk, false);
    yield* ready.splice(0);
    if (end.kind !== 'whole') return end;
  }
  const end = push(new Uint8Array(0), true);
  yield* ready.splice(0);
  return end;
}

// The package is CommonJS: Node shows its class under `default`, a bundler also by name.
type XzModule = typeof xzModule;
const { XzReadableStream } = (xzModule as XzModule & { default?: XzModule }).default ?? xzModule;

async function* unxz(chunks: Chunks): AsyncGenerator<Uint8Array, ExpandEnd> {
  let ranOut = false;
  const source = chunks[Symbol.asyncIterator]();
  const input = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await source.next();
      if (next.done === true) {
        ranOut = true;
        controller.close();
      } else controller.enqueue(next.value);
    },
    async cancel() {
      await source.return?.();
    },
  });
  const reader = new XzReadableStream(input).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return whole;
      yield value;
    }
  } catch (error) {
    return { kind: ranOut ? 'cut-short' : 'damaged', detail: messageOf(error) };
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

export const expanders: Readonly<Record<Compression, Expand>> = {
  gzip: gunzip,
  bzip2: unbzip2,
  zstd: unzstd,
  xz: unxz,
};
