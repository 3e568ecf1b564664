import { arrangeFiles } from '../../core/postfix/logReader.ts';
import type { LogSources } from '../../core/postfix/logReader.ts';
import { compareRecords, LogRecord } from '../../core/postfix/logRecord.ts';
import type { TraceResult } from '../../core/postfix/trace.ts';
import type { TraceQuery } from '../../core/postfix/tracedMessage.ts';
import { tracedMessages } from '../../core/postfix/tracedMessages.ts';
import { interpretLine } from './interpretLine.ts';
import type { ScannedFile, ScannedSegment } from './scannedFile.ts';
import { lastAtOrBefore } from './scannedFile.ts';
import type { IndexColumns } from './segmentScan.ts';
import { SelectedLines, selectLines } from './selectLines.ts';
import { areOrdered } from './timesInOrder.ts';

/** Reads lines of a file again: `lines` ascending, from 0; a line that is gone is left out of the answer. */
export type ReadLinesAgain = (
  file: ScannedFile,
  lines: readonly number[],
) => Promise<ReadonlyMap<number, string>>;

/** Answers a selective query (`isSelective`) from scanned logs: reads back only what can matter, and lets core judge it. */
export async function traceScans(
  scanned: readonly ScannedFile[],
  query: TraceQuery,
  sources: LogSources,
  readLines: ReadLinesAgain,
): Promise<TraceResult> {
  const { counts, coverage } = arrangeFiles(scanned.map(({ reader }) => reader));
  const records = await selectedRecords(scanned, sources, readLines, (stretches, ordered) =>
    selectLines(stretches, query, ordered),
  );
  const found = tracedMessages(records, query);
  return {
    input: counts,
    messages: found.map(({ message }) => message),
    notes: found.map(({ notes }) => notes),
    coverage,
  };
}

/** Scanned files in the order of what they cover, with their stretches one after the other. */
export interface ArrangedScans {
  readonly files: readonly ScannedFile[];
  /** As `ArrangedFiles.offset`. */
  readonly offset: number;
  readonly stretches: readonly {
    readonly file: ScannedFile;
    readonly segment: ScannedSegment;
    readonly index: IndexColumns;
  }[];
}

export function arrangeScans(scanned: readonly ScannedFile[]): ArrangedScans {
  const { files: readers, offset } = arrangeFiles(scanned.map(({ reader }) => reader));
  const files = readers.map((reader) => scanned.find((file) => file.reader === reader) as ScannedFile);
  const stretches = files.flatMap((file) =>
    file.segments.map((segment) => {
      const { index } = segment.scan;
      if (index === null) throw new Error('scanned without index');
      return { file, segment, index };
    }),
  );
  return { files, offset, stretches };
}

/** Reads back the lines that `select` chooses, and gives them to core's reader: records in order of time. */
export async function selectedRecords(
  scanned: readonly ScannedFile[],
  sources: LogSources,
  readLines: ReadLinesAgain,
  select: (stretches: readonly SelectedLines[], ordered: boolean) => void,
): Promise<LogRecord[]> {
  const arranged = arrangeScans(scanned);
  const selected = arranged.stretches.map(({ index }) => new SelectedLines(index));
  select(selected, areOrdered(arranged.files, arranged.offset));
  return recordsOf(arranged, selected, sources, readLines);
}

/** Reads back the lines selected of each stretch. */
export async function recordsOf(
  { files, offset, stretches }: ArrangedScans,
  selected: readonly SelectedLines[],
  sources: LogSources,
  readLines: ReadLinesAgain,
): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  for (const file of files) {
    const parts = stretches.flatMap((stretch, number) =>
      stretch.file === file ? [{ segment: stretch.segment, lines: selected[number]?.list() ?? [] }] : [],
    );
    const wanted = parts.flatMap(({ segment, lines }) => lines.map((line) => segment.firstLine + line));
    if (wanted.length === 0) continue;
    const texts = await readLines(file, wanted);
    for (const { segment, lines } of parts) {
      for (const line of lines) {
        const record = recordOf(file, segment, line, texts, sources);
        if (record === null) continue;
        record.key = file.reader.clock.key(record.at, offset);
        records.push(record);
      }
    }
  }
  return records.sort(compareRecords);
}

function recordOf(
  file: ScannedFile,
  segment: ScannedSegment,
  line: number,
  texts: ReadonlyMap<number, string>,
  sources: LogSources,
): LogRecord | null {
  const text = texts.get(segment.firstLine + line);
  if (text === undefined) return null;
  const found = interpretLine(text, sources);
  if (found.kind !== 'understood' && found.kind !== 'tagless') return null;
  const at = file.clocked(segment, line, found.stamp);
  const place = { file: file.reader, line: segment.firstLine + line + 1, text };
  if (found.kind === 'understood') {
    if (found.parsed.event.type === 'info') return null;
    return new LogRecord(found.parsed, found.source, place, at, found.times);
  }
  const repeats = segment.scan.index?.repeats;
  const row = repeats === undefined ? -1 : lastAtOrBefore(repeats.lines, line);
  if (repeats === undefined || repeats.lines[row] !== line || found.repeats === null) return null;
  const last = interpretLine(texts.get(segment.firstLine + (repeats.hashes[row] as number)) ?? '', sources);
  if (last.kind !== 'understood' || last.parsed.event.type === 'info') return null;
  return new LogRecord(last.parsed, last.source, place, at, found.repeats);
}
