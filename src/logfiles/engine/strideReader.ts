import { readSync } from 'node:fs';
import { maxLineBytes } from '../lineSplitter.ts';
import { lineStride } from './segmentScan.ts';

const newline = 0x0a;

/** Reads lines of plain text. The place of every 64th line is known: reads the lines from there to the next known place. */
export class StrideReader {
  readonly #fd: number;
  #offsets: ArrayLike<number> | null = null;
  #stride = -1;
  #bytes: Buffer = Buffer.alloc(0);
  /** Line that the next search starts at, and its place in `#bytes`. */
  #line = 0;
  #at = 0;

  constructor(fd: number) {
    this.#fd = fd;
  }

  /** A line of the stretch that has these places; null when it is gone. */
  line(offsets: ArrayLike<number>, line: number): string | null {
    const stride = Math.floor(line / lineStride);
    if (offsets !== this.#offsets || stride !== this.#stride || line < this.#line)
      this.#load(offsets, stride);
    for (; this.#line < line; this.#line += 1) {
      const end = this.#bytes.indexOf(newline, this.#at);
      if (end < 0) return null;
      this.#at = end + 1;
    }
    const end = this.#bytes.indexOf(newline, this.#at);
    return this.#at >= this.#bytes.length
      ? null
      : decode(this.#bytes, this.#at, end < 0 ? this.#bytes.length : end);
  }

  #load(offsets: ArrayLike<number>, stride: number): void {
    const start = offsets[stride];
    const next = offsets[stride + 1];
    this.#offsets = offsets;
    this.#stride = stride;
    this.#line = stride * lineStride;
    this.#at = 0;
    if (start === undefined) this.#bytes = Buffer.alloc(0);
    else this.#bytes = next === undefined ? this.#readLast(start) : this.#read(start, next - start);
  }

  #read(start: number, length: number): Buffer {
    const buffer = Buffer.allocUnsafe(length);
    let filled = 0;
    while (filled < length) {
      const count = readSync(this.#fd, buffer, filled, length - filled, start + filled);
      if (count === 0) break;
      filled += count;
    }
    return buffer.subarray(0, filled);
  }

  /** The last lines of a stretch: up to 64 and however long. */
  #readLast(start: number): Buffer {
    const pieces: Buffer[] = [];
    for (let lines = 0, at = start; lines <= lineStride;) {
      const piece = this.#read(at, 64 * 1024);
      if (piece.length === 0) break;
      for (let end = piece.indexOf(newline); end >= 0; end = piece.indexOf(newline, end + 1)) lines += 1;
      pieces.push(piece);
      at += piece.length;
    }
    return Buffer.concat(pieces);
  }
}

/** As `LineSplitter` does it. */
function decode(bytes: Buffer, start: number, end: number): string {
  const stop = end > start && bytes[end - 1] === 0x0d ? end - 1 : end;
  const line = bytes.toString('utf8', start, Math.min(stop, start + maxLineBytes));
  return line.includes('\0') ? line.replaceAll('\0', '') : line;
}
