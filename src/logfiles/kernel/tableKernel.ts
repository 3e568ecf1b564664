import { classCount, plainLoops } from '../../core/logIndex/rowLoops.ts';
import type { RowLoops } from '../../core/logIndex/rowLoops.ts';
import type { PackedTexts } from './textKernel.ts';
import { tableKernelCode } from './tableKernelCode.ts';

/** What `assembly/tableKernel.as` exports. Numbers are places in its memory, and lengths. */
interface KernelExports {
  placeOf(number: number): number;
  markHolding(texts: number, starts: number, count: number, length: number, marks: number): number;
  markWhere(numbers: number, wanted: number, fits: number, count: number): void;
  markMembers(rows: number, numbers: number, wanted: number, fits: number, count: number): void;
  countRows(mask: number, rows: number, from: number, to: number): number;
  countGroups(mask: number, rows: number, ends: number, counts: number, groups: number): void;
  countClasses(mask: number, classes: number, counts: number, count: number): void;
  keepThrough(mask: number, numbers: number, through: number, count: number): void;
  sumRows(numbers: number, rows: number, from: number, to: number): number;
}

const pageBytes = 65_536;
const mostPages = 65_536;
const alignment = 64;
/** Behind everything: loads of the search reach beyond the texts. */
const reachBytes = 4096;
/** The module's own, and what is lost between arrays. */
const ownBytes = 65_536;
const maxNeedleBytes = 1024;
const classColumns = 4;

/** How much an index will ask for. What does not fit in the end lies elsewhere, and is only slower. */
export interface KernelRoom {
  /** Of all arrays together. */
  readonly bytes: number;
  /** Of the table. */
  readonly rows: number;
  /** Of the largest pool. */
  readonly texts: number;
}

/**
 * Where an index keeps its texts and the columns that are asked about most: the memory of a WebAssembly module that has the loops
 * over them. What lies there need not be copied to be looked at; the loops take a half of the time they take in JavaScript.
 */
export class TableKernel implements RowLoops {
  readonly #exports: KernelExports;
  readonly #memory: ArrayBuffer;
  #free: number;
  readonly #needle: Uint8Array;
  readonly #caseBits: Uint8Array;
  /** The mask asked about last; it is asked about again and again. */
  readonly #maskPlace: Uint8Array;
  #mask: Uint8Array | null = null;
  /** Of the rows that are being marked. */
  readonly #fits: Uint8Array;
  /** Of what is wanted, where that lies elsewhere. */
  readonly #wanted: Uint8Array;
  readonly #classCounts: Int32Array;

  /** Null where WebAssembly is missing or lacks vectors of 16 bytes, or there is no such memory. */
  static make(room: KernelRoom): TableKernel | null {
    const own = 2 * room.rows + room.texts + ownBytes;
    const initial = Math.min(mostPages, Math.ceil((room.bytes + own) / pageBytes));
    try {
      const module = new WebAssembly.Module(Buffer.from(tableKernelCode, 'base64'));
      const memory = new WebAssembly.Memory({ initial });
      const instance = new WebAssembly.Instance(module, { env: { memory, abort: () => undefined } });
      return new TableKernel(instance, memory.buffer, room);
    } catch (error) {
      if (error instanceof WebAssembly.CompileError || error instanceof RangeError) return null;
      throw error;
    }
  }

  private constructor({ exports }: WebAssembly.Instance, memory: ArrayBuffer, { rows, texts }: KernelRoom) {
    this.#exports = exports as unknown as KernelExports;
    this.#memory = memory;
    const { placeOf } = this.#exports;
    this.#needle = new Uint8Array(memory, placeOf(0), maxNeedleBytes);
    this.#caseBits = new Uint8Array(memory, placeOf(1), maxNeedleBytes);
    this.#free = placeOf(2);
    this.#maskPlace = this.bytes(rows);
    this.#fits = this.bytes(rows);
    this.#wanted = this.bytes(texts + 1);
    this.#classCounts = this.numbers(classColumns * classCount);
  }

  numbers(length: number): Int32Array<ArrayBuffer> {
    const place = this.#take(4 * length);
    return place === null ? plainLoops.numbers(length) : new Int32Array(this.#memory, place, length);
  }

  bytes(length: number): Uint8Array<ArrayBuffer> {
    const place = this.#take(length);
    return place === null ? plainLoops.bytes(length) : new Uint8Array(this.#memory, place, length);
  }

  /** Null when there is no room left. */
  #take(length: number): number | null {
    const place = Math.ceil(this.#free / alignment) * alignment;
    if (place + length + reachBytes > this.#memory.byteLength) return null;
    this.#free = place + length;
    return place;
  }

  #isHere(...views: readonly ArrayBufferView[]): boolean {
    return views.every(({ buffer }) => buffer === this.#memory);
  }

  /**
   * Sets to one the marks of the texts that hold these bytes, and to zero all others. Returns whether any does; null when it cannot
   * be looked for here. `wanted`: at least one byte, in lower case. `marks`: one for each text, and a zero before them.
   */
  markHolding({ bytes, starts, count }: PackedTexts, wanted: Uint8Array, marks: Uint8Array): boolean | null {
    if (wanted.length > maxNeedleBytes || !this.#isHere(bytes, starts, marks)) return null;
    this.#needle.set(wanted);
    wanted.forEach((byte, at) => (this.#caseBits[at] = byte >= 0x61 && byte <= 0x7a ? 0x20 : 0));
    marks.fill(0);
    const { byteOffset: place } = marks;
    return (
      this.#exports.markHolding(bytes.byteOffset, starts.byteOffset, count, wanted.length, place + 1) !== 0
    );
  }

  marked(count: number, mark: (fits: Uint8Array) => void): Uint8Array {
    const fits = this.#fits.subarray(0, count);
    if (fits.length < count) return plainLoops.marked(count, mark);
    fits.fill(0);
    mark(fits);
    return fits.slice();
  }

  markWhere(numbers: Int32Array, wanted: Uint8Array, fits: Uint8Array): void {
    const place = this.#placeOfWanted(wanted);
    if (place === null || !this.#isHere(numbers, fits)) plainLoops.markWhere(numbers, wanted, fits);
    else this.#exports.markWhere(numbers.byteOffset, place, fits.byteOffset, numbers.length);
  }

  markMembers(rows: Int32Array, numbers: Int32Array, wanted: Uint8Array, fits: Uint8Array): void {
    const place = this.#placeOfWanted(wanted);
    if (place === null || !this.#isHere(rows, numbers, fits))
      plainLoops.markMembers(rows, numbers, wanted, fits);
    else
      this.#exports.markMembers(rows.byteOffset, numbers.byteOffset, place, fits.byteOffset, numbers.length);
  }

  countRows(mask: Uint8Array, rows: Int32Array, from: number, to: number): number {
    const place = this.#isHere(rows) ? this.#placeOfMask(mask) : null;
    return place === null
      ? plainLoops.countRows(mask, rows, from, to)
      : this.#exports.countRows(place, rows.byteOffset, from, to);
  }

  countGroups(mask: Uint8Array, rows: Int32Array, ends: Int32Array, counts: Int32Array): void {
    const place = this.#isHere(rows, ends, counts) ? this.#placeOfMask(mask) : null;
    if (place === null) plainLoops.countGroups(mask, rows, ends, counts);
    else this.#exports.countGroups(place, rows.byteOffset, ends.byteOffset, counts.byteOffset, ends.length);
  }

  countClasses(mask: Uint8Array, classes: Uint8Array): Int32Array {
    const place = this.#isHere(classes) ? this.#placeOfMask(mask) : null;
    if (place === null) return plainLoops.countClasses(mask, classes);
    const counts = this.#classCounts.fill(0);
    this.#exports.countClasses(place, classes.byteOffset, counts.byteOffset, classes.length);
    const sums = counts.slice(0, classCount);
    for (let at = classCount; at < counts.length; at += 1)
      sums[at % classCount] = (sums[at % classCount] as number) + (counts[at] as number);
    return sums;
  }

  keepThrough(mask: Uint8Array, numbers: Int32Array, through: Int32Array): void {
    const place = this.#isHere(numbers, through) ? this.#placeOfMask(mask) : null;
    if (place === null) plainLoops.keepThrough(mask, numbers, through);
    else this.#exports.keepThrough(place, numbers.byteOffset, through.byteOffset, numbers.length);
  }

  sumRows(numbers: Int32Array, rows: Int32Array, from: number, to: number): number {
    return this.#isHere(numbers, rows)
      ? this.#exports.sumRows(numbers.byteOffset, rows.byteOffset, from, to)
      : plainLoops.sumRows(numbers, rows, from, to);
  }

  #placeOfWanted(wanted: Uint8Array): number | null {
    if (this.#isHere(wanted)) return wanted.byteOffset;
    if (wanted.length > this.#wanted.length) return null;
    this.#wanted.set(wanted);
    return this.#wanted.byteOffset;
  }

  #placeOfMask(mask: Uint8Array): number | null {
    if (mask === this.#mask) return this.#maskPlace.byteOffset;
    if (mask.length > this.#maskPlace.length) return null;
    this.#maskPlace.set(mask);
    this.#mask = mask;
    return this.#maskPlace.byteOffset;
  }
}
