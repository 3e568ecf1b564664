import type { TraceReading } from '../core/playbook/traceReading.ts';
import type { Coverage } from '../core/postfix/logInput.ts';
import { startTrace } from '../core/postfix/trace.ts';
import type { TraceResult } from '../core/postfix/trace.ts';
import type { TraceQuery } from '../core/postfix/tracedMessage.ts';
import type { LogFileProblem } from './logFileProblem.ts';
import { readLogs } from './readLogs.ts';
import type { LogSource, ReadLogsOptions } from './readLogs.ts';

export interface TracedLogs {
  readonly result: TraceResult;
  readonly problems: readonly LogFileProblem[];
}

/** Searches logs for messages. An empty query finds all of them. @throws as `readLogs`. */
export async function traceLogs(
  sources: readonly LogSource[],
  query: TraceQuery,
  options: ReadLogsOptions = {},
): Promise<TracedLogs> {
  const run = startTrace(query);
  const problems = await readLogs(sources, run, options);
  return { result: run.finish(), problems };
}

/** What a trace found in the form the rules judge. */
export function toTraceReading(query: TraceQuery, { messages, input, coverage }: TraceResult): TraceReading {
  return {
    query,
    messages,
    counts: input,
    coverage: coverageOf(coverage),
    samples: coverage.notUnderstoodSamples,
    foreignPrograms: coverage.foreignPrograms,
  };
}

function coverageOf({ files }: Coverage): TraceReading['coverage'] {
  return files.map(({ file, first, last, counts }) => ({ file, from: first, to: last, counts }));
}
