import { release } from './release.ts';

/**
 * Typed arrays that grow: millions of small numbers cost four or eight bytes each here, several times that as objects.
 * Three classes and not one over any array type, because a call that always sees the same type is the one that is fast.
 */
const firstCapacity = 1024;

/** So many values are copied one by one sooner than a view of them is made. */
const few = 64;

/** Arrays of this thread whose values were taken: the next column begins with one. Stretches of a log are alike. */
const spareNumbers: Int32Array<ArrayBuffer>[] = [];
const spareFractions: Float64Array<ArrayBuffer>[] = [];
const spareBytes: Uint8Array<ArrayBuffer>[] = [];
/** More are never in use at once. */
const mostSpares = 48;

/** Gives them up, when there are no more stretches. */
export function giveUpSpareColumns(): void {
  for (const spare of [spareNumbers, spareFractions, spareBytes]) release(...spare.splice(0));
}

export class Int32Column {
  values: Int32Array<ArrayBuffer>;
  length = 0;

  /** Without a capacity, one that `take` left. */
  constructor(capacity?: number) {
    this.values =
      capacity === undefined
        ? (spareNumbers.pop() ?? new Int32Array(firstCapacity))
        : new Int32Array(Math.max(1, capacity));
  }

  /** A copy of the values, exactly as large as they are; their room goes to the next column, and this one is over. */
  take(): Int32Array<ArrayBuffer> {
    const values = this.values.slice(0, this.length);
    if (spareNumbers.length < mostSpares) spareNumbers.push(this.values);
    this.giveUp();
    return values;
  }

  giveUp(): void {
    this.values = new Int32Array(1);
    this.length = 0;
  }

  /** The first `count` of these. Grows in large steps: `take` leaves what is too much to the next column. */
  append(values: Int32Array, count: number): void {
    let capacity = this.values.length;
    while (this.length + count > capacity) capacity *= 8;
    this.reserve(capacity);
    if (count > few) this.values.set(values.subarray(0, count), this.length);
    else for (let at = 0; at < count; at += 1) this.values[this.length + at] = values[at] as number;
    this.length += count;
  }

  /** Makes room for so many values in all, and no more than that. */
  reserve(capacity: number): void {
    if (capacity <= this.values.length) return;
    const larger = new Int32Array(capacity);
    larger.set(this.values.subarray(0, this.length));
    release(this.values);
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

  /** Without a capacity, one that `take` left. */
  constructor(capacity?: number) {
    this.values =
      capacity === undefined
        ? (spareFractions.pop() ?? new Float64Array(firstCapacity))
        : new Float64Array(Math.max(1, capacity));
  }

  /** A copy of the values, exactly as large as they are; their room goes to the next column, and this one is over. */
  take(): Float64Array<ArrayBuffer> {
    const values = this.values.slice(0, this.length);
    if (spareFractions.length < mostSpares) spareFractions.push(this.values);
    this.giveUp();
    return values;
  }

  giveUp(): void {
    this.values = new Float64Array(1);
    this.length = 0;
  }

  /** Makes room for so many values in all, and no more than that. */
  reserve(capacity: number): void {
    if (capacity <= this.values.length) return;
    const larger = new Float64Array(capacity);
    larger.set(this.values.subarray(0, this.length));
    release(this.values);
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

  /** Without a capacity, one that `take` left. */
  constructor(capacity?: number) {
    this.values =
      capacity === undefined
        ? (spareBytes.pop() ?? new Uint8Array(firstCapacity))
        : new Uint8Array(Math.max(1, capacity));
  }

  /** A copy of the values, exactly as large as they are; their room goes to the next column, and this one is over. */
  take(): Uint8Array<ArrayBuffer> {
    const values = this.values.slice(0, this.length);
    if (spareBytes.length < mostSpares) spareBytes.push(this.values);
    this.giveUp();
    return values;
  }

  giveUp(): void {
    this.values = new Uint8Array(1);
    this.length = 0;
  }

  /** The first `count` of these. Grows in large steps: `take` leaves what is too much to the next column. */
  append(values: Uint8Array, count: number): void {
    let capacity = this.values.length;
    while (this.length + count > capacity) capacity *= 8;
    this.reserve(capacity);
    if (count > few) this.values.set(values.subarray(0, count), this.length);
    else for (let at = 0; at < count; at += 1) this.values[this.length + at] = values[at] as number;
    this.length += count;
  }

  /** Makes room for so many values in all, and no more than that. */
  reserve(capacity: number): void {
    if (capacity <= this.values.length) return;
    const larger = new Uint8Array(capacity);
    larger.set(this.values.subarray(0, this.length));
    release(this.values);
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
