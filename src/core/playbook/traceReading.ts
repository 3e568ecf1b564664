import type { LineCounts, TraceQuery, TracedMessage } from '../postfix/tracedMessage.ts';

/** What one log covers, so that "not found" can say what was looked at. */
export interface LogCoverage {
  readonly file: string;
  /** ISO 8601 as in the log, null when the file has no line with a time. */
  readonly from: string | null;
  readonly to: string | null;
  readonly counts: LineCounts;
}

/** A search through mail logs and all it needs to be judged. */
export interface TraceReading {
  readonly query: TraceQuery;
  readonly messages: readonly TracedMessage[];
  readonly counts: LineCounts;
  readonly coverage: readonly LogCoverage[];
  /** Up to 20 Postfix lines without a rule. */
  readonly samples: readonly { readonly file: string; readonly line: number; readonly text: string }[];
  /** Programs whose lines were passed over, with how many. */
  readonly foreignPrograms: readonly { readonly program: string; readonly count: number }[];
}
