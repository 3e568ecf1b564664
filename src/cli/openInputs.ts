import { realpathSync } from 'node:fs';
import type { ScanOptions } from '../logfiles/engine/scanLogs.ts';
import type { LogSource, ReadProgress } from '../logfiles/readLogs.ts';
import { bytes, printable } from './printable.ts';
import type { Streams } from './streams.ts';
import { UsageError } from './usageError.ts';

/**
 * The logs named on the command line, sorted, each once: neither the order nor naming a file twice may change an
 * answer. `-` is standard input.
 */
export function openInputs(
  names: readonly string[],
  now: string | undefined,
  streams: Streams,
): readonly LogSource[] {
  const known = new Set<string>();
  const sources: LogSource[] = [];
  // The shortest of several names for one file labels its lines.
  for (const name of [...names].sort((a, b) => a.length - b.length || (a < b ? -1 : 1))) {
    const place = name === '-' ? '-' : realPath(name);
    if (known.has(place)) continue;
    known.add(place);
    sources.push({
      name,
      bytes: name === '-' ? { kind: 'stream', chunks: streams.stdin } : { kind: 'file', path: name },
      ...(now === undefined ? {} : { reference: now }),
    });
  }
  return sources.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** How to read what may be large. */
export function readingOptions({ startThread, status }: Streams): ScanOptions {
  return {
    ...(startThread === undefined ? {} : { startThread }),
    ...(status === undefined ? {} : { onProgress: statusOf(status) }),
  };
}

/** A new line with every percent; none any more when all is read. */
function statusOf(status: (text: string) => void): (progress: ReadProgress) => void {
  let shown = '';
  return ({ doneBytes, totalBytes, file }) => {
    const isDone = totalBytes !== null && doneBytes >= totalBytes;
    const far = totalBytes === null ? bytes(doneBytes) : `${Math.floor((doneBytes / totalBytes) * 100)} %`;
    const text = isDone ? '' : `Reading ${printable(file)}: ${far}`;
    if (text !== shown) status(text);
    shown = text;
  };
}

function realPath(name: string): string {
  try {
    return realpathSync(name);
  } catch {
    // Missing or locked: reading it says so properly.
    return name;
  }
}

/** For verbs that read one listing. */
export function onlyInput(verb: string, names: readonly string[]): string {
  const [name, ...others] = names;
  if (name === undefined)
    throw new UsageError(`${verb} needs a file, or - for standard input; see: mailtriage ${verb} --help`);
  if (others.length > 0) throw new UsageError(`${verb} reads one file at a time; ${names.length} were given`);
  return name;
}
