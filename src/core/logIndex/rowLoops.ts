/**
 * The loops that questions to an index spend their time in, over a million rows each. An index has a faster way for what lies in its
 * own memory (`logfiles/kernel`); what lies elsewhere is welcome, too.
 *
 * Masks and marks are bytes of zero or one.
 */
export interface RowLoops {
  /** Memory for a column that will be asked about often; as long as the index lives. */
  numbers(length: number): Int32Array<ArrayBuffer>;
  bytes(length: number): Uint8Array<ArrayBuffer>;
  /** A byte for each of `count` rows, all zero, for somebody to mark those that fit. */
  marked(count: number, mark: (fits: Uint8Array) => void): Uint8Array;
  /** Marks the rows whose number is wanted. `wanted`: by number and one more, see `TextMarks`. */
  markWhere(numbers: Int32Array, wanted: Uint8Array, fits: Uint8Array): void;
  /** As `markWhere`, of members, of which a row may have several: `rows` has the row of each. */
  markMembers(rows: Int32Array, numbers: Int32Array, wanted: Uint8Array, fits: Uint8Array): void;
  /** How many of `rows`, `from` .. `to`, a mask lets through. No mask may change once it was asked about. */
  countRows(mask: Uint8Array, rows: Int32Array, from: number, to: number): number;
  /** As `countRows`, group by group, into `counts`: where each ends, the next begins. */
  countGroups(mask: Uint8Array, rows: Int32Array, ends: Int32Array, counts: Int32Array): void;
  /** How many rows of each class a mask lets through. `classes`: of each row a number below 256. */
  countClasses(mask: Uint8Array, classes: Uint8Array): Int32Array;
  /** Leaves in `through` the numbers of the rows a mask lets through, and zero for the others. */
  keepThrough(mask: Uint8Array, numbers: Int32Array, through: Int32Array): void;
  /** The sum of the numbers of `rows`, `from` .. `to`; none is below zero. */
  sumRows(numbers: Int32Array, rows: Int32Array, from: number, to: number): number;
}

/** Of `countClasses`, at most. */
export const classCount = 256;

// Without a branch on what is found: where every other one fits, guessing wrong costs more than writing.
export const plainLoops: RowLoops = {
  numbers: (length) => new Int32Array(length),

  bytes: (length) => new Uint8Array(length),

  marked(count, mark) {
    const fits = new Uint8Array(count);
    mark(fits);
    return fits;
  },

  markWhere(numbers, wanted, fits) {
    for (let row = 0; row < numbers.length; row += 1)
      fits[row] = (fits[row] as number) | (wanted[(numbers[row] as number) + 1] as number);
  },

  markMembers(rows, numbers, wanted, fits) {
    for (let at = 0; at < numbers.length; at += 1) {
      const row = rows[at] as number;
      fits[row] = (fits[row] as number) | (wanted[(numbers[at] as number) + 1] as number);
    }
  },

  countRows(mask, rows, from, to) {
    let count = 0;
    for (let at = from; at < to; at += 1) count += mask[rows[at] as number] as number;
    return count;
  },

  countGroups(mask, rows, ends, counts) {
    let from = 0;
    for (let group = 0; group < ends.length; group += 1) {
      const to = ends[group] as number;
      counts[group] = plainLoops.countRows(mask, rows, from, to);
      from = to;
    }
  },

  countClasses(mask, classes) {
    const counts = new Int32Array(classCount);
    for (let row = 0; row < classes.length; row += 1) {
      const one = classes[row] as number;
      counts[one] = (counts[one] as number) + (mask[row] as number);
    }
    return counts;
  },

  keepThrough(mask, numbers, through) {
    for (let row = 0; row < numbers.length; row += 1)
      through[row] = (numbers[row] as number) & -(mask[row] as number);
  },

  sumRows(numbers, rows, from, to) {
    let sum = 0;
    for (let at = from; at < to; at += 1) sum += numbers[rows[at] as number] as number;
    return sum;
  },
};
