import type { TableParts } from './tableParts.ts';
import type { TextMarks } from './textPool.ts';

/** Marks the messages that have something wanted in one of their columns. */
export class RowMarks {
  readonly #parts: TableParts;
  /** By row: one for those that are marked. */
  readonly fits: Uint8Array;

  constructor(parts: TableParts, fits: Uint8Array) {
    this.#parts = parts;
    this.fits = fits;
  }

  /** `numbers`: of each row. */
  where(numbers: Int32Array, wanted: TextMarks): void {
    if (wanted !== null) this.#parts.table.loops.markWhere(numbers, wanted, this.fits);
  }

  /** `numbers`: of each recipient. */
  recipients(numbers: Int32Array, wanted: TextMarks): void {
    this.members(this.#parts.recipientRows.all(), numbers, wanted);
  }

  /** By the address that a recipient had before aliases. */
  renamed(wanted: TextMarks): void {
    const { rows, originals } = this.#parts.recipientRows.renamed();
    this.members(rows, originals, wanted);
  }

  /** Of which a row may have several, or none. */
  members(rows: Int32Array, numbers: Int32Array, wanted: TextMarks): void {
    if (wanted !== null) this.#parts.table.loops.markMembers(rows, numbers, wanted, this.fits);
  }

  areAll(): boolean {
    return !this.fits.includes(0);
  }
}
