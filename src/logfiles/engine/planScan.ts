import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { parseSyslogLine } from '../../core/syslog/syslogLine.ts';
import { isArchive, isJunk, sniffCompression, sniffWideEncoding } from '../contentKind.ts';
import { LogFileError, problemOfSystemError } from '../logFileProblem.ts';
import type { ExpansionLimits } from '../openLogFile.ts';
import type { TaskPart } from './scanTask.ts';

/** How much of a file is looked at to tell what it is, and to find a place to cut. */
const headBytes = 64 * 1024;
/** Where nearly always there is such a place. */
const fewLinesBytes = 4 * 1024;

export interface Stretches {
  readonly count: number;
  readonly leastBytes: number;
  /** Size of the pieces a file is scanned in that can only be read from its beginning. */
  readonly pieceBytes: number;
}

export interface PlannedFile {
  readonly fd: number;
  readonly name: string;
  readonly size: number;
  readonly parts: readonly TaskPart[];
}

/** Opens a file and decides how to scan it. @throws LogFileError when nothing of it can be used. */
export function planScan(
  name: string,
  path: string,
  stretches: Stretches,
  limits: ExpansionLimits | undefined,
): PlannedFile {
  const fail = (error: unknown): never => {
    throw error instanceof LogFileError ? error : new LogFileError(problemOfSystemError(error, name));
  };
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (error) {
    return fail(error);
  }
  try {
    const { size } = fstatSync(fd);
    const head = readAt(fd, 0, headBytes);
    if (!isPlain(head)) {
      return { fd, name, size, parts: [{ kind: 'whole', limits, pieceBytes: stretches.pieceBytes }] };
    }
    const refuse = (kind: 'archive' | 'not-text'): never =>
      fail(new LogFileError({ kind, file: name, linesRead: 0, detail: 'plain' }));
    if (isArchive(head)) refuse('archive');
    if (isJunk(head)) refuse('not-text');
    return { fd, name, size, parts: cut(fd, size, stretches) };
  } catch (error) {
    closeSync(fd);
    return fail(error);
  }
}

/** False for a file whose lines can only be found by reading it from its beginning: compressed, or UTF-16. */
export function canReadAnywhere(path: string): boolean {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch {
    // `planScan` says what is wrong with it.
    return true;
  }
  try {
    return isPlain(readAt(fd, 0, headBytes));
  } finally {
    closeSync(fd);
  }
}

function isPlain(head: Uint8Array): boolean {
  return sniffCompression(head) === null && sniffWideEncoding(head) === null;
}

function readAt(fd: number, position: number, bytes: number): Buffer {
  const buffer = Buffer.allocUnsafe(bytes);
  let filled = 0;
  for (;;) {
    const count = readSync(fd, buffer, filled, buffer.length - filled, position + filled);
    filled += count;
    if (count === 0 || filled === buffer.length) return buffer.subarray(0, filled);
  }
}

function cut(fd: number, size: number, stretches: Stretches): TaskPart[] {
  const count = Math.max(1, Math.min(stretches.count, Math.floor(size / stretches.leastBytes)));
  const starts = [0];
  for (let number = 1; number < count; number += 1) {
    const start = goodStart(fd, Math.floor((size / count) * number));
    if (start !== null && start > (starts.at(-1) ?? 0)) starts.push(start);
  }
  return starts.map((start, number) => ({ kind: 'plain', start, end: starts[number + 1] ?? null, size }));
}

/** `namedLineAfter`, in a file. */
function goodStart(fd: number, position: number): number | null {
  for (const bytes of [fewLinesBytes, headBytes]) {
    const found = namedLineAfter(readAt(fd, position, bytes));
    if (found !== null) return position + found;
  }
  return null;
}

/**
 * The first line behind the first line end that names its program: a place to cut. `last message repeated 3 times` is about a
 * line before it, and must not come first.
 */
export function namedLineAfter(bytes: Buffer): number | null {
  for (let end = bytes.indexOf(0x0a); end >= 0;) {
    const start = end + 1;
    end = bytes.indexOf(0x0a, start);
    if (end < 0) return null;
    const line = parseSyslogLine(bytes.toString('utf8', start, end));
    if (line !== null && line.program !== null) return start;
  }
  return null;
}
