import { tracedMessages } from '../../core/postfix/tracedMessages.ts';
import type { CorrelatedMessage } from '../../core/postfix/tracedMessages.ts';
import type { TracedMessage } from '../../core/postfix/tracedMessage.ts';
import type { ScannedFile } from '../engine/scannedFile.ts';
import type { ScannedLogs } from '../engine/scanLogs.ts';
import { selectAround } from '../engine/selectLines.ts';
import { selectedRecords } from '../engine/traceScans.ts';
import type { MessagePlaces } from './assembleTable.ts';
import { none } from './mailColumns.ts';
import type { MailReader } from './mailReader.ts';
import type { OddMessage } from './rowOrder.ts';
import type { SharedTexts } from './sharedTexts.ts';

/** So many queue IDs are read back at once: their lines are held in memory. */
const idsAtOnce = 4000;

/** A page of the list in order of time is in one file, or where one ends and the next begins. */
const likelyFiles = 2;

/** Has core judge the mails of odd queue IDs, from their lines. */
export async function judgeOddMails(
  logs: Pick<ScannedLogs, 'files' | 'sources' | 'readLines'>,
  files: readonly ScannedFile[],
  reader: MailReader,
  texts: SharedTexts,
  rootOfId: (id: number) => number,
): Promise<OddMessage[]> {
  const numberOf = new Map(files.map((file, number) => [file.reader.name, number]));
  const odd: number[] = [];
  for (let id = 0; id < reader.oddIds.length; id += 1) {
    if (reader.oddIds[id] === 1 && reader.lastMails[id] !== none) odd.push(id);
  }
  const messages: OddMessage[] = [];
  for (const batch of batchesOf(odd, rootOfId)) {
    const wanted = new Set(batch.map((id) => `${texts.host(id)}\n${texts.queueId(id)}`));
    const hashes = [...new Set(batch.map((id) => texts.bareHash(id)))];
    const found = await messagesAround(logs, hashes, []);
    for (const one of found) {
      const isWanted = one.records.some(({ host, queueId }) => wanted.has(`${host}\n${queueId ?? ''}`));
      const own = one.message.queueIds.length > 0 && isWanted;
      if (own) messages.push({ found: one, file: numberOf.get(one.records[0]?.file.name ?? '') ?? 0 });
    }
  }
  return messages;
}

/** Mails that could be one message stay together. */
function batchesOf(odd: readonly number[], rootOfId: (id: number) => number): number[][] {
  const batches: number[][] = [[]];
  const ordered = [...odd].sort((a, b) => rootOfId(a) - rootOfId(b));
  let before = none;
  for (const id of ordered) {
    const root = rootOfId(id);
    const last = batches.at(-1) as number[];
    if (last.length >= idsAtOnce && root !== before) batches.push([id]);
    else last.push(id);
    before = root;
  }
  return batches;
}

async function messagesAround(
  { files, sources, readLines }: Pick<ScannedLogs, 'files' | 'sources' | 'readLines'>,
  hashes: readonly number[],
  lines: readonly (readonly [stretch: number, line: number])[],
): Promise<CorrelatedMessage[]> {
  const records = await selectedRecords(files, sources, readLines, (stretches, ordered) =>
    selectAround(stretches, hashes, lines, ordered),
  );
  return tracedMessages(records, {});
}

/** Opens messages of a table again from their lines. */
export class MessageLines {
  readonly #logs: ScannedLogs;
  readonly #files: readonly ScannedFile[];
  readonly #places: MessagePlaces;
  readonly #hashesOf: (row: number) => readonly number[];

  constructor(
    logs: ScannedLogs,
    files: readonly ScannedFile[],
    places: MessagePlaces,
    hashesOf: (row: number) => readonly number[],
  ) {
    this.#logs = logs;
    this.#files = files;
    this.#places = places;
    this.#hashesOf = hashesOf;
  }

  /** Null when the lines are gone. */
  async message(row: number): Promise<TracedMessage | null> {
    const line = this.#places.lines[row] as number;
    const file = this.#files[this.#places.files[row] as number];
    if (file === undefined) return null;
    const readLines: ScannedLogs['readLines'] = (one, lines) => {
      // Whoever opened one message will open others.
      this.#logs.keepText(one, 'now');
      return this.#logs.readLines(one, lines);
    };
    const logs = { ...this.#logs, readLines };
    const found = await messagesAround(logs, this.#hashesOf(row), [this.#stretchLine(file, line - 1)]);
    const meant = found.find(({ message }) =>
      message.evidence.some((one) => one.line === line && one.file === file.reader.name),
    );
    return meant?.message ?? null;
  }

  /** Told which messages are in view: the next one opened is among them. */
  inView(rows: readonly number[]): void {
    const shown = new Set(rows.map((row) => this.#places.files[row] as number));
    // Rows of many files tell nothing.
    if (shown.size > likelyFiles) return;
    for (const number of shown) {
      const file = this.#files[number];
      if (file !== undefined) this.#logs.keepText(file, 'likely');
    }
  }

  #stretchLine(file: ScannedFile, line: number): readonly [number, number] {
    let stretch = 0;
    for (const one of this.#files) {
      for (const { firstLine, scan } of one.segments) {
        if (one === file && line >= firstLine && line < firstLine + scan.lines)
          return [stretch, line - firstLine];
        stretch += 1;
      }
    }
    return [none, none];
  }
}
