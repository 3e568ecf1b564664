import { open } from 'node:fs/promises';
import { isArchive, isJunk, sniffCompression, sniffWideEncoding } from './contentKind.ts';
import type { Chunks, ExpandEnd } from './expand.ts';
import { LogFileError, problemOfSystemError } from './logFileProblem.ts';
import type { LogFileProblemKind } from './logFileProblem.ts';

/** Bytes read at once; also bounds what a hostile gzip can blow up in one step (deflate: at most 1032 to 1). */
const chunkBytes = 128 * 1024;

/** How much of a file is looked at to tell what it is. */
const headBytes = 64 * 1024;

/** More than any mail log expands to; a file beyond it is a zip bomb or a mistake. */
const maxExpandedBytes = 64 * 1024 ** 3;

/**
 * Below this size any ratio is fine; above it a log that shrank to less than a thousandth is none: real mail logs
 * compress 10 to 40 times, endlessly repeated lines a few hundred times.
 */
const freeExpansionBytes = 512 * 1024 ** 2;
const maxRatio = 1000;

export interface ExpansionLimits {
  readonly maxBytes: number;
  readonly freeBytes: number;
  readonly maxRatio: number;
}
const defaultLimits: ExpansionLimits = {
  maxBytes: maxExpandedBytes,
  freeBytes: freeExpansionBytes,
  maxRatio,
};

/** Bytes of a file, an open pipe or standard input. */
export type ByteSource =
  { readonly kind: 'file'; readonly path: string } | { readonly kind: 'stream'; readonly chunks: Chunks };

export interface OpenOptions {
  readonly limits?: ExpansionLimits;
  /** Told the bytes taken from disk so far (the compressed offset, where compressed). */
  readonly onBytes?: (bytes: number) => void;
}

async function* readFileChunks(path: string): AsyncGenerator<Uint8Array, undefined> {
  const handle = await open(path, 'r');
  try {
    for (;;) {
      // A fresh buffer each time: decompressors keep references to what they were given.
      const buffer = Buffer.allocUnsafe(chunkBytes);
      const { bytesRead } = await handle.read(buffer, 0, chunkBytes, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/** Looks at the first `headBytes` of chunks, and gives all chunks back. */
async function peek(
  chunks: AsyncIterator<Uint8Array, unknown>,
): Promise<{ head: Buffer; taken: Uint8Array[]; last: unknown }> {
  const taken: Uint8Array[] = [];
  let size = 0;
  while (size < headBytes) {
    const next = await chunks.next();
    if (next.done === true) return { head: Buffer.concat(taken), taken, last: next };
    taken.push(next.value);
    size += next.value.length;
  }
  return { head: Buffer.concat(taken), taken, last: null };
}

async function* decodeWide(
  chunks: Chunks,
  encoding: 'utf-16le' | 'utf-16be',
): AsyncGenerator<Uint8Array, undefined> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}

async function* countBytes(
  chunks: Chunks,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array, undefined> {
  for await (const chunk of chunks) {
    onBytes(chunk.length);
    yield chunk;
  }
}

async function* joinChunks(
  taken: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array, unknown> | null,
): AsyncGenerator<Uint8Array, undefined> {
  yield* taken;
  if (rest === null) return;
  try {
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

/**
 * Opens a log, plain or compressed, told apart by content. Yields its text as bytes and returns how it ended.
 * @throws LogFileError when nothing of it can be used.
 */
export async function* openLogFile(
  name: string,
  source: ByteSource,
  options: OpenOptions = {},
): AsyncGenerator<Uint8Array, ExpandEnd> {
  const limits = options.limits ?? defaultLimits;
  const fail = (kind: LogFileProblemKind, detail: string): never => {
    throw new LogFileError({ kind, file: name, linesRead: 0, detail });
  };
  let stored = 0;
  const raw = countBytes(source.kind === 'file' ? readFileChunks(source.path) : source.chunks, (bytes) => {
    stored += bytes;
    options.onBytes?.(stored);
  });
  let opened: AsyncGenerator<Uint8Array, ExpandEnd | undefined> = raw;
  try {
    const outer = await peek(raw);
    const joined = joinChunks(outer.taken, outer.last === null ? raw : null);
    const compression = sniffCompression(outer.head);
    opened = compression === null ? joined : (await import('./expand.ts')).expanders[compression](joined);

    const inner = await peek(opened);
    if (isArchive(inner.head)) fail('archive', compression ?? 'plain');
    const wide = sniffWideEncoding(inner.head);
    if (wide === null && isJunk(inner.head)) fail('not-text', compression ?? 'plain');

    let end: ExpandEnd | null = null;
    const settle = (result: IteratorResult<Uint8Array, unknown>): void => {
      if (result.done === true) end = (result.value as ExpandEnd | undefined) ?? { kind: 'whole' };
    };
    if (inner.last !== null) settle(inner.last as IteratorResult<Uint8Array, unknown>);

    let expanded = 0;
    const checked = async function* (): AsyncGenerator<Uint8Array, undefined> {
      const check = (chunk: Uint8Array): Uint8Array => {
        expanded += chunk.length;
        const tooMuch =
          expanded > limits.maxBytes || (expanded > limits.freeBytes && expanded > stored * limits.maxRatio);
        if (compression !== null && tooMuch)
          fail('too-large', `${compression}, ${expanded} bytes out of ${stored}`);
        return chunk;
      };
      for (const chunk of inner.taken) yield check(chunk);
      while (end === null) {
        const next = await opened.next();
        settle(next);
        if (next.done !== true) yield check(next.value);
      }
    };
    yield* wide === null ? checked() : decodeWide(checked(), wide);
    return end ?? { kind: 'whole' };
  } catch (error) {
    if (error instanceof LogFileError) throw error;
    throw new LogFileError(problemOfSystemError(error, name));
  } finally {
    await opened.return({ kind: 'whole' });
    await raw.return(undefined);
  }
}
