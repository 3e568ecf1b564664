import { readSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { LogFileProblem } from '../logFileProblem.ts';
import { LogFileError, problemOfSystemError } from '../logFileProblem.ts';
import { openLogFile } from '../openLogFile.ts';
import type { ExpansionLimits } from '../openLogFile.ts';
import { LineFeeder } from './lineFeeder.ts';
import { LineScanner } from './lineScanner.ts';
import type { ScanWants } from './segmentBuilder.ts';
import type { SegmentScan } from './segmentScan.ts';

/**
 * A stretch of a log to scan, as plain data for another thread. The file stays open from the first look to the last line
 * read back, so that a log rotated meanwhile stays the one that was asked for; a file's number is good in all threads.
 */
export interface ScanTask {
  readonly fd: number;
  /** For complaints. */
  readonly name: string;
  readonly wants: ScanWants;
  readonly part: TaskPart;
}

export type TaskPart =
  /** Text as it is. `end` null: to the end of the file, which may be growing; it had `size` bytes. */
  | { readonly kind: 'plain'; readonly start: number; readonly end: number | null; readonly size: number }
  /** Compressed or UTF-16: can only be read from its beginning. On several threads it is scanned in pieces of that size. */
  | { readonly kind: 'whole'; readonly limits: ExpansionLimits | undefined; readonly pieceBytes: number }
  /** A piece of such a file that another thread has expanded. */
  | {
      readonly kind: 'text';
      readonly bytes: ArrayBuffer;
      readonly length: number;
      readonly isStart: boolean;
    };

export interface ScanOutcome {
  /** One, or several that follow each other. */
  readonly scans: readonly SegmentScan[];
  readonly problem: LogFileProblem | null;
  /** Of a piece of text that was scanned by another thread: its memory, to be used again. */
  readonly bytes?: ArrayBuffer;
}

export interface ScanWatch {
  readonly signal?: AbortSignal | undefined;
  /** Told how many bytes more were taken from disk. */
  readonly onBytes: (bytes: number) => void;
}

const chunkBytes = 256 * 1024;
/** How often the thread looks up from its work. */
const chunksBetweenPauses = 8;

/** Scans a stretch. @throws LogFileError when nothing of it can be used; the signal's reason when aborted. */
export async function runScanTask(task: ScanTask, watch: ScanWatch): Promise<ScanOutcome> {
  try {
    switch (task.part.kind) {
      case 'plain':
        return await scanPlain(task, task.part, watch);
      case 'whole':
        return await scanWhole(task, task.part.limits, watch);
      case 'text':
        return await scanText(task, task.part, watch);
    }
  } catch (error) {
    if (error instanceof LogFileError || watch.signal?.aborted === true) throw error;
    throw new LogFileError(problemOfSystemError(error, task.name));
  }
}

async function scanPlain(
  { fd, name, wants }: ScanTask,
  { start, end, size }: Extract<TaskPart, { kind: 'plain' }>,
  { signal, onBytes }: ScanWatch,
): Promise<ScanOutcome> {
  const scanner = new LineScanner(wants, start === 0);
  const feeder = new LineFeeder((lines, offset) => scanner.scan(lines, offset), start, scanner.input);
  let position = start;
  for (let chunk = 1; end === null || position < end; chunk += 1) {
    const { room } = feeder;
    const wanted = end === null ? room.length : Math.min(room.length, end - position);
    const count = readSync(fd, room, 0, wanted, position);
    if (count === 0) break;
    position += count;
    feeder.filled(count);
    onBytes(count);
    if (chunk % chunksBetweenPauses === 0) await setImmediate();
    signal?.throwIfAborted();
  }
  feeder.end();
  const shrank = position < (end ?? size);
  const detail = `${position} of ${end ?? size} bytes`;
  return {
    scans: [scanner.finish()],
    problem: shrank ? { kind: 'cut-short', file: name, linesRead: scanner.lines, detail } : null,
  };
}

async function scanWhole(
  { fd, name, wants }: ScanTask,
  limits: ExpansionLimits | undefined,
  { signal, onBytes }: ScanWatch,
): Promise<ScanOutcome> {
  const scanner = new LineScanner(wants, true);
  const feeder = new LineFeeder((lines, offset) => scanner.scan(lines, offset), 0, scanner.input);
  const problem = await readWhole(
    fd,
    name,
    limits,
    (chunk) => {
      feeder.push(chunk);
      return true;
    },
    { signal, onBytes },
  );
  feeder.end();
  const linesRead = scanner.lines;
  if (problem !== null && linesRead === 0) throw new LogFileError(problem);
  return { scans: [scanner.finish()], problem: problem === null ? null : { ...problem, linesRead } };
}

async function scanText(
  { wants }: ScanTask,
  { bytes, length, isStart }: Extract<TaskPart, { kind: 'text' }>,
  { signal }: ScanWatch,
): Promise<ScanOutcome> {
  const scanner = new LineScanner(wants, isStart);
  const feeder = new LineFeeder((lines, offset) => scanner.scan(lines, offset), 0, scanner.input);
  const step = chunkBytes * chunksBetweenPauses;
  for (let at = 0; at < length; at += step) {
    feeder.push(new Uint8Array(bytes, at, Math.min(step, length - at)));
    await setImmediate();
    signal?.throwIfAborted();
  }
  feeder.end();
  return { scans: [scanner.finish()], problem: null };
}

/** Expands a file and gives its text chunk by chunk, until `take` wants no more; what was wrong at its end. */
export async function readWhole(
  fd: number,
  name: string,
  limits: ExpansionLimits | undefined,
  take: (chunk: Uint8Array) => boolean | Promise<boolean>,
  { signal, onBytes }: ScanWatch,
): Promise<LogFileProblem | null> {
  let stored = 0;
  const opened = openLogFile(
    name,
    { kind: 'stream', chunks: chunksOf(fd) },
    {
      ...(limits === undefined ? {} : { limits }),
      onBytes: (bytes) => {
        onBytes(bytes - stored);
        stored = bytes;
      },
    },
  );
  try {
    for (let chunk = 1; ; chunk += 1) {
      const next = await opened.next();
      if (next.done === true) {
        return next.value.kind === 'whole' ? null : { ...next.value, file: name, linesRead: 0 };
      }
      if (!(await take(next.value))) return null;
      if (chunk % chunksBetweenPauses === 0) await setImmediate();
      signal?.throwIfAborted();
    }
  } finally {
    await opened.return({ kind: 'whole' });
  }
}

async function* chunksOf(fd: number): AsyncGenerator<Uint8Array, undefined> {
  for (let position = 0; ;) {
    // A fresh buffer each time: decompressors keep references to what they were given.
    const buffer = Buffer.allocUnsafe(chunkBytes / 2);
    const count = readSync(fd, buffer, 0, buffer.length, position);
    if (count === 0) return;
    position += count;
    yield buffer.subarray(0, count);
  }
}
