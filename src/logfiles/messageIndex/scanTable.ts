import { arrangeFiles } from '../../core/postfix/logReader.ts';
import type { ArrangedFiles } from '../../core/postfix/logReader.ts';
import type { MessageTable } from '../../core/logIndex/messageTable.ts';
import type { ScannedFile } from '../engine/scannedFile.ts';
import type { ScannedLogs } from '../engine/scanLogs.ts';
import type { ScannedSegment } from '../engine/scannedFile.ts';
import { hashText, queueIdHash } from '../engine/hash.ts';
import { giveUpSpareRooms } from '../engine/byteInterner.ts';
import { giveUpSpareColumns } from '../engine/column.ts';
import { release, releaseAll } from '../engine/release.ts';
import { ScanTotals } from '../engine/summarizeScans.ts';
import type { ScannedSummary } from '../engine/summarizeScans.ts';
import { timeOrder } from '../engine/timeOrder.ts';
import { areOrdered, TimesInOrder } from '../engine/timesInOrder.ts';
import { assembleTable } from './assembleTable.ts';
import { none } from './mailColumns.ts';
import { MailFamilies } from './mailFamilies.ts';
import type { Families } from './mailFamilies.ts';
import { MailReader } from './mailReader.ts';
import type { ReadyStretch } from './readyStretch.ts';
import { judgeOddMails, MessageLines } from './messageLines.ts';
import type { SharedTexts } from './sharedTexts.ts';
import type { OddMessage } from './rowOrder.ts';
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
 * Puts scanned logs, whose texts were adopted, together into the table of their messages and their totals. What was scanned
 * for these is given up stretch by stretch; what it takes to read lines back stays. `reading`: where they were read already.
 */
export async function scanTable(
  logs: ScannedLogs,
  texts: SharedTexts,
  reading: StretchReading | null = null,
): Promise<ScannedTable> {
  const arranged = arrangeFiles(logs.files.map(({ reader }) => reader));
  const files = arranged.files.map(
    (reader) => logs.files.find((file) => file.reader === reader) as ScannedFile,
  );
  texts.rest();
  giveUpSpareColumns();
  giveUpSpareRooms();
  const { reader, scanned } = finished(reading ?? readFiles(files, texts, arranged.offset), arranged);
  const { found, odd } = await linkMails({ ...logs, files }, files, reader, texts);
  const { table, places } = assembleTable(reader, found, odd, texts);
  const lines = new MessageLines({ ...logs, files }, files, places, hashesIn(table));
  return { table, lines, scanned, restarts: files.flatMap(startsOf) };
}

/** Apart, like `linkMails`, so that what only one step needs is given up with it. */
function readFiles(files: readonly ScannedFile[], texts: SharedTexts, offset: number): StretchReading {
  const reading = new StretchReading(texts, files.length > 1, offset);
  const stretches = files.flatMap((file, fileNumber) =>
    file.segments.map((segment) => readyStretch(file, fileNumber, segment, texts)),
  );
  reading.expect(stretches, 1);
  if (areOrdered(files, offset)) reading.inTurn(stretches);
  else reading.sorted(stretches);
  return reading;
}

function finished(
  { reader, totals }: StretchReading,
  arranged: ArrangedFiles,
): { readonly reader: MailReader; readonly scanned: ScannedSummary } {
  reader.finish();
  return { reader, scanned: totals.finish(arranged) };
}

async function linkMails(
  logs: ScannedLogs,
  files: readonly ScannedFile[],
  reader: MailReader,
  texts: SharedTexts,
): Promise<{ readonly found: Families; readonly odd: readonly OddMessage[] }> {
  const families = new MailFamilies(reader, texts);
  const found = families.find();
  const odd = await judgeOddMails(logs, files, reader, texts, (id) => families.rootOfId(id));
  families.giveUp();
  reader.mails.giveUpLinks();
  return { found, odd };
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
  const { messages, times } = columns;
  return {
    file,
    fileNumber,
    segment,
    columns,
    messages,
    numbers: texts.numbersOf(columns),
    repeats: new Map(times),
  };
}

/** Reads stretches into mails and totals at once. */
export class StretchReading {
  readonly reader: MailReader;
  readonly totals: ScanTotals;
  readonly #offset: number;

  constructor(texts: SharedTexts, hasSeveralFiles: boolean, offset: number) {
    this.reader = new MailReader(texts, hasSeveralFiles);
    this.totals = new ScanTotals(texts);
    this.#offset = offset;
  }

  /** To be asked before these are read, see `MailReader.expect`. */
  expect(stretches: readonly ReadyStretch[], share: number): void {
    this.reader.expect(stretches, share);
  }

  /** Logs in order of time, one stretch after the other. */
  inTurn(stretches: ReadyStretch[]): void {
    for (let next = stretches.shift(); next !== undefined; next = stretches.shift()) {
      const times = this.#timesOf(next);
      const { file, segment } = next;
      const totals = this.totals.stretch(file, segment, this.#offset, next.numbers, times.keys);
      for (let row = 0; row < times.keys.length; row += 1) {
        this.totals.add(totals, row);
        this.reader.read(next, times, row);
      }
      release(times.keys, times.seconds, totals.hours);
      giveUp(next);
    }
  }

  sorted(stretches: readonly ReadyStretch[]): void {
    const times = stretches.map((stretch) => this.#timesOf(stretch));
    const totals = stretches.map(({ file, segment, numbers }, number) =>
      this.totals.stretch(file, segment, this.#offset, numbers, times[number]?.keys),
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
    for (const stretch of stretches) giveUp(stretch);
  }

  #timesOf({ file, segment, columns }: ReadyStretch): StretchTimes {
    return stretchTimes(file, segment, columns, this.#offset);
  }
}

/** What was thought of the log while it was read turned out wrong: it has to be read as a whole. */
export class NotInOrder extends Error {
  override readonly name = 'NotInOrder';
}

/**
 * Reads logs that are thought to be in order of time, one behind the other, while they are still being scanned, so that little of
 * what was scanned is held at a time.
 */
export class ReadingWhileScanned {
  readonly reading: StretchReading;
  readonly #texts: SharedTexts;
  readonly #names: readonly string[];
  readonly #times = new TimesInOrder(0);
  /** Of the file that is being read. */
  #file: ScannedFile | null = null;
  #fileNumber = 0;
  #year: number | null = null;

  /** `names`: of the files, in order. */
  constructor(texts: SharedTexts, names: readonly string[]) {
    this.#texts = texts;
    this.#names = names;
    this.reading = new StretchReading(texts, names.length > 1, 0);
  }

  /** The next stretch, whose texts were adopted. @throws NotInOrder */
  take(file: ScannedFile, segment: ScannedSegment, share: number): void {
    if (file !== this.#file) {
      this.#file = file;
      this.#fileNumber = this.#names.indexOf(file.reader.name);
      this.#year = null;
    }
    const year = file.reader.clock.firstYear();
    // Which year stamps without one mean depends on the last of them.
    if (this.#year !== null && this.#year !== year) throw new NotInOrder();
    if (segment.scan.stamps.lines.length > 0) this.#year = year;
    if (!this.#times.goOn(file, segment)) throw new NotInOrder();
    const stretch = readyStretch(file, this.#fileNumber, segment, this.#texts);
    this.reading.expect([stretch], share);
    this.reading.inTurn([stretch]);
  }

  /** All is read. False when the files turn out to be in another order: they were numbered by the one they were thought to have. */
  isInOrder(files: readonly ScannedFile[]): boolean {
    const arranged = arrangeFiles(files.map(({ reader }) => reader)).files;
    return arranged.every(({ name }, number) => name === this.#names[number]);
  }
}

/** Gives up what was read of a stretch. The message-IDs are the table's now. */
function giveUp({ file, segment, columns, messages }: ReadyStretch): void {
  const { deliveries, arrivals, decisions } = messages;
  releaseAll(columns, columns.zoned ?? {}, deliveries, arrivals, decisions);
  file.forgetTotals(segment);
}
