import { fittingRows, matchRows } from './matchRows.ts';
import type { FilterTerm, MessageFilter } from './messageFilter.ts';
import type { RowMask } from './rowMask.ts';
import type { TableParts } from './tableParts.ts';

/** Terms that are remembered, a byte a message each: as many as somebody has set at a time. */
const keptTerms = 6;

/**
 * The rows of filters. Rows and overview are asked with the same filter one after the other, and the next filter is mostly
 * the last one with a term more or less: what was found for those is kept.
 */
export class RowMasks {
  readonly #parts: TableParts;
  readonly #fitting = new Map<string, Uint8Array>();
  #last: { readonly key: string; readonly mask: RowMask } | null = null;

  constructor(parts: TableParts) {
    this.#parts = parts;
  }

  /** To be read only. */
  of(filter: MessageFilter): RowMask {
    const key = JSON.stringify(filter);
    if (this.#last?.key !== key)
      this.#last = { key, mask: matchRows(this.#parts, filter, (term) => this.#rowsOf(term)) };
    return this.#last.mask;
  }

  #rowsOf(term: FilterTerm): Uint8Array {
    const key = `${term.field}\n${term.value.toLowerCase()}`;
    const rows = this.#fitting.get(key) ?? fittingRows(this.#parts, term);
    // Behind the others: the first is the one that was not needed longest.
    this.#fitting.delete(key);
    this.#fitting.set(key, rows);
    const [oldest] = this.#fitting.keys();
    if (this.#fitting.size > keptTerms && oldest !== undefined) this.#fitting.delete(oldest);
    return rows;
  }
}
