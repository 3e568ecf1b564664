import { plainLoops } from './rowLoops.ts';
import type { RowLoops } from './rowLoops.ts';
import type { RowMask } from './rowMask.ts';

/** Adds up the sizes of messages. They are kept as whole numbers: that is done in a third of the time then. */
export class RowBytes {
  readonly #sizes: Float64Array;
  readonly #loops: RowLoops;
  /** By row; zero where it is not known. Null when one does not fit: hardly any message has two gigabytes. */
  readonly #whole: Int32Array | null;
  /** Whole sizes as the mask asked about last lets them through; a mask never changes. */
  #through: Int32Array | null = null;
  #mask: RowMask = null;

  /** `sizes`: by row, in bytes; NaN where it is not known. */
  constructor(sizes: Float64Array, loops: RowLoops = plainLoops) {
    this.#sizes = sizes;
    this.#loops = loops;
    this.#whole = wholeNumbers(sizes, loops);
  }

  /** Of those of `rows`, `from` .. `to`, that a mask lets through. */
  sum(mask: RowMask, rows: Int32Array, from: number, to: number): number {
    if (this.#whole !== null) return this.#loops.sumRows(this.#throughOf(mask, this.#whole), rows, from, to);
    let sum = 0;
    for (let at = from; at < to; at += 1) {
      const row = rows[at] as number;
      const size = this.#sizes[row] as number;
      if (!Number.isNaN(size) && (mask === null || mask[row] === 1)) sum += size;
    }
    return sum;
  }

  /** The sizes of those rows that a mask lets through, and zero for the others; one mask is asked about again and again. */
  #throughOf(mask: RowMask, whole: Int32Array): Int32Array {
    if (mask === null) return whole;
    const through = (this.#through ??= this.#loops.numbers(whole.length));
    if (mask !== this.#mask) this.#loops.keepThrough(mask, whole, through);
    this.#mask = mask;
    return through;
  }
}

function wholeNumbers(sizes: Float64Array, loops: RowLoops): Int32Array | null {
  const numbers = loops.numbers(sizes.length);
  for (let row = 0; row < sizes.length; row += 1) {
    const size = sizes[row] as number;
    if (Number.isNaN(size)) continue;
    const whole = size | 0;
    if (whole !== size || whole < 0) return null;
    numbers[row] = whole;
  }
  return numbers;
}
