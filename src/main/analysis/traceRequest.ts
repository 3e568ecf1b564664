import { Readable } from 'node:stream';
import type { TraceQuery } from '../../core/postfix/tracedMessage.ts';
import type { TraceReading } from '../../core/playbook/traceReading.ts';
import type { LogFileProblem } from '../../logfiles/logFileProblem.ts';
import type { LogSource, ReadProgress } from '../../logfiles/readLogs.ts';

/** What the worker thread is given: plain data, since it is copied to the thread. */
export interface TraceRequest {
  readonly query: TraceQuery;
  readonly logs: readonly RequestedLog[];
}

export type RequestedLog =
  | { readonly kind: 'file'; readonly name: string; readonly path: string }
  | { readonly kind: 'text'; readonly name: string; readonly text: string; readonly reference: string };

/** What the worker says. After `done` or `failed` it ends. */
export type WorkerReport =
  | { readonly kind: 'progress'; readonly progress: ReadProgress }
  | { readonly kind: 'done'; readonly reading: TraceReading; readonly problems: readonly LogFileProblem[] }
  | { readonly kind: 'failed'; readonly problem: LogFileProblem };

export function toLogSource(log: RequestedLog): LogSource {
  if (log.kind === 'file') return { name: log.name, bytes: { kind: 'file', path: log.path } };
  return {
    name: log.name,
    bytes: { kind: 'stream', chunks: Readable.from([Buffer.from(log.text)]) },
    reference: log.reference,
  };
}
