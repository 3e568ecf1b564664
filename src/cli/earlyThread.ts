import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { leastBytesForThreads } from '../logfiles/engine/scanThread.ts';

const verbs: ReadonlySet<string | undefined> = new Set(['trace', 'summary']);

/**
 * A thread takes some time to start: for a large log one is started before the rest of the program is loaded and the arguments
 * are understood. Whoever wants a thread takes it from the answer; what is left there must be ended.
 */
export function startEarly([verb, ...args]: readonly string[], start: () => Worker): Worker[] {
  if (!verbs.has(verb) || availableParallelism() < 2) return [];
  const bytes = args.map((arg) => fileBytes(arg)).reduce((total, one) => total + one, 0);
  return bytes < leastBytesForThreads ? [] : [start()];
}

function fileBytes(path: string): number {
  try {
    const about = statSync(path, { throwIfNoEntry: false });
    return about?.isFile() === true ? about.size : 0;
  } catch {
    // Not a name that could be a file's; whoever opens it says so properly.
    return 0;
  }
}
