import type { Coverage, LogFeed, LogInput } from './logInput.ts';
import { LogReader } from './logReader.ts';
import type { MessageNotes } from './messageNotes.ts';
import { tracedMessages } from './tracedMessages.ts';
import type { LineCounts, TracedMessage, TraceQuery } from './tracedMessage.ts';

export interface TraceResult {
  readonly input: LineCounts;
  /** Sorted by `firstSeen`. */
  readonly messages: readonly TracedMessage[];
  /** Parallel to `messages`. */
  readonly notes: readonly MessageNotes[];
  readonly coverage: Coverage;
}

/** A run that is fed line by line; `finish` correlates and answers. */
export interface TraceRun extends LogFeed {
  finish(): TraceResult;
}

/**
 * Starts a trace for callers that read asynchronously: feed the files one after the other, then `finish`. An empty query
 * returns every message. Parsing never throws and takes linear time; memory grows with the Postfix lines that can
 * matter for a message, whatever the query.
 */
export function startTrace(query: TraceQuery): TraceRun {
  const reader = new LogReader();
  return {
    file: (name, reference) => {
      reader.file(name, reference);
    },
    line: (text) => {
      reader.line(text);
    },
    finish: () => {
      const { records, counts, coverage } = reader.finish();
      const found = tracedMessages(records, query);
      return {
        input: counts,
        messages: found.map(({ message }) => message),
        notes: found.map(({ notes }) => notes),
        coverage,
      };
    },
  };
}

/** Traces messages in whole logs. The result does not depend on the order of `logs`. */
export function traceMessages(logs: readonly LogInput[], query: TraceQuery): TraceResult {
  const run = startTrace(query);
  for (const log of logs) {
    run.file(log.file, log.reference);
    for (const line of log.lines) run.line(line);
  }
  return run.finish();
}
