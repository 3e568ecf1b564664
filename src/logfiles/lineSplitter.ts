import { isAscii } from 'node:buffer';

const newline = 0x0a;
const carriageReturn = 0x0d;

/** Longer lines are cut here: no mail program writes them, and one line must not fill the memory. */
export const maxLineBytes = 1024 * 1024;

const emptyBuffer = Buffer.alloc(0);

/**
 * Bytes to lines, without their ends (LF or CRLF). UTF-8; bytes that are none become U+FFFD. NUL bytes, which a crash
 * leaves in a log, are dropped. Every line is decoded on its own, so that a line which is kept as evidence does not
 * keep the whole chunk it came from in memory.
 */
export class LineSplitter {
  /** Lines given out so far. */
  count = 0;
  readonly #emit: (line: string) => void;
  #rest: Buffer = emptyBuffer;
  #atStart = true;

  constructor(emit: (line: string) => void) {
    this.#emit = emit;
  }

  push(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let end = bytes.indexOf(newline);
    if (end < 0) {
      this.#keep(bytes);
      return;
    }
    const decode = isAscii(bytes) && !bytes.includes(0) ? decodeAscii : decodeText;
    let start = 0;
    if (this.#rest.length > 0) {
      this.#keep(bytes.subarray(0, end));
      this.#give(this.#rest, 0, this.#rest.length, decodeText);
      this.#rest = emptyBuffer;
      start = end + 1;
      end = bytes.indexOf(newline, start);
    }
    while (end >= 0) {
      this.#give(bytes, start, end, decode);
      start = end + 1;
      end = bytes.indexOf(newline, start);
    }
    if (start < bytes.length) this.#keep(bytes.subarray(start));
  }

  /** Gives out a last line that has no end. */
  end(): void {
    if (this.#rest.length > 0) this.#give(this.#rest, 0, this.#rest.length, decodeText);
    this.#rest = emptyBuffer;
  }

  #keep(bytes: Buffer): void {
    const room = maxLineBytes - this.#rest.length;
    // Copied, because the reader uses its chunk again.
    if (room > 0) this.#rest = Buffer.concat([this.#rest, bytes.subarray(0, room)]);
  }

  #give(
    bytes: Buffer,
    start: number,
    end: number,
    decode: (bytes: Buffer, start: number, end: number) => string,
  ): void {
    const stop = end > start && bytes[end - 1] === carriageReturn ? end - 1 : end;
    let line = decode(bytes, start, Math.min(stop, start + maxLineBytes));
    if (this.#atStart) {
      this.#atStart = false;
      if (line.startsWith('\uFEFF')) line = line.slice(1);
    }
    this.count += 1;
    this.#emit(line);
  }
}

const decodeAscii = (bytes: Buffer, start: number, end: number): string =>
  bytes.toString('latin1', start, end);

function decodeText(bytes: Buffer, start: number, end: number): string {
  const line = bytes.toString('utf8', start, end);
  return line.includes('\0') ? line.replaceAll('\0', '') : line;
}
