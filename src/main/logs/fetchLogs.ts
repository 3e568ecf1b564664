import { open, utimes } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { fetchLog, isCompressedName } from '../../core/remoteTrace/fetchLog.ts';
import { sniffCompression } from '../../logfiles/contentKind.ts';
import type { RequestedLog } from '../analysis/traceRequest.ts';
import { serverError } from '../servers/serverError.ts';
import { runTemplate } from '../ssh/remoteTrace.ts';
import type { RemoteLogSource } from '../ssh/remoteTrace.ts';
import { StepFailed } from '../wizard/stepFailed.ts';

export interface FetchWatch {
  readonly signal: AbortSignal;
  /** Bytes of the logs that are here, out of those that lie on the server; what is compressed for the way alone counts expanded. */
  readonly onProgress: (label: string, doneBytes: number, totalBytes: number) => void;
}

/**
 * Brings logs of a server here, compressed on their way, into a folder of this user alone.
 * @throws StepFailed, or the signal's reason.
 */
export async function fetchLogs(
  sources: readonly RemoteLogSource[],
  folder: string,
  { signal, onProgress }: FetchWatch,
): Promise<readonly Extract<RequestedLog, { kind: 'file' }>[]> {
  const totalBytes = sources.reduce((sum, { log }) => sum + log.bytes, 0);
  const fetched: Extract<RequestedLog, { kind: 'file' }>[] = [];
  let doneBytes = 0;
  for (const [number, source] of sources.entries()) {
    const path = join(folder, `${number}.log`);
    // What cannot be kept need not be sent any further.
    const unkept = new AbortController();
    const arriving = new ArrivingLog(await open(path, 'wx', 0o600), {
      expands: !isCompressedName(source.log.path),
      onWritten: (bytes) => {
        doneBytes += bytes;
        // A log goes on growing while it is fetched.
        onProgress(source.log.path, Math.min(doneBytes, totalBytes), totalBytes);
      },
      onProblem: () => unkept.abort(),
    });
    onProgress(source.log.path, doneBytes, totalBytes);
    const run = await runTemplate(
      source.session,
      fetchLog,
      { path: source.log.path },
      {
        signal: AbortSignal.any([signal, unkept.signal]),
        keepStdout: false,
        onStdout: (chunk) => arriving.push(chunk),
      },
    );
    const problem = await arriving.end();
    signal.throwIfAborted();
    // A connection that broke off left half a file behind: that is no fault of the file.
    if (problem !== null && (run.ok || unkept.signal.aborted)) throw unwritten(problem, source);
    if (!run.ok) throw new StepFailed(serverError(run.error));
    const { exitCode, truncated, timedOut, stderr } = run.value;
    if (exitCode !== 0 || truncated || timedOut) {
      throw new StepFailed({
        code: 'unreadable-input',
        message: { key: 'log-index:fetch.broken', values: { file: source.log.path } },
        detail: stderr.slice(0, 500),
      });
    }
    // Stamps without a year are read by the time of last change.
    const changed = source.log.changedAt / 1000;
    await utimes(path, changed, changed);
    fetched.push({ kind: 'file', name: source.log.path, path });
  }
  return fetched;
}

function unwritten(error: Error, { log }: RemoteLogSource): StepFailed {
  const code = 'code' in error ? String(error.code) : error.message;
  const isFull = code === 'ENOSPC' || code === 'EDQUOT';
  return new StepFailed({
    code: 'internal',
    message: {
      key: isFull ? 'log-index:fetch.disk-full' : 'log-index:fetch.broken',
      values: { file: log.path },
    },
    detail: code,
  });
}

/** Ten times what zlib gives out by itself, in a tenth of the writes. */
const gunzipChunkBytes = 160 * 1024;

interface ArrivingWatch {
  readonly expands: boolean;
  readonly onWritten: (bytes: number) => void;
  /** While more is still to come. */
  readonly onProblem: () => void;
}

/** Writes what arrives; what was compressed for the way is expanded, so that its lines can be read back one by one. */
class ArrivingLog {
  readonly #file: FileHandle;
  readonly #watch: ArrivingWatch;
  #gunzip: ReturnType<typeof createGunzip> | null = null;
  #begun = false;
  #writing: Promise<void> = Promise.resolve();
  #problem: Error | null = null;
  #isWhole = false;

  constructor(file: FileHandle, watch: ArrivingWatch) {
    this.#file = file;
    this.#watch = watch;
  }

  /** Fulfilled when it is written, or never will be: until then nothing more need come. */
  async push(chunk: Buffer): Promise<void> {
    if (!this.#begun) {
      this.#begun = true;
      if (this.#watch.expands && sniffCompression(chunk) === 'gzip') {
        this.#gunzip = createGunzip({ chunkSize: gunzipChunkBytes });
        this.#gunzip.on('data', (expanded: Buffer) => this.#write(expanded));
        this.#gunzip.on('error', (error) => this.#fail(error));
      }
    }
    const gunzip = this.#gunzip;
    if (gunzip === null) this.#write(chunk);
    else {
      // A failed write never calls back.
      await new Promise<void>((resolve) => {
        const settle = (): void => {
          gunzip.off('close', settle);
          resolve();
        };
        if (gunzip.closed) resolve();
        else gunzip.once('close', settle).write(chunk, settle);
      });
    }
    await this.#writing;
  }

  #write(bytes: Buffer): void {
    this.#writing = this.#writing.then(async () => {
      if (this.#problem !== null) return;
      try {
        await this.#file.write(bytes);
        this.#watch.onWritten(bytes.length);
      } catch (error) {
        this.#fail(error as Error);
      }
    });
  }

  #fail(error: Error): void {
    this.#problem ??= error;
    if (!this.#isWhole) this.#watch.onProblem();
  }

  /** What kept it from being written. */
  async end(): Promise<Error | null> {
    this.#isWhole = true;
    const gunzip = this.#gunzip;
    if (gunzip !== null && this.#problem === null) {
      await new Promise<void>((resolve) =>
        gunzip
          .once('end', resolve)
          .once('error', () => resolve())
          .end(),
      );
    }
    await this.#writing;
    await this.#file.close();
    return this.#problem;
  }
}
