import { hashText } from '../engine/hash.ts';
import type { SegmentBuilder } from '../engine/segmentBuilder.ts';
import type { DaemonKind, LineTag, TagTable } from '../engine/tagTable.ts';
import { lineKernelCode } from './lineKernelCode.ts';
import { kernelTag, RecordReader } from './recordReader.ts';
import type { KernelTag } from './recordReader.ts';

/** What `assembly/lineKernel.as` exports. */
interface KernelExports {
  readonly memory: WebAssembly.Memory;
  placeOf(number: number): number;
  setWants(needleLength: number, records: boolean, numbered: boolean): void;
  beginPiece(): void;
  addTag(length: number, daemon: number, key: number, host: number): void;
  scan(start: number, stop: number, firstLine: number, packed: number): number;
}

/** The numbers the kernel knows daemons by; 0 for other programs. */
const daemonNumbers: Readonly<Record<DaemonKind, number>> = {
  cleanup: 1,
  qmgr: 2,
  postscreen: 3,
  smtp: 4,
  statistics: 5,
  special: 6,
  other: 7,
};
/** Of the special ones, those whose notifications the kernel reads. */
const bounceNumber = 8;
const notifying: ReadonlySet<string> = new Set(['bounce', 'defer', 'trace']);
/** Deliveries by `discard` are no deliveries. */
const discardNumber = 9;
/** What it refuses counts. */
const smtpdNumber = 10;

const inputBytes = 2 * 1024 * 1024;
const rows = 32_768;
const maxTags = 1024;
const [leastTagBytes, maxTagBytes] = [8, 64];
const maxNeedleBytes = 4096;
const [maxWords, maxNumbers] = [524_288, 131_072];

/** Where the kernel's numbers lie in what it reports of a call. */
const reported = {
  lines: 0,
  understood: 1,
  foreign: 2,
  mentions: 3,
  messageIds: 4,
  sessions: 5,
  hits: 6,
  stamps: 7,
  strides: 8,
  lastStart: 9,
  lastEnd: 10,
  reason: 11,
  tagStart: 12,
  tagEnd: 13,
  zonedOrdered: 14,
  earliestLine: 15,
  earliestAt: 16,
  latestLine: 17,
  latestAt: 18,
  words: 19,
} as const;

const becauseUnknownLine = 1;
const becauseNewTag = 3;

/** What is wanted of lines: nothing but the index, the totals, or messages too. */
export type RecordWants = 'none' | 'totals' | 'messages';

let compiled: WebAssembly.Module | null = null;
/** Kernels nobody uses now: making one takes as long as reading a megabyte. */
const idle: LineKernel[] = [];

/**
 * The inner loop of reading logs. It reads the common lines of a log straight into a `SegmentBuilder`, several times as fast
 * as `LineScanner`, which reads the lines that the kernel stops at. What the index holds of addresses are the lines that
 * name the one looked for.
 */
export class LineKernel {
  /** The bytes to scan are put here, so that nothing is copied. */
  readonly input: Buffer;
  readonly #kernel: KernelExports;
  readonly #report: Int32Array;
  readonly #keys: Float64Array;
  readonly #queueIds: Int32Array;
  readonly #mentions: readonly [Int32Array, Int32Array];
  readonly #messageIds: readonly [Int32Array, Int32Array];
  readonly #sessions: readonly [Int32Array, Int32Array];
  readonly #sessionEnds: Uint8Array;
  readonly #hits: Int32Array;
  readonly #stamps: readonly [Int32Array, Int32Array];
  readonly #strides: Int32Array;
  readonly #needle: Buffer;
  readonly #tagTexts: Buffer;
  readonly #tagForeign: Int32Array;
  readonly #tags: KernelTag[] = [];
  readonly #records: RecordReader;
  #addressHash = 0;
  /** Where the line read last in a scan stands; -1 when none was. */
  lastStart = -1;
  lastEnd = -1;

  /** Null where WebAssembly is missing or lacks vectors of 16 bytes; then `LineScanner` reads all lines. */
  static take(address: string | null, wants: RecordWants = 'none'): LineKernel | null {
    const kernel = idle.pop() ?? LineKernel.#make();
    if (kernel !== null) kernel.#lookFor(address, wants);
    return kernel;
  }

  static #make(): LineKernel | null {
    try {
      compiled ??= new WebAssembly.Module(Buffer.from(lineKernelCode, 'base64'));
      return new LineKernel(new WebAssembly.Instance(compiled, { env: { abort: () => undefined } }));
    } catch (error) {
      if (error instanceof WebAssembly.CompileError) return null;
      throw error;
    }
  }

  private constructor({ exports }: WebAssembly.Instance) {
    const kernel = exports as unknown as KernelExports;
    this.#kernel = kernel;
    const { buffer } = kernel.memory;
    const numbers = (place: number, length = rows): Int32Array =>
      new Int32Array(buffer, kernel.placeOf(place), length);
    this.input = Buffer.from(buffer, kernel.placeOf(0), inputBytes);
    this.#queueIds = numbers(1);
    this.#mentions = [numbers(2), numbers(3)];
    this.#messageIds = [numbers(4), numbers(5)];
    this.#sessions = [numbers(6), numbers(7)];
    this.#sessionEnds = new Uint8Array(buffer, kernel.placeOf(8), rows);
    this.#hits = numbers(9);
    this.#stamps = [numbers(10), numbers(11)];
    this.#strides = numbers(12);
    this.#report = numbers(13, 32);
    this.#keys = new Float64Array(buffer, kernel.placeOf(14), 4);
    this.#needle = Buffer.from(buffer, kernel.placeOf(15), maxNeedleBytes);
    this.#tagTexts = Buffer.from(buffer, kernel.placeOf(16), maxTags * maxTagBytes);
    this.#tagForeign = numbers(17, maxTags);
    const recordNumbers = new Float64Array(buffer, kernel.placeOf(19), maxNumbers);
    this.#records = new RecordReader(this.input, numbers(18, maxWords), recordNumbers, this.#tags);
  }

  /** The kernel reads ASCII only: an address that is none, and one that is too long, is left to `LineScanner`. */
  #lookFor(address: string | null, wants: RecordWants): void {
    const bytes = address === null ? null : Buffer.from(address);
    const isShort = bytes !== null && bytes.length <= maxNeedleBytes;
    if (isShort) bytes.copy(this.#needle);
    this.#kernel.setWants(isShort ? bytes.length : -1, wants !== 'none', wants === 'messages');
    this.#addressHash = hashText(address ?? '');
  }

  /** Gives the kernel back. Adds the lines of other programs to `foreign`. */
  release(foreign: Map<string, number>): void {
    for (const [tag, { program }] of this.#tags.entries()) {
      const lines = this.#tagForeign[tag] as number;
      if (lines > 0) foreign.set(program, (foreign.get(program) ?? 0) + lines);
    }
    this.#tagForeign.fill(0);
    idle.push(this);
  }

  /** Other bytes were put into `input`. */
  begin(): void {
    this.#kernel.beginPiece();
  }

  /**
   * Reads lines of `input` into `out`, from `start` up to `stop`, where a line ends. `offset` is where `input` stands in the text.
   * Returns the start of the first line that it does not know, or `stop`.
   */
  scan(start: number, stop: number, offset: number, out: SegmentBuilder, tags: TagTable): number {
    const kernel = this.#kernel;
    const report = this.#report;
    let at = start;
    this.lastStart = -1;
    for (;;) {
      at = kernel.scan(at, stop, out.line, out.packedStamp);
      this.#enter(offset, out);
      const reason = report[reported.reason];
      if (at >= stop || reason === becauseUnknownLine) return at;
      if (reason === becauseNewTag && !this.#addTag(tags)) return at;
    }
  }

  #addTag(tags: TagTable): boolean {
    const [start, end] = [this.#report[reported.tagStart] as number, this.#report[reported.tagEnd] as number];
    const tag = tags.at(this.input, start, end);
    const number = this.#tags.length;
    if (tag === null || number === maxTags || end - start < leastTagBytes || end - start > maxTagBytes)
      return false;
    this.input.copy(this.#tagTexts, number * maxTagBytes, start, end);
    this.#tags.push(kernelTag(tag));
    this.#kernel.addTag(end - start, daemonNumber(tag), processKey(tag), tag.hostHash);
    return true;
  }

  /** Takes over what a call left. */
  #enter(offset: number, out: SegmentBuilder): void {
    const report = this.#report;
    const count = (of: number): number => report[of] as number;
    out.understood += count(reported.understood);
    out.foreign += count(reported.foreign);
    if (out.wants.index) {
      out.queueIds.append(this.#queueIds, count(reported.lines));
      out.mentions.append(...this.#mentions, count(reported.mentions));
      out.messageIds.append(...this.#messageIds, count(reported.messageIds));
      out.sessions.append(...this.#sessions, count(reported.sessions));
      out.sessionEnds.append(this.#sessionEnds, count(reported.sessions));
    }
    out.stampRuns(...this.#stamps, count(reported.stamps));
    for (let hit = 0; hit < count(reported.hits); hit += 1)
      out.addresses.push(this.#hits[hit] as number, this.#addressHash);
    for (let stride = 0; stride < count(reported.strides); stride += 1)
      out.offsets.push(offset + (this.#strides[stride] as number));
    if (count(reported.earliestLine) >= 0) {
      const [firstKey = 0, lastKey = 0, earliestKey = 0, latestKey = 0] = this.#keys;
      out.zonedRun({
        firstKey,
        lastKey,
        isOrdered: count(reported.zonedOrdered) === 1,
        earliest: {
          line: count(reported.earliestLine),
          key: earliestKey,
          position: count(reported.earliestAt),
        },
        latest: { line: count(reported.latestLine), key: latestKey, position: count(reported.latestAt) },
      });
    }
    if (count(reported.lines) === 0) return;
    const { line } = out;
    this.#records.enter(out, count(reported.words));
    out.line = line + count(reported.lines);
    this.lastStart = count(reported.lastStart);
    this.lastEnd = count(reported.lastEnd);
  }
}

function daemonNumber({ daemon, service }: LineTag): number {
  if (daemon === null) return 0;
  if (service?.daemon === 'discard') return discardNumber;
  if (service?.daemon === 'smtpd') return smtpdNumber;
  return notifying.has(service?.daemon ?? '') ? bounceNumber : daemonNumbers[daemon];
}

/** What `joinHashes` mixes with the PID. */
function processKey({ hostHash, serviceHash }: LineTag): number {
  return Math.imul(hostHash ^ serviceHash, 0x01000193);
}
