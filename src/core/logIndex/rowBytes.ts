import type { RowMask } from './rowMask.ts';

/** Of a size that does not fit; hardly any message has two gigabytes. */
const elsewhere = -1;

/** Adds up the sizes of messages. They are kept as whole numbers, too: that is done in a third of the time then. */
export class RowBytes {
  readonly #sizes: Float64Array;
  /** By row; zero where it is not known. */
  readonly #whole: Int32Array;
  /** Whole sizes as the mask asked about last lets them through; a mask never changes. */
  #through: Int32Array | null = null;
  #mask: RowMask = null;

  /** `sizes`: by row, in bytes; NaN where it is not known. */
  constructor(sizes: Float64Array) {
    this.#sizes = sizes;
    this.#whole = new Int32Array(sizes.length);
    for (let row = 0; row < sizes.length; row += 1) {
      const size = sizes[row] as number;
      if (Number.isNaN(size)) continue;
      const whole = size | 0;
      this.#whole[row] = whole === size && whole >= 0 ? whole : elsewhere;
    }
  }

  /** Of those of `rows`, `from` .. `to`, that a mask lets through. */
  sum(mask: RowMask, rows: Int32Array, from: number, to: number): number {
    const sizes = this.#throughOf(mask);
    // Two sums by turns: each addition would wait for the one before.
    let [sum, other] = [0, 0];
    let at = from;
    for (; at + 1 < to; at += 2) {
      sum += this.#sizeOf(sizes, rows[at] as number);
      other += this.#sizeOf(sizes, rows[at + 1] as number);
    }
    if (at < to) sum += this.#sizeOf(sizes, rows[at] as number);
    return sum + other;
  }

  /** The sizes of those rows that a mask lets through, and zero for the others; one mask is asked about again and again. */
  #throughOf(mask: RowMask): Int32Array {
    const whole = this.#whole;
    if (mask === null) return whole;
    const through = (this.#through ??= new Int32Array(whole.length));
    if (mask !== this.#mask)
      for (let row = 0; row < whole.length; row += 1)
        through[row] = (whole[row] as number) & -(mask[row] as number);
    this.#mask = mask;
    return through;
  }

  #sizeOf(sizes: Int32Array, row: number): number {
    const size = sizes[row] as number;
    return size === elsewhere ? (this.#sizes[row] as number) : size;
  }
}
