import type { TraceReading } from '../core/playbook/traceReading.ts';
import type { Coverage } from '../core/postfix/logInput.ts';
import { startTrace } from '../core/postfix/trace.ts';
import type { TraceResult } from '../core/postfix/trace.ts';
import type { TraceQuery } from '../core/postfix/tracedMessage.ts';
import { canScan, scanLogs } from './engine/scanLogs.ts';
import type { ScanOptions } from './engine/scanLogs.ts';
import { addressSought, isSelective } from './engine/selectLines.ts';
import { traceScans } from './engine/traceScans.ts';
import type { LogFileProblem } from './logFileProblem.ts';
import { readLogs } from './readLogs.ts';
import type { LogSource } from './readLogs.ts';

export interface TracedLogs {
  readonly result: TraceResult;
  readonly problems: readonly LogFileProblem[];
}

/**
 * Searches logs for messages. An empty query finds all of them.
 *
 * A query that names an address, a message-ID or a queue ID is answered from a scan of the bytes: only lines that can
 * matter are taken apart. Otherwise every line does, and so it is with what can be read only once (standard input).
 * @throws as `readLogs`.
 */
export async function traceLogs(
  sources: readonly LogSource[],
  query: TraceQuery,
  options: ScanOptions = {},
): Promise<TracedLogs> {
  if (!isSelective(query) || !(await canScan(sources))) {
    const run = startTrace(query);
    const problems = await readLogs(sources, run, options);
    return { result: run.finish(), problems };
  }
  const wants = { index: true, totals: false, address: addressSought(query) };
  const scanned = await scanLogs(sources, wants, options);
  try {
    const result = await traceScans(scanned.files, query, scanned.sources, scanned.readLines);
    return { result, problems: scanned.problems };
  } finally {
    scanned.close();
  }
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
