import { sniffCompression } from './contentKind.ts';
import type { Chunks } from './expand.ts';
import type { LogSource } from './readLogs.ts';

/** What was pasted, or what little comes from a pipe. */
const smallBytes = 8 * 1024 ** 2;

/**
 * The same streams, when all sources are streams, they are short and not compressed: their lines can be held in memory, and nothing
 * need be written to disk. Otherwise `isSmall` is false; what was taken of the streams is given again.
 */
export async function holdSmall(
  sources: readonly LogSource[],
): Promise<{ readonly sources: readonly LogSource[]; readonly isSmall: boolean }> {
  if (!sources.every(({ bytes }) => bytes.kind === 'stream')) return { sources, isSmall: false };
  const held: LogSource[] = [];
  let isSmall = true;
  for (const source of sources) {
    if (source.bytes.kind !== 'stream' || !isSmall) {
      held.push(source);
      continue;
    }
    const start = await takeStart(source.bytes.chunks);
    isSmall = start.isWhole && sniffCompression(Buffer.concat(start.taken)) === null;
    held.push({ ...source, bytes: { kind: 'stream', chunks: start.again } });
  }
  return { sources: held, isSmall };
}

async function takeStart(
  chunks: Chunks,
): Promise<{ readonly taken: readonly Uint8Array[]; readonly isWhole: boolean; readonly again: Chunks }> {
  const rest = chunks[Symbol.asyncIterator]();
  const taken: Uint8Array[] = [];
  let size = 0;
  let isWhole = false;
  let failed: { readonly error: unknown } | null = null;
  try {
    while (size <= smallBytes && !isWhole) {
      const next = await rest.next();
      if (next.done === true) isWhole = true;
      else {
        taken.push(next.value);
        size += next.value.length;
      }
    }
  } catch (error) {
    // Whoever reads it meets the failure at its place.
    failed = { error };
  }
  async function* again(): AsyncGenerator<Uint8Array, undefined> {
    yield* taken;
    if (failed !== null) throw failed.error;
    if (isWhole) return;
    try {
      for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
    } finally {
      await rest.return?.();
    }
  }
  return { taken, isWhole: isWhole || failed !== null, again: again() };
}
