import { maxLineBytes } from '../lineSplitter.ts';

const newline = 0x0a;
/** Fits into a core's cache together with the scanner's tables; the kernel is called once for each. */
const roomBytes = 512 * 1024;
/** Room for the longest line and a chunk behind it. */
const capacity = maxLineBytes + 2 * roomBytes;

/** What is done with whole lines: `offset` is where they stand in the text. */
export type TakeLines = (lines: Buffer, offset: number) => void;

/**
 * Cuts a stream of bytes into pieces that end with a line end. Whoever has the bytes writes them straight into `room` and
 * says how many they were. Of a line longer than `maxLineBytes` the rest is dropped, as `LineSplitter` does it.
 */
export class LineFeeder {
  readonly #take: TakeLines;
  readonly #buffer: Buffer;
  /** Bytes of a line whose end has not come yet. */
  #kept = 0;
  /** Where the kept bytes stand in the text. */
  #offset: number;
  #dropped = 0;

  /** `buffer`: of 2 MB, where lines are put together. */
  constructor(take: TakeLines, offset: number, buffer: Buffer = Buffer.allocUnsafe(capacity)) {
    this.#take = take;
    this.#buffer = buffer;
    this.#offset = offset;
  }

  get room(): Buffer {
    return this.#buffer.subarray(this.#kept, this.#kept + roomBytes);
  }

  filled(count: number): void {
    const buffer = this.#buffer;
    let from = this.#kept;
    let end = from + count;
    if (this.#dropped > 0) {
      // Inside a line that is too long already: only its end matters.
      const lineEnd = buffer.subarray(from, end).indexOf(newline);
      if (lineEnd < 0) {
        this.#dropped += count;
        return;
      }
      buffer[from] = newline;
      this.#take(buffer.subarray(0, from + 1), this.#offset);
      this.#offset += from + this.#dropped + lineEnd + 1;
      this.#dropped = 0;
      buffer.copyWithin(0, from + lineEnd + 1, end);
      end -= from + lineEnd + 1;
      from = 0;
    }
    const last = buffer.subarray(from, end).lastIndexOf(newline);
    if (last >= 0) {
      const whole = from + last + 1;
      this.#take(buffer.subarray(0, whole), this.#offset);
      this.#offset += whole;
      buffer.copyWithin(0, whole, end);
      this.#kept = end - whole;
    } else if (end > maxLineBytes) {
      this.#kept = maxLineBytes;
      this.#dropped = end - maxLineBytes;
    } else this.#kept = end;
  }

  push(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length;) {
      const { room } = this;
      const piece = chunk.subarray(at, at + room.length);
      room.set(piece);
      this.filled(piece.length);
      at += piece.length;
    }
  }

  /** The last line may have no end. */
  end(): void {
    if (this.#kept === 0) return;
    this.#buffer[this.#kept] = newline;
    this.#take(this.#buffer.subarray(0, this.#kept + 1), this.#offset);
    this.#kept = 0;
  }
}
