import { LogSources } from '../../core/postfix/logReader.ts';
import { parsePostfixLine } from '../../core/postfix/postfixLine.ts';
import { stampAt } from '../../core/syslog/stamp.ts';
import { LineKernel } from '../kernel/lineKernel.ts';
import { maxLineBytes } from '../lineSplitter.ts';
import { ascii, isCapital, isTime, monthAt, startsAt, twoDigits } from './asciiBytes.ts';
import { ByteMarks } from './byteMarks.ts';
import { hashSeed } from './hash.ts';
import { interpretLine } from './interpretLine.ts';
import type { InterpretedLine } from './interpretLine.ts';
import { isStart } from './postfixStart.ts';
import { PostfixScanner } from './postfixScanner.ts';
import { SegmentBuilder } from './segmentBuilder.ts';
import type { ScanWants } from './segmentBuilder.ts';
import { packHour, packStamp } from './segmentScan.ts';
import type { SegmentScan } from './segmentScan.ts';
import { TagTable } from './tagTable.ts';
import type { LineTag } from './tagTable.ts';

const prime = 0x01000193;
const newline = 0x0a;
const space = 0x20;
const comma = 0x2c;
const colon = 0x3a;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const messageRepeated = ascii('message repeated ');
const daemonStarted = ascii('daemon started -- version ');

/**
 * Reads lines from bytes. The lines that make up nearly all of a mail log are known by heart: their shape is checked byte
 * by byte and what matters is entered as numbers, without a string or a regular expression. Whatever departs from those
 * shapes in any way goes through the reference parsers, so that both readers agree on every line.
 *
 * Why it is fast: line ends are found by `indexOf`, which compares 32 bytes at a time; a line's bytes are looked at as far
 * as they matter; neighbours with the same stamp, and lines of the same program, are recognised instead of read again.
 */
export class LineScanner {
  readonly #out: SegmentBuilder;
  readonly #sources = new LogSources();
  readonly #tags = new TagTable(this.#sources);
  readonly #marks = new ByteMarks();
  readonly #postfix: PostfixScanner;
  #bytes: Buffer = Buffer.alloc(0);
  /** Where the line before shows its stamp, if that was of the common form; -1 otherwise. */
  #stampBefore = -1;
  #day = { key: -1, millis: 0 };
  #zone = { key: -1, number: 0, offsetMillis: 0 };
  /** What the last line that names a program said, for `last message repeated N times`; made out when asked. */
  #last: InterpretedLine | null = null;
  /** The bytes of that line, when it is not made out yet; and its place in the bytes being read, -1 when it is not there. */
  #lastBytes: Buffer | null = null;
  #lastStart = -1;
  #lastEnd = -1;
  #lastLine = -1;
  #isFirstOfFile: boolean;
  readonly #kernel: LineKernel | null;

  /** `kernel` null: without it, as where there is no WebAssembly. */
  constructor(wants: ScanWants, isStartOfFile: boolean, kernel: LineKernel | null = kernelFor(wants)) {
    this.#kernel = kernel;
    this.#out = new SegmentBuilder(wants);
    this.#postfix = new PostfixScanner(this.#out, this.#marks);
    this.#isFirstOfFile = isStartOfFile;
  }

  get lines(): number {
    return this.#out.line;
  }

  /** Where the bytes must lie that are given to `scan`; absent when anywhere will do. */
  get input(): Buffer | undefined {
    return this.#kernel?.input;
  }

  /** Reads all lines of these bytes, which end with a line end; `offset` is where they stand in the text. */
  scan(bytes: Buffer, offset: number): void {
    this.#begin(bytes);
    let start = 0;
    while (start < bytes.length) {
      if (this.#kernel !== null && !this.#isFirstOfFile) start = this.#byKernel(this.#kernel, start, offset);
      if (start < bytes.length) start = this.#next(start, offset);
    }
    this.#end();
  }

  /** Reads one line; start of the one behind it. */
  #next(start: number, offset: number): number {
    const end = this.#bytes.indexOf(newline, start);
    if (this.#kernel !== null) this.#marks.look(this.#bytes, start, end);
    this.#out.beginLine(offset + start);
    this.#out.lineStart = start;
    this.#out.lineEnd = end;
    if (!this.#line(start, end)) this.#slowLine(start, end);
    this.#out.line += 1;
    return end + 1;
  }

  /** Reads lines up to one the kernel does not know; its start. */
  #byKernel(kernel: LineKernel, start: number, offset: number): number {
    const stopped = kernel.scan(start, this.#bytes.length, offset, this.#out, this.#tags);
    if (kernel.lastStart >= 0) {
      this.#lastStart = kernel.lastStart;
      this.#lastEnd = kernel.lastEnd;
      this.#lastLine = this.#out.line - 1;
    }
    this.#stampBefore = -1;
    return stopped;
  }

  finish(): SegmentScan {
    this.#kernel?.release(this.#out.foreignPrograms);
    this.#tags.addForeign(this.#out.foreignPrograms);
    return this.#out.finish();
  }

  #begin(bytes: Buffer): void {
    this.#bytes = bytes;
    this.#out.lineBytes = bytes;
    this.#stampBefore = -1;
    if (this.#kernel === null) this.#marks.begin(bytes);
    else this.#kernel.begin();
  }

  /** Makes out what refers to bytes that are about to go. */
  #end(): void {
    if (this.#lastStart >= 0) {
      this.#lastBytes = Buffer.from(this.#bytes.subarray(this.#lastStart, this.#lastEnd));
      this.#lastStart = -1;
    }
    this.#out.settleEnds((position) => {
      const text = this.#bytes.toString('latin1', position, position + 40);
      return stampAt(text, 0)?.stamp ?? null;
    });
    this.#bytes = Buffer.alloc(0);
  }

  #lastSaid(): InterpretedLine | null {
    const bytes =
      this.#lastStart >= 0 ? this.#bytes.subarray(this.#lastStart, this.#lastEnd) : this.#lastBytes;
    if (bytes !== null) {
      this.#last = interpretLine(decode(bytes, 0, bytes.length), this.#sources);
      this.#lastStart = -1;
      this.#lastBytes = null;
    }
    return this.#last;
  }

  #slowLine(start: number, end: number): void {
    const out = this.#out;
    this.#stampBefore = -1;
    let text = decode(this.#bytes, start, end);
    if (this.#isFirstOfFile && text.startsWith('\uFEFF')) text = text.slice(1);
    this.#isFirstOfFile = false;
    const line = interpretLine(text, this.#sources);
    switch (line.kind) {
      case 'blank':
        return;
      case 'shapeless':
        out.countForeign('');
        return;
      case 'tagless':
        out.stamp(line.stamp);
        if (line.repeats === null) out.countForeign('');
        else this.#repeat(line.repeats, text);
        return;
      default:
        out.stamp(line.stamp);
        this.#count(line, text);
        if (line.kind === 'understood') {
          out.enter(line.parsed, line.source, line.times);
          if (isStart(line.source, text)) out.countStart(line.stamp);
        }
        this.#last = line;
        this.#lastBytes = null;
        this.#lastStart = -1;
        this.#lastLine = out.line;
    }
  }

  #repeat(times: number, text: string): void {
    const last = this.#lastSaid();
    if (last === null) {
      this.#out.countForeign('');
      return;
    }
    this.#count(last, text);
    if (last.kind !== 'understood') return;
    this.#out.enter(last.parsed, last.source, times);
    this.#out.repeatOf(this.#lastLine);
  }

  #count(line: InterpretedLine, text: string): void {
    if (line.kind === 'understood') this.#out.understood += 1;
    else if (line.kind === 'foreign') this.#out.countForeign(line.program);
    else this.#out.countNotUnderstood(text);
  }

  /**
   * False when the line is not one of those known by heart. Then nothing was entered but its stamp, which entering again
   * does not change.
   */
  #line(start: number, end: number): boolean {
    this.#marks.pass(start);
    if (end - start < 24 || end - start > maxLineBytes) return false;
    const bytes = this.#bytes;
    const head = bytes[start] as number;
    if (isCapital(head)) {
      return this.#traditionalStamp(start) && this.#afterStamp(start, start + 16, end);
    }
    const stampEnd = this.#isoStampEnd(start);
    return stampEnd > 0 && this.#afterStamp(start, stampEnd + 1, end);
  }

  /** `Mar  1 20:45:32 `, English months only. */
  #traditionalStamp(start: number): boolean {
    const bytes = this.#bytes;
    const before = this.#stampBefore;
    this.#out.zonedKey = NaN;
    if (before >= 0) {
      // From the back, where stamps differ; most lines show the second of the line before.
      let place = 14;
      while (place >= 0 && bytes[start + place] === bytes[before + place]) place -= 1;
      if (place < 0) return bytes[start + 15] === space;
    }
    const month = monthAt(bytes, start);
    const day =
      bytes[start + 4] === space ? (bytes[start + 5] as number) - 0x30 : twoDigits(bytes, start + 4);
    const hour = twoDigits(bytes, start + 7);
    const minute = twoDigits(bytes, start + 10);
    const second = twoDigits(bytes, start + 13);
    if (
      month === 0 ||
      bytes[start + 3] !== space ||
      bytes[start + 6] !== space ||
      bytes[start + 9] !== colon ||
      bytes[start + 12] !== colon ||
      bytes[start + 15] !== space ||
      !isTime(day, hour, minute, second)
    ) {
      return false;
    }
    const packed = packStamp(month, day, hour, minute, second);
    if (packed !== this.#out.packedStamp) this.#out.stampPacked(packed);
    this.#stampBefore = start;
    return true;
  }

  /** `2026-03-01T20:45:32.003456+01:00 `: position behind the zone; 0 when it is none or has no zone. */
  #isoStampEnd(start: number): number {
    const bytes = this.#bytes;
    const year = twoDigits(bytes, start) * 100 + twoDigits(bytes, start + 2);
    const month = twoDigits(bytes, start + 5);
    const day = twoDigits(bytes, start + 8);
    const hour = twoDigits(bytes, start + 11);
    const minute = twoDigits(bytes, start + 14);
    const second = twoDigits(bytes, start + 17);
    const separator = bytes[start + 10];
    if (
      twoDigits(bytes, start) < 0 ||
      twoDigits(bytes, start + 2) < 0 ||
      bytes[start + 4] !== 0x2d ||
      bytes[start + 7] !== 0x2d ||
      bytes[start + 13] !== colon ||
      bytes[start + 16] !== colon ||
      (separator !== 0x54 && separator !== space) ||
      month < 1 ||
      month > 12 ||
      !isTime(day, hour, minute, second)
    ) {
      return 0;
    }
    let place = start + 19;
    let fraction = 0;
    this.#out.zonedDigits = 0;
    if (bytes[place] === 0x2e || bytes[place] === comma) {
      let digits = 0;
      let scale = 1;
      for (place += 1; digits < 10; digits += 1) {
        const digit = (bytes[place] as number) - 0x30;
        if (digit < 0 || digit > 9) break;
        fraction = fraction * 10 + digit;
        scale *= 10;
        place += 1;
      }
      if (digits === 0 || digits > 9) return 0;
      this.#out.zonedDigits = digits;
      fraction /= scale;
    }
    const end = this.#zoneEnd(place);
    if (end === 0 || bytes[end] !== space) return 0;
    const dayKey = (year << 9) | (month << 5) | day;
    if (this.#day.key !== dayKey) this.#day = { key: dayKey, millis: Date.UTC(year, month - 1, day) };
    const whole = this.#day.millis + ((hour * 60 + minute) * 60 + second) * 1000;
    // The same sums in the same order as core's `wallMillis`, so that the keys are equal to the last bit.
    const key = whole + fraction * 1000 - this.#zone.offsetMillis;
    this.#out.zoned(key, packHour(year, month, day, hour), this.#zone.number, null, start);
    return end;
  }

  #zoneEnd(start: number): number {
    const bytes = this.#bytes;
    const sign = bytes[start] as number;
    if (sign === 0x5a) {
      if (this.#zone.key !== 0) this.#setZone(0, 'Z', 0);
      return start + 1;
    }
    if ((sign !== 0x2b && sign !== 0x2d) || bytes[start + 3] !== colon) return 0;
    const hours = twoDigits(bytes, start + 1);
    const minutes = twoDigits(bytes, start + 4);
    if (hours < 0 || minutes < 0) return 0;
    const key = (sign << 16) | (hours << 8) | minutes;
    if (this.#zone.key !== key) {
      const offset = (hours * 60 + minutes) * 60_000;
      this.#setZone(key, bytes.toString('latin1', start, start + 6), sign === 0x2d ? -offset : offset);
    }
    return start + 6;
  }

  #setZone(key: number, text: string, offsetMillis: number): void {
    this.#zone = { key, number: this.#out.zoneNumber(text), offsetMillis };
  }

  /** `host tag[pid]: text` */
  #afterStamp(start: number, host: number, end: number): boolean {
    const bytes = this.#bytes;
    let place = host;
    let byte = bytes[place] as number;
    while (byte > space) byte = bytes[(place += 1)] as number;
    if (byte !== space || place === host) return false;
    do byte = bytes[(place += 1)] as number;
    while (byte > space && byte !== openBracket && byte !== colon);
    if (byte !== openBracket && byte !== colon) return false;
    const tag = this.#tags.at(bytes, host, place);
    if (tag === null) return false;
    let pidHash = hashSeed;
    let [pid, pidEnd] = [0, 0];
    if (byte === openBracket) {
      pid = place += 1;
      byte = bytes[place] as number;
      while (byte >= 0x30 && byte <= 0x39) {
        pidHash = Math.imul(pidHash ^ byte, prime);
        byte = bytes[(place += 1)] as number;
      }
      if (place === pid || place - pid > 40 || byte !== closeBracket) return false;
      pidEnd = place;
      place += 1;
    }
    if (bytes[place] !== colon || bytes[place + 1] !== space) return false;
    const text = place + 2;
    if (this.#marks.nul < text || this.#marks.high < text) return false;
    if (tag.daemon === null) {
      tag.foreignLines += 1;
      this.#out.foreign += 1;
    } else {
      if (
        !this.#postfix.read(bytes, tag, pidHash, text, end) &&
        !this.#lessKnown(tag, pid, pidEnd, text, end)
      )
        return false;
      this.#out.understood += 1;
    }
    this.#lastStart = start;
    this.#lastEnd = end;
    this.#lastLine = this.#out.line;
    this.#isFirstOfFile = false;
    return true;
  }

  /**
   * Plain text of a known program: it is put to core's reader as it stands, which spares taking the line apart again.
   * False when core would change the text first, or does not understand it.
   */
  #lessKnown({ service, host }: LineTag, pid: number, pidEnd: number, text: number, end: number): boolean {
    const bytes = this.#bytes;
    if (service === null || !this.#postfix.isPlain(bytes, end)) return false;
    // Solaris' `[ID 197553 mail.info]`, and `message repeated 2 times: [ ... ]`.
    if (bytes[text] === openBracket || startsAt(bytes, text, messageRepeated)) return false;
    // Said so seldom that it may take the slow way.
    if (service.daemon === 'master' && startsAt(bytes, text, daemonStarted)) return false;
    const parsed = parsePostfixLine(service.daemon, bytes.toString('latin1', text, end));
    if (parsed === null) return false;
    const source = { host, service, pid: bytes.toString('latin1', pid, pidEnd) };
    this.#out.enter(parsed, source, 1);
    return true;
  }
}

/** An index of all addresses is made without it. */
function kernelFor({ index, totals, messages, address }: ScanWants): LineKernel | null {
  if (totals && messages === true) return LineKernel.take(null, 'messages');
  if (totals) return index ? null : LineKernel.take(null, 'totals');
  return address === undefined ? null : LineKernel.take(address);
}

/** As `LineSplitter` does it. */
function decode(bytes: Buffer, start: number, end: number): string {
  const stop = end > start && bytes[end - 1] === 0x0d ? end - 1 : end;
  const line = bytes.toString('utf8', start, Math.min(stop, start + maxLineBytes));
  return line.includes('\0') ? line.replaceAll('\0', '') : line;
}
