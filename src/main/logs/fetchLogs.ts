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
  /** Bytes that came over the line so far, and how many there will be; null when the server compresses them first. */
  readonly onProgress: (label: string, doneBytes: number, totalBytes: number | null) => void;
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
  const areCompressed = sources.every(({ log }) => isCompressedName(log.path));
  const totalBytes = areCompressed ? sources.reduce((sum, { log }) => sum + log.bytes, 0) : null;
  const fetched: Extract<RequestedLog, { kind: 'file' }>[] = [];
  let doneBytes = 0;
  for (const [number, source] of sources.entries()) {
    const path = join(folder, `${number}.log`);
    const arriving = new ArrivingLog(await open(path, 'wx', 0o600), !isCompressedName(source.log.path));
    onProgress(source.log.path, doneBytes, totalBytes);
    const run = await runTemplate(
      source.session,
      fetchLog,
      { path: source.log.path },
      {
        signal,
        keepStdout: false,
        onStdout: (chunk) => {
          doneBytes += chunk.length;
          arriving.push(chunk);
          onProgress(source.log.path, doneBytes, totalBytes);
        },
      },
    );
    const problem = await arriving.end();
    signal.throwIfAborted();
    if (!run.ok) throw new StepFailed(serverError(run.error));
    const { exitCode, truncated, timedOut, stderr } = run.value;
    if (problem !== null) throw unwritten(problem, source);
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

/** Writes what arrives; what was compressed for the way is expanded, so that its lines can be read back one by one. */
class ArrivingLog {
  readonly #file: FileHandle;
  readonly #expands: boolean;
  #gunzip: ReturnType<typeof createGunzip> | null = null;
  #begun = false;
  #writing: Promise<void> = Promise.resolve();
  #problem: Error | null = null;

  constructor(file: FileHandle, expands: boolean) {
    this.#file = file;
    this.#expands = expands;
  }

  push(chunk: Buffer): void {
    if (!this.#begun) {
      this.#begun = true;
      if (this.#expands && sniffCompression(chunk) === 'gzip') {
        this.#gunzip = createGunzip();
        this.#gunzip.on('data', (expanded: Buffer) => this.#write(expanded));
        this.#gunzip.on('error', (error) => (this.#problem ??= error));
      }
    }
    if (this.#gunzip === null) this.#write(chunk);
    else this.#gunzip.write(chunk);
  }

  #write(bytes: Buffer): void {
    this.#writing = this.#writing.then(async () => {
      if (this.#problem !== null) return;
      try {
        await this.#file.write(bytes);
      } catch (error) {
        this.#problem = error as Error;
      }
    });
  }

  /** What kept it from being written. */
  async end(): Promise<Error | null> {
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
