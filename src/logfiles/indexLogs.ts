import { tableOfMessages } from '../core/logIndex/tableOfMessages.ts';
import { LogReader } from '../core/postfix/logReader.ts';
import { summaryOf } from '../core/postfix/summary.ts';
import { tracedMessages } from '../core/postfix/tracedMessages.ts';
import type { ScanOptions } from './engine/scanLogs.ts';
import type { LogFileProblem } from './logFileProblem.ts';
import { LogIndex } from './logIndex.ts';
import { readLogs } from './readLogs.ts';
import type { LogSource } from './readLogs.ts';

export interface IndexedLogFiles {
  readonly index: LogIndex;
  /** Names in order of time. */
  readonly files: readonly string[];
  readonly problems: readonly LogFileProblem[];
}

/** Reads logs into an index. @throws as `readLogs`. */
export async function indexLogs(
  sources: readonly LogSource[],
  options: ScanOptions = {},
): Promise<IndexedLogFiles> {
  const reader = new LogReader();
  const problems = await readLogs(sources, reader, options);
  const reading = reader.finish();
  const found = tracedMessages(reading.records, {});
  const { totals, input, period, coverage } = summaryOf(reading);
  const index = new LogIndex(
    tableOfMessages(found, reading.records),
    { totals, input, period, coverage, unusual: [] },
    (row) => Promise.resolve(found[row]?.message ?? null),
  );
  return { index, files: coverage.files.map(({ file }) => file), problems };
}
