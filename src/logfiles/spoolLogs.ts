import { LogFileError } from './logFileProblem.ts';
import type { LogFileProblem } from './logFileProblem.ts';
import { openLogFile } from './openLogFile.ts';
import { measure } from './readLogs.ts';
import type { LogSource, ReadLogsOptions } from './readLogs.ts';
import { TemporaryCopy } from './temporaryCopy.ts';

export interface SpooledLogs {
  /** All of them plain files or files that can be read several times. */
  readonly sources: readonly LogSource[];
  readonly problems: readonly LogFileProblem[];
  /** Removes what was written. */
  close(): void;
}

/**
 * Writes logs that can be read only once (standard input, a pipe), and others where `needsCopy` says so, expanded into
 * temporary files, so that memory need not hold them.
 * @throws as `readLogs`, with the file's name also when the copy cannot be written.
 */
export async function spoolLogs(
  sources: readonly LogSource[],
  needsCopy: (source: LogSource) => boolean,
  options: ReadLogsOptions = {},
): Promise<SpooledLogs> {
  const spooled: LogSource[] = [];
  const problems: LogFileProblem[] = [];
  const copies: TemporaryCopy[] = [];
  const close = (): void => {
    for (const copy of copies.splice(0)) copy.close();
  };
  try {
    for (const source of sources) {
      const { size, reference } = await measure(source);
      if (size !== null && !needsCopy(source)) {
        spooled.push(source);
        continue;
      }
      const copy = new TemporaryCopy(source.name, 'path');
      copies.push(copy);
      const problem = await fill(copy, source, size, options);
      if (problem !== null) problems.push(problem);
      spooled.push({ name: source.name, bytes: { kind: 'file', path: copy.path }, reference });
    }
  } catch (error) {
    close();
    throw error;
  }
  return { sources: spooled, problems, close };
}

/** What was wrong with the log, as far as it could be read. */
async function fill(
  copy: TemporaryCopy,
  { name, bytes }: LogSource,
  totalBytes: number | null,
  { limits, onProgress, signal }: ReadLogsOptions,
): Promise<LogFileProblem | null> {
  const opened = openLogFile(name, bytes, {
    ...(limits === undefined ? {} : { limits }),
    onBytes: (doneBytes) => onProgress?.({ doneBytes, totalBytes, file: name }),
  });
  try {
    for (;;) {
      signal?.throwIfAborted();
      const next = await opened.next();
      if (next.done !== true) {
        copy.write(next.value);
        continue;
      }
      if (next.value.kind === 'whole') return null;
      const problem = { ...next.value, file: name, linesRead: copy.lines };
      if (problem.linesRead === 0) throw new LogFileError(problem);
      return problem;
    }
  } finally {
    await opened.return({ kind: 'whole' });
  }
}
