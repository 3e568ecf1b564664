import { stat } from 'node:fs/promises';
import type { LogFeed } from '../core/postfix/logInput.ts';
import { LineSplitter } from './lineSplitter.ts';
import { LogFileError, problemOfSystemError } from './logFileProblem.ts';
import type { LogFileProblem } from './logFileProblem.ts';
import { openLogFile } from './openLogFile.ts';
import type { ByteSource, ExpansionLimits } from './openLogFile.ts';

/** One log to read; `name` labels its lines and must be unique among the logs of one run. */
export interface LogSource {
  readonly name: string;
  readonly bytes: ByteSource;
  /** ISO 8601, for stamps without a year; the file's time of last change when absent. */
  readonly reference?: string;
}

export interface ReadProgress {
  /** Bytes taken from disk so far, over all files. */
  readonly doneBytes: number;
  /** Null when a source has no known size (a pipe). */
  readonly totalBytes: number | null;
  /** Name of the log being read. */
  readonly file: string;
}

export interface ReadLogsOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ReadProgress) => void;
  readonly limits?: ExpansionLimits;
}

export interface SizedSource {
  readonly source: LogSource;
  /** Null for a pipe or a device. */
  readonly size: number | null;
  readonly reference: string;
}

/** Checks before any reading starts: somebody who mistyped the last of ten names should not wait for the nine. */
export async function measure(source: LogSource): Promise<SizedSource> {
  if (source.bytes.kind === 'stream') {
    return { source, size: null, reference: source.reference ?? new Date().toISOString() };
  }
  let stats;
  try {
    stats = await stat(source.bytes.path);
  } catch (error) {
    throw new LogFileError(problemOfSystemError(error, source.name));
  }
  if (stats.isDirectory()) {
    throw new LogFileError({ kind: 'folder', file: source.name, linesRead: 0, detail: 'EISDIR' });
  }
  const reference = source.reference ?? stats.mtime.toISOString();
  return { source, size: stats.isFile() ? stats.size : null, reference };
}

/**
 * Feeds the lines of logs, plain or compressed, to a trace or a summary, one file after the other in the order given.
 * Returns what could not be read of them: files that end in the middle or are damaged further on.
 * @throws LogFileError for a file of which nothing can be used; the signal's reason when aborted.
 */
export async function readLogs(
  sources: readonly LogSource[],
  feed: LogFeed,
  options: ReadLogsOptions = {},
): Promise<readonly LogFileProblem[]> {
  const sized = await Promise.all(sources.map(measure));
  const totalBytes = sized.reduce<number | null>(
    (total, { size }) => (total === null || size === null ? null : total + size),
    0,
  );
  const problems: LogFileProblem[] = [];
  let bytesOfFilesBefore = 0;
  for (const { source, reference } of sized) {
    let bytesOfThisFile = 0;
    feed.file(source.name, reference);
    const lines = new LineSplitter((line) => feed.line(line));
    const opened = openLogFile(source.name, source.bytes, {
      ...(options.limits === undefined ? {} : { limits: options.limits }),
      onBytes: (bytes) => {
        bytesOfThisFile = bytes;
        options.onProgress?.({ doneBytes: bytesOfFilesBefore + bytes, totalBytes, file: source.name });
      },
    });
    try {
      for (;;) {
        options.signal?.throwIfAborted();
        const next = await opened.next();
        if (next.done === true) {
          lines.end();
          if (next.value.kind !== 'whole') {
            const problem = { ...next.value, file: source.name, linesRead: lines.count };
            if (lines.count === 0) throw new LogFileError(problem);
            problems.push(problem);
          }
          break;
        }
        lines.push(next.value);
      }
    } finally {
      await opened.return({ kind: 'whole' });
    }
    bytesOfFilesBefore += bytesOfThisFile;
  }
  return problems;
}
