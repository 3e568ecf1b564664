/**
 * One for every text that is meant; null for none at all. By number and one more: at 0 stands a zero, for what has no text (its
 * number is -1), so that nothing needs to be asked before looking.
 */
export type TextMarks = Uint8Array | null;

/**
 * Texts by number. An index holds every address, host and queue ID once; messages hold numbers. Comparing is without
 * regard to case throughout.
 */
export interface TextPool {
  readonly count: number;
  text(number: number): string;
  /** The texts that are the same as this one. */
  same(text: string): TextMarks;
  /** The texts that hold this one. Only until the pool is asked again: the next answer may stand in the same place. */
  holding(part: string): TextMarks;
  /** `foldCase`, for pools that have a faster way. */
  folded?(): Int32Array;
  /** `rankTexts`, for pools that have a faster way. */
  ranks?(): Ranking;
}

/** Work in steps of some milliseconds each; what comes last is the place of each text among all, see `rankTexts`. */
export type Ranking = Generator<undefined, Int32Array, undefined>;

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

  same(text: string): TextMarks {
    const wanted = text.toLowerCase();
    return this.#marks((one) => one === wanted);
  }

  holding(part: string): TextMarks {
    const wanted = part.toLowerCase();
    return this.#marks((one) => one.includes(wanted));
  }

  #marks(isMeant: (text: string) => boolean): TextMarks {
    let marks: TextMarks = null;
    for (const [number, text] of this.#texts.entries()) {
      if (isMeant(text.toLowerCase())) (marks ??= new Uint8Array(this.count + 1))[number + 1] = 1;
    }
    return marks;
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

/** Place of each text among all, without regard to case: what differs at most in case has one place. */
export function rankTexts(pool: TextPool): Ranking {
  return pool.ranks?.() ?? rankStrings(pool);
}

// eslint-disable-next-line require-yield -- One step is enough for what is small.
function* rankStrings(pool: TextPool): Ranking {
  const texts = Array.from({ length: pool.count }, (_, number) => pool.text(number).toLowerCase());
  const sorted = texts.map((_, number) => number);
  sorted.sort((a, b) => {
    const [first, second] = [texts[a] ?? '', texts[b] ?? ''];
    return first < second ? -1 : first > second ? 1 : 0;
  });
  const ranks = new Int32Array(texts.length);
  let rank = -1;
  sorted.forEach((number, place) => {
    if (place === 0 || texts[number] !== texts[sorted[place - 1] ?? 0]) rank += 1;
    ranks[number] = rank;
  });
  return ranks;
}
