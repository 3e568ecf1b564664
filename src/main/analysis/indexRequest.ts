import type { MessageFilter } from '../../core/logIndex/messageFilter.ts';
import type { LogOverview } from '../../core/logIndex/logOverview.ts';
import type { MessageRow } from '../../core/logIndex/messageRow.ts';
import type { TracedMessage } from '../../core/postfix/tracedMessage.ts';
import type { LogFileProblem } from '../../logfiles/logFileProblem.ts';
import type { WantedExport, WantedRows } from '../../logfiles/messageIndex/logIndex.ts';
import type { ReadProgress } from '../../logfiles/readLogs.ts';
import type { RequestedLog } from './traceRequest.ts';

/** What a thread that keeps an index is given; plain data, since it is copied to the thread. */
export interface IndexRequest {
  readonly logs: readonly RequestedLog[];
  /** Go on reading what is appended. */
  readonly follow: boolean;
}

/** What is asked of an index; each with its answer. */
export interface IndexAnswers {
  readonly overview: { readonly asked: MessageFilter; readonly answer: LogOverview };
  readonly rows: {
    readonly asked: WantedRows;
    readonly answer: { readonly total: number; readonly rows: readonly MessageRow[] };
  };
  readonly exported: {
    readonly asked: WantedExport;
    readonly answer: { readonly total: number; readonly text: string };
  };
  readonly message: { readonly asked: number; readonly answer: TracedMessage | null };
}
export type AskName = keyof IndexAnswers;

export interface IndexAsk<Name extends AskName = AskName> {
  readonly id: number;
  readonly name: Name;
  readonly asked: IndexAnswers[Name]['asked'];
}

export interface IndexDescription {
  /** Names in order of time. */
  readonly files: readonly string[];
  readonly messages: number;
  readonly problems: readonly LogFileProblem[];
}

export interface IndexGrown {
  readonly messages: number;
  /** Why it is not followed any further; null when it is. */
  readonly ended: { readonly kind: 'shrank' | 'gone'; readonly file: string } | null;
}

/** What the thread says. After `failed` it ends. */
export type IndexReport =
  | { readonly kind: 'progress'; readonly progress: ReadProgress }
  | { readonly kind: 'firstRows'; readonly rows: readonly MessageRow[] }
  | { readonly kind: 'ready'; readonly description: IndexDescription }
  | { readonly kind: 'grown'; readonly grown: IndexGrown }
  | { readonly kind: 'failed'; readonly problem: LogFileProblem }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'fault'; readonly id: number; readonly detail: string };
