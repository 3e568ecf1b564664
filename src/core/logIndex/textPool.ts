/**
 * Texts by number. An index holds every address, host and queue ID once; messages hold numbers. Comparing is without
 * regard to case throughout.
 */
export interface TextPool {
  readonly count: number;
  text(number: number): string;
  /** Numbers of the texts that are the same as this one. */
  same(text: string): readonly number[];
  /** Numbers of the texts that hold this one. */
  holding(part: string): readonly number[];
  /** `foldCase`, for pools that have a faster way. */
  folded?(): Int32Array;
}

/** A pool of plain strings, for what is small. */
export class ListPool implements TextPool {
  readonly #texts: string[] = [];
  readonly #numbers = new Map<string, number>();

  get count(): number {
    return this.#texts.length;
  }

  /** The text's number; the same text has the same one. */
  number(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#texts.length);
    return this.#texts.push(text) - 1;
  }

  text(number: number): string {
    return this.#texts[number] ?? '';
  }

  same(text: string): readonly number[] {
    const wanted = text.toLowerCase();
    return this.#where((one) => one === wanted);
  }

  holding(part: string): readonly number[] {
    const wanted = part.toLowerCase();
    return this.#where((one) => one.includes(wanted));
  }

  #where(isMeant: (text: string) => boolean): readonly number[] {
    return this.#texts.flatMap((text, number) => (isMeant(text.toLowerCase()) ? [number] : []));
  }
}

/** For each text the number of the first one that differs at most in case: what stands in a ranking as one entry. */
export function foldCase(pool: TextPool): Int32Array {
  if (pool.folded !== undefined) return pool.folded();
  const first = new Map<string, number>();
  const folded = new Int32Array(pool.count);
  for (let number = 0; number < pool.count; number += 1) {
    const text = pool.text(number).toLowerCase();
    const known = first.get(text);
    if (known === undefined) first.set(text, number);
    folded[number] = known ?? number;
  }
  return folded;
}
