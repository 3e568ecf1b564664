import { LineFeeder } from './lineFeeder.ts';
import { namedLineAfter } from './planScan.ts';

/** What may come on top of a piece until a place to cut is found. */
const spareBytes = 8 * 1024 ** 2;
/** How far back a place to cut is looked for. */
const cutBytes = 64 * 1024;
/** More than one call adds: what it is given and a line begun before. */
const stepBytes = 1024 ** 2;

export interface TextPiece {
  readonly bytes: ArrayBuffer;
  readonly length: number;
}

/**
 * Puts text that comes in chunks together into large pieces that threads can scan one by one: each ends with a line end and
 * begins with a line that names its program, see `planScan`. Memory is used again: whoever is done with a piece gives its
 * bytes back (`free`), and there are only so many.
 */
export class TextPieces {
  readonly #feeder = new LineFeeder((lines) => this.#add(lines), 0);
  readonly #free: ArrayBuffer[] = [];
  #left: number;
  #waiting: (() => void) | null = null;
  #bytes: Buffer | null = null;
  #filled = 0;
  readonly #pieceBytes: number;
  readonly #full: (piece: TextPiece) => void;

  /** At most `count` pieces exist at a time. */
  constructor(pieceBytes: number, count: number, full: (piece: TextPiece) => void) {
    this.#pieceBytes = pieceBytes;
    this.#left = count;
    this.#full = full;
  }

  /** Waits while all pieces are in use. */
  async push(chunk: Uint8Array): Promise<void> {
    for (let at = 0; at < chunk.length; at += stepBytes) {
      this.#bytes ??= await this.#memory();
      this.#feeder.push(chunk.subarray(at, at + stepBytes));
      if (this.#filled >= this.#pieceBytes) await this.#cut(this.#bytes);
    }
  }

  async end(): Promise<void> {
    this.#bytes ??= await this.#memory();
    this.#feeder.end();
    this.#give(this.#bytes, this.#filled);
  }

  free(bytes: ArrayBuffer): void {
    this.#free.push(bytes);
    this.#waiting?.();
    this.#waiting = null;
  }

  #add(lines: Buffer): void {
    if (this.#bytes === null) throw new Error('a piece is begun before text is added');
    lines.copy(this.#bytes, this.#filled);
    this.#filled += lines.length;
  }

  async #cut(bytes: Buffer): Promise<void> {
    const tail = Math.max(0, this.#filled - cutBytes);
    const found = namedLineAfter(bytes.subarray(tail, this.#filled));
    // Megabytes without any log line: then it may be cut anywhere.
    const isNoLog = this.#filled > this.#pieceBytes + spareBytes - 4 * stepBytes;
    if (found === null && !isNoLog) return;
    const end = found === null ? this.#filled : tail + found;
    const rest = Buffer.from(bytes.subarray(end, this.#filled));
    this.#give(bytes, end);
    this.#bytes = await this.#memory();
    this.#filled = rest.copy(this.#bytes);
  }

  #give(bytes: Buffer, length: number): void {
    this.#bytes = null;
    this.#filled = 0;
    this.#full({ bytes: bytes.buffer as ArrayBuffer, length });
  }

  async #memory(): Promise<Buffer> {
    while (this.#left === 0 && this.#free.length === 0)
      await new Promise<void>((free) => (this.#waiting = free));
    const used = this.#free.pop();
    if (used !== undefined) return Buffer.from(used);
    this.#left -= 1;
    return Buffer.from(new ArrayBuffer(this.#pieceBytes + spareBytes));
  }
}
