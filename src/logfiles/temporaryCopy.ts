import { closeSync, existsSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lineStride } from './engine/segmentScan.ts';
import { LogFileError, problemOfSystemError } from './logFileProblem.ts';

/** How a copy is read: by others through its path, or by us alone through the open file. */
type ReadBy = 'path' | 'number';

/** Text of a log in a temporary file. Every failure is told with the name of the log. */
export class TemporaryCopy {
  readonly fd: number;
  readonly path: string;
  /** Places of every 64th line (`lineStride`). */
  readonly offsets: number[] = [0];
  readonly #name: string;
  readonly #folder: string;
  #ends = 0;
  #bytes = 0;
  #isLineOpen = false;
  #unchecked = 0;

  constructor(name: string, readBy: ReadBy) {
    this.#name = name;
    try {
      this.#folder = mkdtempSync(join(tmpdir(), 'mailtriage-'));
      const path = join(this.#folder, 'log');
      this.fd = openSync(path, 'wx+', 0o600);
      // Where an open file has a name of its own (proc(5)), the other one goes at once: whatever ends us, nothing stays. Where
      // nobody needs a name it goes everywhere, since Windows too lets an open file be removed (unlink's POSIX semantics).
      const ofOpenFile = `/proc/self/fd/${this.fd}`;
      const hasOwnName = existsSync(ofOpenFile);
      if (hasOwnName || readBy === 'number') {
        rmSync(path);
        this.#removeFolder();
      }
      this.path = hasOwnName ? ofOpenFile : path;
    } catch (error) {
      throw this.#failed(error);
    }
  }

  /** An empty folder that cannot be removed harms nobody, and what is in it was not to be kept. */
  #removeFolder(): void {
    try {
      rmSync(this.#folder, { recursive: true, force: true });
    } catch {
      // Tried again when the copy is closed.
    }
  }

  /** Lines that were written to their end. */
  get wholeLines(): number {
    return this.#ends;
  }

  /** Lines that were written. */
  get lines(): number {
    return this.#ends + (this.#isLineOpen ? 1 : 0);
  }

  write(bytes: Uint8Array): void {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (chunk.length === 0) return;
    try {
      for (let at = 0; at < chunk.length;) at += writeSync(this.fd, chunk, at);
      this.#unchecked += chunk.length;
      if (this.#unchecked >= bytesBetweenChecks) this.#leaveRoom();
    } catch (error) {
      throw this.#failed(error);
    }
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, end + 1)) {
      this.#ends += 1;
      if (this.#ends % lineStride === 0) this.offsets.push(this.#bytes + end + 1);
    }
    this.#isLineOpen = chunk.at(-1) !== newline;
    this.#bytes += chunk.length;
  }

  #leaveRoom(): void {
    this.#unchecked = 0;
    const { bavail, blocks } = statfsSync(tmpdir());
    if (bavail < blocks * leastFree) throw new Error('hardly any room left');
  }

  #failed(error: unknown): LogFileError {
    const problem = problemOfSystemError(error, this.#name);
    const detail = `${problem.detail}, writing a temporary copy in ${tmpdir()}`;
    return new LogFileError({ ...problem, kind: 'unreadable', detail });
  }

  close(): void {
    closeSync(this.fd);
    this.#removeFolder();
  }
}

const newline = 0x0a;
/** Other programs want room too: this share of the disk is left to them. */
const leastFree = 0.05;
const bytesBetweenChecks = 64 * 1024 ** 2;
