import type { LineRef } from '../lineRef.ts';
import type { PostfixEvent } from './event.ts';

/** One understood Postfix line with its place and time: what messages are made of. */
export interface LogRecord {
  readonly event: PostfixEvent;
  /** Null when the line names none. */
  readonly queueId: string | null;
  /** `''` when the log names none. */
  readonly host: string;
  readonly instance: string;
  readonly daemon: string;
  /** `''` when the log names none. */
  readonly pid: string;
  /** How many equal events the line stands for (`message repeated N times`). */
  readonly times: number;
  /** ISO 8601 as printed. */
  readonly time: string;
  /** Orders records: milliseconds, comparable between the files of one run. */
  readonly key: number;
  /** Rank of the file among the files of the run, by what they cover; with `line` the order within one instant. */
  readonly fileRank: number;
  readonly ref: LineRef;
}

/** By time, then by place. */
export function compareRecords(a: LogRecord, b: LogRecord): number {
  return a.key - b.key || a.fileRank - b.fileRank || a.ref.line - b.ref.line;
}
