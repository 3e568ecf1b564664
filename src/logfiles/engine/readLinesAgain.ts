import { readSync } from 'node:fs';
import { maxLineBytes, LineSplitter } from '../lineSplitter.ts';
import type { ReadLogsOptions } from '../readLogs.ts';
import type { PlannedFile } from './planScan.ts';
import type { ScannedFile, ScannedSegment } from './scannedFile.ts';
import { readWhole } from './scanTask.ts';
import { lineStride } from './segmentScan.ts';

const newline = 0x0a;

/** Reads lines of a scanned file again; `lines` ascending, counted from 0. */
export async function readLinesAgain(
  plan: PlannedFile,
  file: ScannedFile,
  lines: readonly number[],
  { limits, signal }: ReadLogsOptions,
): Promise<Map<number, string>> {
  const texts = new Map<number, string>();
  if (plan.parts[0]?.kind !== 'plain') {
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
    await readWhole(plan.fd, plan.name, limits, take, { signal, onBytes: () => undefined });
    splitter.end();
    return texts;
  }
  const reader = new StrideReader(plan.fd);
  let next = 0;
  for (const segment of file.segments) {
    const end = segment.firstLine + segment.scan.lines;
    for (; (lines[next] ?? Infinity) < end; next += 1) {
      const line = lines[next] as number;
      const text = reader.line(segment, line - segment.firstLine);
      if (text !== null) texts.set(line, line === 0 ? text.replace(/^\uFEFF/, '') : text);
    }
  }
  return texts;
}

/** The place of every 64th line is known: reads the lines from there to the next known place. */
class StrideReader {
  readonly #fd: number;
  #segment: ScannedSegment | null = null;
  #stride = -1;
  #bytes: Buffer = Buffer.alloc(0);
  /** Line that the next search starts at, and its place in `#bytes`. */
  #line = 0;
  #at = 0;

  constructor(fd: number) {
    this.#fd = fd;
  }

  line(segment: ScannedSegment, line: number): string | null {
    const stride = Math.floor(line / lineStride);
    if (segment !== this.#segment || stride !== this.#stride || line < this.#line)
      this.#load(segment, stride);
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

  #load(segment: ScannedSegment, stride: number): void {
    const { offsets } = segment.scan;
    const start = offsets[stride] as number;
    const next = offsets[stride + 1];
    this.#segment = segment;
    this.#stride = stride;
    this.#line = stride * lineStride;
    this.#at = 0;
    this.#bytes = next === undefined ? this.#readLast(start) : this.#read(start, next - start);
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
