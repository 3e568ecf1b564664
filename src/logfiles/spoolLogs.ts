import { closeSync, existsSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogFileError, problemOfSystemError } from './logFileProblem.ts';
import type { LogFileProblem } from './logFileProblem.ts';
import { openLogFile } from './openLogFile.ts';
import { measure } from './readLogs.ts';
import type { LogSource, ReadLogsOptions } from './readLogs.ts';

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
  const copies: Copy[] = [];
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
      const copy = new Copy(source.name);
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
  copy: Copy,
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

/** A temporary file. Every failure is told with the name of the log that is copied. */
class Copy {
  readonly path: string;
  readonly #name: string;
  readonly #folder: string;
  readonly #file: number;
  #ends = 0;
  #isLineOpen = false;
  #unchecked = 0;

  constructor(name: string) {
    this.#name = name;
    try {
      this.#folder = mkdtempSync(join(tmpdir(), 'mailtriage-'));
      const path = join(this.#folder, 'log');
      this.#file = openSync(path, 'wx+', 0o600);
      // Where an open file has a name of its own (proc(5)), the other one goes at once: whatever ends us, nothing stays.
      const ofOpenFile = `/proc/self/fd/${this.#file}`;
      const hasOwnName = existsSync(ofOpenFile);
      if (hasOwnName) rmSync(this.#folder, { recursive: true });
      this.path = hasOwnName ? ofOpenFile : path;
    } catch (error) {
      throw this.#failed(error);
    }
  }

  /** Lines that were written. */
  get lines(): number {
    return this.#ends + (this.#isLineOpen ? 1 : 0);
  }

  write(bytes: Uint8Array): void {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (chunk.length === 0) return;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, end + 1)) this.#ends += 1;
    this.#isLineOpen = chunk.at(-1) !== newline;
    try {
      for (let at = 0; at < chunk.length;) at += writeSync(this.#file, chunk, at);
      this.#unchecked += chunk.length;
      if (this.#unchecked < bytesBetweenChecks) return;
      this.#unchecked = 0;
      const { bavail, blocks } = statfsSync(this.path);
      if (bavail < blocks * leastFree) throw new Error('hardly any room left');
    } catch (error) {
      throw this.#failed(error);
    }
  }

  #failed(error: unknown): LogFileError {
    const problem = problemOfSystemError(error, this.#name);
    const detail = `${problem.detail}, writing a temporary copy in ${tmpdir()}`;
    return new LogFileError({ ...problem, kind: 'unreadable', detail });
  }

  close(): void {
    closeSync(this.#file);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

const newline = 0x0a;
/** Other programs want room too: this share of the disk is left to them. */
const leastFree = 0.05;
const bytesBetweenChecks = 64 * 1024 ** 2;
