import { release } from './release.ts';
import { SpareArrays } from './spareArrays.ts';

/**
 * Typed arrays that grow: millions of small numbers cost four or eight bytes each here, several times that as objects.
 * Three classes and not one over any array type, because a call that always sees the same type is the one that is fast.
 */
const firstCapacity = 1024;

/** So many values are copied one by one sooner than a view of them is made. */
const few = 64;

const spareNumbers = new SpareArrays<Int32Array<ArrayBuffer>>();
const spareFractions = new SpareArrays<Float64Array<ArrayBuffer>>();
const spareBytes = new SpareArrays<Uint8Array<ArrayBuffer>>();

/** Gives them up, when there are no more stretches. */
export function giveUpSpareColumns(): void {
  for (const spare of [spareNumbers, spareFractions, spareBytes]) spare.giveUp();
}

export class Int32Column {
  values: Int32Array<ArrayBuffer>;
  length = 0;
  /** For one stretch: `take` ends it. */
  readonly #isShortLived: boolean;

  /** Without a capacity, for one stretch. */
  constructor(capacity?: number) {
    this.#isShortLived = capacity === undefined;
    this.values =
      capacity === undefined
        ? (spareNumbers.take(1) ?? new Int32Array(firstCapacity))
        : new Int32Array(Math.max(1, capacity));
  }

  /** A copy of the values, exactly as large as they are; their room goes to the next column, and this one is over. */
  take(): Int32Array<ArrayBuffer> {
    const values = this.values.slice(0, this.length);
    spareNumbers.put(this.values);
    this.giveUp();
    return values;
  }

  giveUp(): void {
    this.values = new Int32Array(1);
    this.length = 0;
  }

  /** The first `count` of these. */
  append(values: Int32Array, count: number): void {
    if (this.length + count > this.values.length)
      this.reserve(Math.max(this.length + count, 2 * this.values.length));
    if (count > few) this.values.set(values.subarray(0, count), this.length);
    else for (let at = 0; at < count; at += 1) this.values[this.length + at] = values[at] as number;
    this.length += count;
  }

  /** Makes room for so many values in all; no more than that, but where it lasts only for a stretch. */
  reserve(capacity: number): void {
    if (capacity <= this.values.length) return;
    const larger = (this.#isShortLived ? spareNumbers.take(capacity) : undefined) ?? new Int32Array(capacity);
    larger.set(this.values.subarray(0, this.length));
    if (this.#isShortLived) spareNumbers.put(this.values);
    else release(this.values);
    this.values = larger;
  }

  push(value: number): void {
    if (this.length === this.values.length) this.reserve(this.values.length * 2);
    this.values[this.length] = value;
    this.length += 1;
  }

  at(index: number): number {
    return this.values[index] as number;
  }

  /** The values where they are, with room behind them that may never have been written to. */
  finish(): Int32Array<ArrayBuffer> {
    return this.values.subarray(0, this.length);
  }
}

export class Float64Column {
  values: Float64Array<ArrayBuffer>;
  length = 0;
  /** For one stretch: `take` ends it. */
  readonly #isShortLived: boolean;

  /** Without a capacity, for one stretch. */
  constructor(capacity?: number) {
    this.#isShortLived = capacity === undefined;
    this.values =
      capacity === undefined
        ? (spareFractions.take(1) ?? new Float64Array(firstCapacity))
        : new Float64Array(Math.max(1, capacity));
  }

  /** A copy of the values, exactly as large as they are; their room goes to the next column, and this one is over. */
  take(): Float64Array<ArrayBuffer> {
    const values = this.values.slice(0, this.length);
    spareFractions.put(this.values);
    this.giveUp();
    return values;
  }

  giveUp(): void {
    this.values = new Float64Array(1);
    this.length = 0;
  }

  /** Makes room for so many values in all; no more than that, but where it lasts only for a stretch. */
  reserve(capacity: number): void {
    if (capacity <= this.values.length) return;
    const larger =
      (this.#isShortLived ? spareFractions.take(capacity) : undefined) ?? new Float64Array(capacity);
    larger.set(this.values.subarray(0, this.length));
    if (this.#isShortLived) spareFractions.put(this.values);
    else release(this.values);
    this.values = larger;
  }

  push(value: number): void {
    if (this.length === this.values.length) this.reserve(this.values.length * 2);
    this.values[this.length] = value;
    this.length += 1;
  }

  finish(): Float64Array<ArrayBuffer> {
    return this.values.subarray(0, this.length);
  }
}

export class Uint8Column {
  values: Uint8Array<ArrayBuffer>;
  length = 0;
  /** For one stretch: `take` ends it. */
  readonly #isShortLived: boolean;

  /** Without a capacity, for one stretch. */
  constructor(capacity?: number) {
    this.#isShortLived = capacity === undefined;
    this.values =
      capacity === undefined
        ? (spareBytes.take(1) ?? new Uint8Array(firstCapacity))
        : new Uint8Array(Math.max(1, capacity));
  }

  /** A copy of the values, exactly as large as they are; their room goes to the next column, and this one is over. */
  take(): Uint8Array<ArrayBuffer> {
    const values = this.values.slice(0, this.length);
    spareBytes.put(this.values);
    this.giveUp();
    return values;
  }

  giveUp(): void {
    this.values = new Uint8Array(1);
    this.length = 0;
  }

  /** The first `count` of these. */
  append(values: Uint8Array, count: number): void {
    if (this.length + count > this.values.length)
      this.reserve(Math.max(this.length + count, 2 * this.values.length));
    if (count > few) this.values.set(values.subarray(0, count), this.length);
    else for (let at = 0; at < count; at += 1) this.values[this.length + at] = values[at] as number;
    this.length += count;
  }

  /** Makes room for so many values in all; no more than that, but where it lasts only for a stretch. */
  reserve(capacity: number): void {
    if (capacity <= this.values.length) return;
    const larger = (this.#isShortLived ? spareBytes.take(capacity) : undefined) ?? new Uint8Array(capacity);
    larger.set(this.values.subarray(0, this.length));
    if (this.#isShortLived) spareBytes.put(this.values);
    else release(this.values);
    this.values = larger;
  }

  push(value: number): void {
    if (this.length === this.values.length) this.reserve(this.values.length * 2);
    this.values[this.length] = value;
    this.length += 1;
  }

  finish(): Uint8Array<ArrayBuffer> {
    return this.values.subarray(0, this.length);
  }
}
