import { stat } from 'node:fs/promises';
import { LogFileError, problemOfSystemError } from './logFileProblem.ts';
import type { LogFileProblem } from './logFileProblem.ts';
import { readLogs } from './readLogs.ts';
import type { LogSource } from './readLogs.ts';

/** Larger than the listing of any queue; what comes from a tool is held in memory whole. */
const maxTextBytes = 256 * 1024 ** 2;

export interface ReadText {
  readonly text: string;
  /** ISO 8601: when the text was saved, for dates in it that leave out the year. */
  readonly reference: string;
  readonly problems: readonly LogFileProblem[];
}

/** Reads the saved output of a tool whole, plain or compressed. @throws LogFileError as `readLogs`. */
export async function readText(source: LogSource): Promise<ReadText> {
  if (source.bytes.kind === 'file') {
    const { size } = await stat(source.bytes.path).catch((error: unknown) => {
      throw new LogFileError(problemOfSystemError(error, source.name));
    });
    if (size > maxTextBytes) {
      throw new LogFileError({ kind: 'too-large', file: source.name, linesRead: 0, detail: `${size} bytes` });
    }
  }
  const lines: string[] = [];
  let reference = '';
  const problems = await readLogs(
    [source],
    {
      file: (_name, fileReference) => void (reference = fileReference),
      line: (line) => void lines.push(line),
    },
    { limits: { maxBytes: maxTextBytes, freeBytes: maxTextBytes, maxRatio: 1 } },
  );
  return { text: lines.length === 0 ? '' : `${lines.join('\n')}\n`, reference, problems };
}
