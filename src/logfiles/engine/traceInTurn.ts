import type { LogSources } from '../../core/postfix/logReader.ts';
import type { CorrelatedMessage } from '../../core/postfix/tracedMessages.ts';
import { tracedMessages } from '../../core/postfix/tracedMessages.ts';
import type { TraceQuery } from '../../core/postfix/tracedMessage.ts';
import { RowsByHash } from './rowsByHash.ts';
import type { ScannedSegment } from './scannedFile.ts';
import { lineStride } from './segmentScan.ts';
import { SelectedLines, selectPart } from './selectLines.ts';
import type { FindLines, IndexColumnName } from './selectLines.ts';
import { recordsOf } from './traceScans.ts';
import type { ArrangedScans, ReadLinesAgain } from './traceScans.ts';

/** So many lines are judged at once, with all that belongs to their mails: they are held in memory. */
const linesOfPart = 20_000;

/** What a part of the logs came to. */
interface TracedPart {
  readonly messages: readonly CorrelatedMessage[];
  readonly file: string;
  /** About how many bytes of all files' text are judged now, and how many there are. */
  readonly doneBytes: number;
  readonly totalBytes: number;
}

/**
 * All messages of scanned logs that answer a query, part by part in order of time, for queries that name nothing the index
 * could look up. A message is told with the part in which its first line stands. Memory grows with the index alone.
 * The logs' stretches must be in order (`areOrdered`).
 */
export async function* traceInTurn(
  arranged: ArrangedScans,
  query: TraceQuery,
  sources: LogSources,
  readLines: ReadLinesAgain,
  partLines = linesOfPart,
): AsyncGenerator<TracedPart, undefined> {
  const { stretches } = arranged;
  const find = findByHash(arranged);
  const totalBytes = stretches.reduce((bytes, { segment }) => bytes + bytesUpTo(segment, Infinity), 0);
  let bytesBefore = 0;
  for (const [stretch, { file, segment }] of stretches.entries()) {
    for (let from = 0; from < segment.scan.lines; from += partLines) {
      const to = Math.min(from + partLines, segment.scan.lines);
      const selected = stretches.map(({ index }) => new SelectedLines(index));
      selectPart(selected, { stretch, from, to }, find);
      const records = await recordsOf(arranged, selected, sources, readLines);
      // Lines of records count from 1.
      const isIn = (line: number): boolean =>
        line > segment.firstLine + from && line <= segment.firstLine + to;
      const messages = tracedMessages(records, query).filter(
        ({ records: [first] }) => first !== undefined && first.file === file.reader && isIn(first.line),
      );
      const doneBytes = bytesBefore + bytesUpTo(segment, to);
      yield { messages, file: file.reader.name, doneBytes, totalBytes };
    }
    bytesBefore += bytesUpTo(segment, Infinity);
  }
}

function bytesUpTo({ scan: { offsets } }: ScannedSegment, line: number): number {
  const last = Math.min(Math.floor(line / lineStride), offsets.length - 1);
  return last < 0 ? 0 : (offsets[last] as number) - (offsets[0] as number);
}

/** Finds lines by what was looked up once and for all. */
function findByHash({ stretches }: ArrangedScans): FindLines {
  const columns = new Map<IndexColumnName, RowsByHash>();
  const lookup = (name: IndexColumnName): RowsByHash => {
    let rows = columns.get(name);
    if (rows === undefined) {
      const hashes = stretches.map(({ index }) =>
        name === 'queueIds' ? index.queueIds : index[name].hashes,
      );
      // Lines without a queue ID have 0.
      rows = new RowsByHash(hashes, name === 'queueIds' ? 0 : undefined);
      columns.set(name, rows);
    }
    return rows;
  };
  return (column, wanted, visit) => {
    const rows = lookup(column);
    for (const hash of wanted) {
      rows.each(hash, (stretch, row) => {
        const index = stretches[stretch]?.index;
        if (index !== undefined)
          visit(stretch, column === 'queueIds' ? row : (index[column].lines[row] as number));
      });
    }
  };
}
