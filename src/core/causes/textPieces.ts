/** By the number of a piece: 1 when the text holds it. */
export type FoundPieces = Uint8Array;

/**
 * Hundreds of pieces, all searched in one walk through a text: by the two characters they begin with. A log may hold a
 * hundred thousand replies, and searching every piece by itself in each of them would take longer than reading the log.
 */
export class TextPieces {
  readonly #numbers = new Map<string, number>();
  /** Pieces by what they begin with; different beginnings may share a place. */
  readonly #byStart = new Map<number, { readonly text: string; readonly number: number }[]>();
  readonly #starts = new Uint8Array(4096);

  /** Number of a piece of two characters at least. */
  add(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(text, number);
    const start = startAt(text, 0);
    this.#starts[start] = 1;
    this.#byStart.set(start, [...(this.#byStart.get(start) ?? []), { text, number }]);
    return number;
  }

  findIn(text: string): FoundPieces {
    const found = new Uint8Array(this.#numbers.size);
    for (let at = 0; at + 1 < text.length; at += 1) {
      const start = startAt(text, at);
      if (this.#starts[start] === 0) continue;
      for (const piece of this.#byStart.get(start) ?? []) {
        if (found[piece.number] === 0 && text.startsWith(piece.text, at)) found[piece.number] = 1;
      }
    }
    return found;
  }
}

function startAt(text: string, at: number): number {
  return (text.charCodeAt(at) * 61 + text.charCodeAt(at + 1)) & 4095;
}
