import { Worker } from 'node:worker_threads';
import type { MessageRow } from '../../core/logIndex/messageRow.ts';
import { LogFileError } from '../../logfiles/logFileProblem.ts';
import type { ReadProgress } from '../../logfiles/readLogs.ts';
import type {
  AskName,
  IndexAnswers,
  IndexAsk,
  IndexDescription,
  IndexGrown,
  IndexReport,
  IndexRequest,
} from './indexRequest.ts';
import { IndexGone } from './indexShelf.ts';
import { ReadingStopped } from './readingStopped.ts';
import indexThreadPath from './indexThread.ts?modulePath';

export interface IndexWatch {
  readonly onProgress: (progress: ReadProgress) => void;
  readonly onFirstRows: (rows: readonly MessageRow[]) => void;
  /** Called only after the index was given out. */
  readonly onGrown: (grown: IndexGrown) => void;
}

/** An index on a thread of its own. */
export interface OpenedIndex {
  readonly description: IndexDescription;
  ask<Name extends AskName>(
    name: Name,
    asked: IndexAnswers[Name]['asked'],
  ): Promise<IndexAnswers[Name]['answer']>;
  close(): void;
}

/**
 * The index is typed arrays; the few objects made on the way to it die at once, and V8 would let up to 48 MB of them pile up
 * before it looks.
 */
const forTypedArrays = { maxYoungGenerationSizeMb: 6 };

/**
 * Reads logs into an index. Rejects with a LogFileError, a ReadingStopped, or with the signal's reason when aborted. What is
 * asked of it later rejects with a ReadingStopped too once its thread broke down, with an IndexGone once it was closed.
 */
export type OpenIndex = (
  request: IndexRequest,
  signal: AbortSignal,
  watch: IndexWatch,
) => Promise<OpenedIndex>;

export const openIndex: OpenIndex = (request, signal, watch) =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const worker = new Worker(indexThreadPath, { workerData: request, resourceLimits: forTypedArrays });
    const waiting = new Map<number, { resolve: (answer: never) => void; reject: (error: Error) => void }>();
    let lastId = 0;
    let ended: Error | null = null;
    // The first reason tells: whatever ends the thread is followed by its exit.
    const fail = (error: Error): void => {
      if (ended !== null) return;
      ended = error;
      signal.removeEventListener('abort', abort);
      reject(error);
      for (const one of waiting.values()) one.reject(error);
      waiting.clear();
    };
    const close = (): void => {
      fail(new IndexGone('the index was closed'));
      void worker.terminate();
    };
    // Ending the thread ends its reading wherever it is; nothing it does leaves a trace on disk.
    const abort = (): void => {
      fail(signal.reason as Error);
      void worker.terminate();
    };
    signal.addEventListener('abort', abort, { once: true });
    const ask: OpenedIndex['ask'] = (name, asked) =>
      new Promise((resolveAsk, rejectAsk) => {
        if (ended !== null) {
          rejectAsk(ended);
          return;
        }
        lastId += 1;
        waiting.set(lastId, { resolve: resolveAsk, reject: rejectAsk });
        worker.postMessage({ id: lastId, name, asked } satisfies IndexAsk);
      });
    worker.on('message', (report: IndexReport) => {
      switch (report.kind) {
        case 'progress':
          watch.onProgress(report.progress);
          return;
        case 'firstRows':
          watch.onFirstRows(report.rows);
          return;
        case 'grown':
          watch.onGrown(report.grown);
          return;
        case 'failed':
          fail(new LogFileError(report.problem));
          return;
        case 'ready':
          signal.removeEventListener('abort', abort);
          resolve({ description: report.description, ask, close });
          return;
        case 'answer':
          waiting.get(report.id)?.resolve(report.answer as never);
          waiting.delete(report.id);
          return;
        case 'fault':
          waiting.get(report.id)?.reject(new Error(report.detail));
          waiting.delete(report.id);
      }
    });
    worker.on('error', (cause) => fail(new ReadingStopped(String(cause), { cause })));
    worker.on('exit', (code) => fail(new ReadingStopped(`the index ended (exit code ${code})`)));
  });
