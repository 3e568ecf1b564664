import { readSync } from 'node:fs';
import { sniffCompression } from '../contentKind.ts';
import { LineSplitter } from '../lineSplitter.ts';
import type { ReadLogsOptions } from '../readLogs.ts';
import { ExpandedCopy } from './expandedCopy.ts';
import type { PlannedFile } from './planScan.ts';
import type { ScannedFile } from './scannedFile.ts';
import { readWhole } from './scanTask.ts';
import { StrideReader } from './strideReader.ts';

/** Lines of a file are wanted now, or will be if somebody opens what they are looking at. */
export type TextNeed = 'now' | 'likely';

/**
 * Reads lines of scanned files again. A compressed file has to be expanded for it up to the last of them, which is fine for who does
 * so once; who says that more will be wanted (`keepText`) has its text kept.
 */
export class LinesAgain {
  readonly #options: ReadLogsOptions;
  readonly #copies = new Map<PlannedFile, ExpandedCopy>();
  #copying: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(options: ReadLogsOptions) {
    this.#options = options;
  }

  /** `lines` ascending, counted from 0. A line that is gone is left out. */
  async read(plan: PlannedFile, file: ScannedFile, lines: readonly number[]): Promise<Map<number, string>> {
    if (isPlain(plan)) return readPlain(plan, file, lines);
    const copied = (await this.#copies.get(plan)?.lines(lines)) ?? null;
    if (copied !== null) return copied;
    return this.#isClosed ? new Map() : this.#expand(plan, lines);
  }

  /**
   * Lines of this file will be wanted again and again: the text of a compressed one is put into a temporary file, one file
   * after the other, and one whose lines are asked for at once.
   */
  keepText(plan: PlannedFile, need: TextNeed): void {
    if (isPlain(plan) || this.#isClosed || this.#copies.has(plan)) return;
    if (need === 'likely' && holdsUp(plan)) return;
    const copy = new ExpandedCopy(plan, this.#options.limits);
    this.#copies.set(plan, copy);
    this.#copying = this.#copying.then(() => copy.start());
  }

  close(): void {
    this.#isClosed = true;
    for (const copy of this.#copies.values()) copy.close();
    this.#copies.clear();
  }

  async #expand({ fd, name }: PlannedFile, lines: readonly number[]): Promise<Map<number, string>> {
    const { limits, signal } = this.#options;
    const texts = new Map<number, string>();
    let next = 0;
    const splitter = new LineSplitter((text) => {
      const line = splitter.count - 1;
      if (lines[next] !== line) return;
      texts.set(line, text);
      next += 1;
    });
    // It was read before: what is wrong with it is known.
    const take = (chunk: Uint8Array): boolean => {
      splitter.push(chunk);
      return next < lines.length;
    };
    await readWhole(fd, name, limits, take, { signal, onBytes: () => undefined });
    splitter.end();
    return texts;
  }
}

/** A block of bzip2 is expanded in one go of half a second, in which nothing else is answered; of the others in milliseconds. */
function holdsUp({ fd }: PlannedFile): boolean {
  const head = Buffer.alloc(headBytes);
  return sniffCompression(head.subarray(0, readSync(fd, head, 0, headBytes, 0))) === 'bzip2';
}
const headBytes = 16;

function isPlain({ parts }: PlannedFile): boolean {
  return parts[0]?.kind === 'plain';
}

function readPlain({ fd }: PlannedFile, file: ScannedFile, lines: readonly number[]): Map<number, string> {
  const texts = new Map<number, string>();
  const reader = new StrideReader(fd);
  let next = 0;
  for (const segment of file.segments) {
    const end = segment.firstLine + segment.scan.lines;
    for (; (lines[next] ?? Infinity) < end; next += 1) {
      const line = lines[next] as number;
      const text = reader.line(segment.scan.offsets, line - segment.firstLine);
      if (text !== null) texts.set(line, line === 0 ? text.replace(/^\uFEFF/, '') : text);
    }
  }
  return texts;
}
