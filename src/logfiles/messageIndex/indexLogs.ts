import { tableOfMessages } from '../../core/logIndex/tableOfMessages.ts';
import { unusualThings } from '../../core/logIndex/unusual.ts';
import type { MessageRow } from '../../core/logIndex/messageRow.ts';
import { LogReader } from '../../core/postfix/logReader.ts';
import { summaryOf } from '../../core/postfix/summary.ts';
import { tracedMessages } from '../../core/postfix/tracedMessages.ts';
import { canScan, scanLogs } from '../engine/scanLogs.ts';
import type { ScannedLogs, ScanOptions } from '../engine/scanLogs.ts';
import type { SegmentScan } from '../engine/segmentScan.ts';
import { withReplies } from '../summarizeFiles.ts';
import type { LogFileProblem } from '../logFileProblem.ts';
import { readLogs } from '../readLogs.ts';
import type { LogSource } from '../readLogs.ts';
import { LogIndex } from './logIndex.ts';
import { firstRows } from './firstRows.ts';
import { inTimeOrder } from './inTimeOrder.ts';
import { NotInOrder, ReadingWhileScanned, scanTable } from './scanTable.ts';
import type { StretchReading } from './scanTable.ts';
import { SharedTexts } from './sharedTexts.ts';

export interface IndexedLogFiles {
  readonly index: LogIndex;
  /** Names in order of time. */
  readonly files: readonly string[];
  readonly problems: readonly LogFileProblem[];
  /** Told which rows are being looked at, so that opening one of them need not wait for its file to be expanded. */
  inView(rows: readonly MessageRow[]): void;
  /** Lets go of the files. */
  close(): void;
}

export interface IndexOptions extends ScanOptions {
  /** Told the first messages before the logs are read. */
  readonly onFirstRows?: (rows: readonly MessageRow[]) => void;
}

/** Reads logs into an index: files from a scan of their bytes, text line by line. @throws as `readLogs`. */
export async function indexLogs(
  sources: readonly LogSource[],
  options: IndexOptions = {},
): Promise<IndexedLogFiles> {
  if (!(await canScan(sources))) return indexByReference(sources, options);
  const ordered = await inTimeOrder(sources);
  const [first] = ordered;
  if (first !== undefined && options.onFirstRows !== undefined) options.onFirstRows(await firstRows(first));
  const { logs, texts, reading } = await scanForTable(ordered, options);
  try {
    const { table, lines, scanned, restarts } = await scanTable(logs, texts, reading);
    const { totals, input, period, coverage } = await withReplies(logs, scanned);
    const unusual = unusualThings(table, restarts);
    const index = new LogIndex(table, { totals, input, period, coverage, unusual }, (row) =>
      lines.message(row),
    );
    return {
      index,
      files: coverage.files.map(({ file }) => file),
      problems: logs.problems,
      inView: (rows) => lines.inView(rows.map(({ row }) => row)),
      close: () => logs.close(),
    };
  } catch (error) {
    logs.close();
    throw error;
  }
}

interface TableScan {
  readonly logs: ScannedLogs;
  readonly texts: SharedTexts;
  /** Null when nothing was read yet. */
  readonly reading: StretchReading | null;
}

/**
 * Logs are thought to be in order of time, and read while they are scanned. Those that are not are scanned again: what was left
 * out of the sessions is wanted then.
 */
async function scanForTable(sources: readonly LogSource[], options: ScanOptions): Promise<TableScan> {
  const texts = new SharedTexts();
  const onScan = (scan: SegmentScan, share: number): SegmentScan => texts.adopt(scan, share);
  const ahead = new ReadingWhileScanned(
    texts,
    sources.map(({ name }) => name),
  );
  const onStretch: ScanOptions['onStretch'] = (file, segment, share) => ahead.take(file, segment, share);
  const wants = { ...tableWants, isInOrder: true };
  try {
    const logs = await scanLogs(sources, wants, { ...options, onScan, onStretch });
    if (!ahead.isInOrder(logs.files)) {
      logs.close();
      throw new NotInOrder();
    }
    return { logs, texts, reading: ahead.reading };
  } catch (error) {
    if (error instanceof NotInOrder) return scanFirst(sources, options);
    throw error;
  }
}

const tableWants = { index: true, totals: true, messages: true };

async function scanFirst(sources: readonly LogSource[], options: ScanOptions): Promise<TableScan> {
  const texts = new SharedTexts();
  const onScan = (scan: SegmentScan): SegmentScan => texts.adopt(scan);
  return { logs: await scanLogs(sources, tableWants, { ...options, onScan }), texts, reading: null };
}

/** The simple way, for what is small and can be read only once. */
export async function indexByReference(
  sources: readonly LogSource[],
  options: ScanOptions = {},
): Promise<IndexedLogFiles> {
  const reader = new LogReader();
  const problems = await readLogs(sources, reader, options);
  const reading = reader.finish();
  const found = tracedMessages(reading.records, {});
  const { totals, input, period, coverage } = summaryOf(reading);
  const table = tableOfMessages(found, reading.records);
  const index = new LogIndex(
    table,
    { totals, input, period, coverage, unusual: unusualThings(table, []) },
    (row) => Promise.resolve(found[row]?.message ?? null),
  );
  const nothing = (): void => undefined;
  return { index, files: coverage.files.map(({ file }) => file), problems, inView: nothing, close: nothing };
}
