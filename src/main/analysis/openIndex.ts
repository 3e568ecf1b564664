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

/** Reads logs into an index. Rejects with a LogFileError, or with the signal's reason when aborted. */
export type OpenIndex = (
  request: IndexRequest,
  signal: AbortSignal,
  watch: IndexWatch,
) => Promise<OpenedIndex>;

export const openIndex: OpenIndex = (request, signal, watch) =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const worker = new Worker(indexThreadPath, { workerData: request });
    const waiting = new Map<number, { resolve: (answer: never) => void; reject: (error: Error) => void }>();
    let lastId = 0;
    const fail = (error: Error): void => {
      signal.removeEventListener('abort', abort);
      reject(error);
      for (const one of waiting.values()) one.reject(error);
      waiting.clear();
      ended = error;
    };
    let ended: Error | null = null;
    // Ending the thread ends its reading wherever it is; nothing it does leaves a trace on disk.
    const abort = (): void => {
      void worker.terminate();
      fail(signal.reason as Error);
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
          resolve({ description: report.description, ask, close: () => void worker.terminate() });
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
    worker.on('error', fail);
    worker.on('exit', (code) => fail(new IndexGone(`the index ended (exit code ${code})`)));
  });
