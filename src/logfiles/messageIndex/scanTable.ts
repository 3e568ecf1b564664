import { arrangeFiles } from '../../core/postfix/logReader.ts';
import type { MessageTable } from '../../core/logIndex/messageTable.ts';
import type { ScannedFile } from '../engine/scannedFile.ts';
import type { ScannedLogs } from '../engine/scanLogs.ts';
import type { ScannedSegment } from '../engine/scannedFile.ts';
import { hashText, queueIdHash } from '../engine/hash.ts';
import { ScanTotals } from '../engine/summarizeScans.ts';
import type { ScannedSummary } from '../engine/summarizeScans.ts';
import { timeOrder } from '../engine/timeOrder.ts';
import { areOrdered } from '../engine/traceScans.ts';
import { assembleTable } from './assembleTable.ts';
import { none } from './mailColumns.ts';
import { MailFamilies } from './mailFamilies.ts';
import { MailReader } from './mailReader.ts';
import type { ReadyStretch } from './mailReader.ts';
import { judgeOddMails, MessageLines } from './messageLines.ts';
import { SharedTexts } from './sharedTexts.ts';
import { stretchTimes } from './stretchTimes.ts';
import type { StretchTimes } from './stretchTimes.ts';

export interface ScannedTable {
  readonly table: MessageTable;
  readonly lines: MessageLines;
  readonly scanned: ScannedSummary;
  /** When Postfix started. */
  readonly restarts: readonly string[];
}

/**
 * Puts scanned logs together into the table of their messages and their totals. What was scanned for these is given up
 * stretch by stretch; what it takes to read lines back stays.
 */
export async function scanTable(logs: ScannedLogs): Promise<ScannedTable> {
  const arranged = arrangeFiles(logs.files.map(({ reader }) => reader));
  const { offset } = arranged;
  const files = arranged.files.map(
    (reader) => logs.files.find((file) => file.reader === reader) as ScannedFile,
  );
  const texts = new SharedTexts();
  const stretches = files.flatMap((file, fileNumber) =>
    file.segments.map((segment) => readyStretch(file, fileNumber, segment, texts)),
  );
  const reading = new Reading(texts, files.length > 1, offset);
  if (areOrdered(files, offset)) reading.inTurn(stretches);
  else reading.sorted(stretches);
  stretches.length = 0;
  reading.reader.finish();
  const scanned = reading.totals.finish(arranged);
  const families = new MailFamilies(reading.reader, texts);
  const found = families.find();
  const odd = await judgeOddMails({ ...logs, files }, files, reading.reader, texts, (id) =>
    families.rootOfId(id),
  );
  const { table, places } = assembleTable(reading.reader, found, odd, texts);
  const lines = new MessageLines({ ...logs, files }, files, places, hashesIn(table));
  return { table, lines, scanned, restarts: files.flatMap(startsOf) };
}

function startsOf(file: ScannedFile): string[] {
  return file.segments.flatMap((segment) =>
    segment.scan.starts.map(({ line, stamp }) => file.reader.clock.iso(file.clocked(segment, line, stamp))),
  );
}

/** Apart from `scanTable`, whose variables would live as long as this function does. */
function hashesIn({ firstIds, pools }: MessageTable): (row: number) => number[] {
  return (row) => {
    const id = firstIds[row] as number;
    return id === none ? [] : [queueIdHash(hashText(pools.queueIds.text(id)))];
  };
}

function readyStretch(
  file: ScannedFile,
  fileNumber: number,
  segment: ScannedSegment,
  texts: SharedTexts,
): ReadyStretch {
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
}

/** Reads stretches into mails and totals at once. */
class Reading {
  readonly reader: MailReader;
  readonly totals: ScanTotals;
  readonly #offset: number;

  constructor(texts: SharedTexts, hasSeveralFiles: boolean, offset: number) {
    this.reader = new MailReader(texts, hasSeveralFiles);
    this.totals = new ScanTotals(texts);
    this.#offset = offset;
  }

  /** Logs in order of time, one stretch after the other. */
  inTurn(stretches: ReadyStretch[]): void {
    for (let next = stretches.shift(); next !== undefined; next = stretches.shift()) {
      const times = this.#timesOf(next);
      const { file, segment } = next;
      const totals = this.totals.stretch(file, segment, this.#offset, next.numbers);
      for (let row = 0; row < times.keys.length; row += 1) {
        this.totals.add(totals, row);
        this.reader.read(next, times, row);
      }
      file.forgetTotals(segment);
    }
  }

  sorted(stretches: readonly ReadyStretch[]): void {
    const times = stretches.map((stretch) => this.#timesOf(stretch));
    const totals = stretches.map(({ file, segment, numbers }) =>
      this.totals.stretch(file, segment, this.#offset, numbers),
    );
    timeOrder(
      times.map(({ keys }) => keys),
      (number, row) => {
        const [stretch, when, sums] = [stretches[number], times[number], totals[number]];
        if (stretch === undefined || when === undefined || sums === undefined) return;
        this.totals.add(sums, row);
        this.reader.read(stretch, when, row);
      },
    );
    for (const { file, segment } of stretches) file.forgetTotals(segment);
  }

  #timesOf({ file, segment, columns }: ReadyStretch): StretchTimes {
    return stretchTimes(file, segment, columns, this.#offset);
  }
}
