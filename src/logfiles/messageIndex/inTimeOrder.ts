import { LogReader } from '../../core/postfix/logReader.ts';
import { LogFileError } from '../logFileProblem.ts';
import { readHead } from '../readHead.ts';
import type { LogSource } from '../readLogs.ts';

/** Some dozens of lines: the first that shows a time is among them. */
const headBytes = 8 * 1024;

/** Logs as they follow each other in time, as far as their first lines tell; in core's order. */
export async function inTimeOrder(sources: readonly LogSource[]): Promise<readonly LogSource[]> {
  if (sources.length < 2) return sources;
  const reader = new LogReader();
  try {
    for (const source of sources) await readHead(source, headBytes, reader);
  } catch (error) {
    // Whoever reads all of it says what is wrong with a file.
    if (error instanceof LogFileError) return sources;
    throw error;
  }
  const { coverage } = reader.finish();
  const places = new Map(coverage.files.map(({ file }, place) => [file, place]));
  return [...sources].sort((a, b) => (places.get(a.name) ?? 0) - (places.get(b.name) ?? 0));
}
