import { plainLoops } from '../../core/logIndex/rowLoops.ts';
import type { Ranking, TextMarks, TextPool } from '../../core/logIndex/textPool.ts';
import { lowerCase } from '../engine/asciiBytes.ts';
import type { TableKernel } from '../kernel/tableKernel.ts';
import type { PackedTexts } from '../kernel/textKernel.ts';
import { foldBytes } from './foldBytes.ts';
import { rankBytes } from './rankBytes.ts';

/**
 * Texts as bytes one behind the other. They are searched all at once, some gigabytes a second; a million strings would take a
 * hundred times as long, and four times the memory.
 */
export class BytePool implements TextPool {
  readonly count: number;
  readonly #texts: PackedTexts;
  readonly #bytes: Buffer;
  readonly #kernel: TableKernel | null;
  /** Of the texts that were looked for last, see `holding`. */
  #marks: Uint8Array | null = null;

  /** `kernel`: where the texts lie; null when there is none. */
  constructor(texts: PackedTexts, kernel: TableKernel | null = null) {
    const { bytes, starts, count } = texts;
    this.#texts = texts;
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, starts[count]);
    this.#kernel = kernel;
    this.count = count;
  }

  text(number: number): string {
    const { starts } = this.#texts;
    return this.#bytes.toString('utf8', starts[number], starts[number + 1]);
  }

  same(text: string): TextMarks {
    const wanted = Buffer.from(text.toLowerCase());
    const { bytes, starts } = this.#texts;
    let marks: TextMarks = null;
    let end = starts[0] as number;
    for (let number = 0; number < this.count; number += 1) {
      const start = end;
      end = starts[number + 1] as number;
      if (end - start !== wanted.length) continue;
      let place = 0;
      while (place < wanted.length && lowerCase[bytes[start + place] as number] === wanted[place]) place += 1;
      if (place === wanted.length) (marks ??= new Uint8Array(this.count + 1))[number + 1] = 1;
    }
    return marks;
  }

  holding(part: string): TextMarks {
    const wanted = Buffer.from(part.toLowerCase());
    const marks = (this.#marks ??= (this.#kernel ?? plainLoops).bytes(this.count + 1));
    if (wanted.length === 0) {
      marks.fill(1, 1);
      return this.count > 0 ? marks : null;
    }
    const isAny = this.#kernel?.markHolding(this.#texts, wanted, marks) ?? this.#markHolding(wanted, marks);
    return isAny ? marks : null;
  }

  #markHolding(wanted: Buffer, marks: Uint8Array): boolean {
    let isAny = false;
    for (let number = 0; number < this.count; number += 1) {
      const holds = this.#holds(number, wanted);
      marks[number + 1] = holds ? 1 : 0;
      isAny ||= holds;
    }
    return isAny;
  }

  #holds(number: number, wanted: Buffer): boolean {
    const { starts } = this.#texts;
    const text = Buffer.from(this.#bytes.subarray(starts[number], starts[number + 1]));
    for (let at = 0; at < text.length; at += 1) text[at] = lowerCase[text[at] as number] as number;
    return text.includes(wanted);
  }

  folded(): Int32Array {
    return foldBytes(this.#texts);
  }

  ranks(): Ranking {
    return rankBytes(this.#texts);
  }
}
