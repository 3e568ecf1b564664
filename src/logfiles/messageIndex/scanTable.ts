import { arrangeFiles } from '../../core/postfix/logReader.ts';
import type { MessageTable } from '../../core/logIndex/messageTable.ts';
import type { ScannedFile } from '../engine/scannedFile.ts';
import type { ScannedLogs } from '../engine/scanLogs.ts';
import { isOrdered, timeOrder } from '../engine/timeOrder.ts';
import { assembleTable } from './assembleTable.ts';
import { none } from './mailColumns.ts';
import { MailFamilies } from './mailFamilies.ts';
import { MailReader } from './mailReader.ts';
import type { ReadyStretch } from './mailReader.ts';
import { judgeOddMails, MessageLines } from './messageLines.ts';
import { SharedTexts } from './sharedTexts.ts';
import { stretchTimes } from './stretchTimes.ts';

export interface ScannedTable {
  readonly table: MessageTable;
  readonly lines: MessageLines;
  /** What `ScannedReason.key` each of the table's reasons has. */
  readonly reasonKeys: readonly string[];
}

/** Puts scanned logs together into the table of their messages. */
export async function scanTable(logs: ScannedLogs): Promise<ScannedTable> {
  const { files: readers, offset } = arrangeFiles(logs.files.map(({ reader }) => reader));
  const files = readers.map((reader) => logs.files.find((file) => file.reader === reader) as ScannedFile);
  const texts = new SharedTexts();
  const stretches = files.flatMap((file, fileNumber) =>
    file.segments.map((segment): ReadyStretch => {
      const columns = segment.scan.totals;
      if (columns === null || columns.messages === null) throw new Error('scanned without messages');
      return {
        file,
        fileNumber,
        segment,
        columns,
        messages: columns.messages,
        numbers: texts.adopt(columns),
        repeats: new Map(columns.times),
      };
    }),
  );
  const reader = readInOrder(stretches, texts, offset);
  reader.finish();
  const families = new MailFamilies(reader, texts);
  const found = families.find();
  const odd = await judgeOddMails({ ...logs, files }, files, reader, texts, (id) => families.rootOfId(id));
  const { table, places } = assembleTable(reader, found, odd, texts);
  const hashesOf = (row: number): number[] => {
    const id = table.firstIds[row] as number;
    return id === none ? [] : [texts.bareHash(id)];
  };
  return {
    table,
    lines: new MessageLines({ ...logs, files }, files, places, hashesOf),
    reasonKeys: texts.reasonKeys,
  };
}

/** Logs in order of time are read one stretch after the other, and its times forgotten; others all at once. */
function readInOrder(stretches: readonly ReadyStretch[], texts: SharedTexts, offset: number): MailReader {
  const reader = new MailReader(texts, (stretches.at(-1)?.fileNumber ?? 0) > 0);
  let latest = -Infinity;
  for (const stretch of stretches) {
    const times = stretchTimes(stretch.file, stretch.segment, stretch.columns, offset);
    if (!isOrdered([Float64Array.of(latest), times.keys])) return readSorted(stretches, texts, offset);
    for (let row = 0; row < times.keys.length; row += 1) reader.read(stretch, times, row);
    latest = times.keys.at(-1) ?? latest;
  }
  return reader;
}

function readSorted(stretches: readonly ReadyStretch[], texts: SharedTexts, offset: number): MailReader {
  const reader = new MailReader(texts, (stretches.at(-1)?.fileNumber ?? 0) > 0);
  const times = stretches.map(({ file, segment, columns }) => stretchTimes(file, segment, columns, offset));
  timeOrder(
    times.map(({ keys }) => keys),
    (stretch, row) => {
      const [own, when] = [stretches[stretch], times[stretch]];
      if (own !== undefined && when !== undefined) reader.read(own, when, row);
    },
  );
  return reader;
}
