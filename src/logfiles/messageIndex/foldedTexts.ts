import { lowerCase } from '../engine/asciiBytes.ts';
import { ByteInterner } from '../engine/byteInterner.ts';
import { hashBytes, hashSeed } from '../engine/hash.ts';

/**
 * For each text of an interner the number of the first that differs at most in case, while texts are still being added: what
 * `foldBytes` finds of all at once. A number once given stays, because only later texts come.
 */
export class FoldedTexts {
  values = new Int32Array(1 << 10);
  #count = 0;
  readonly #texts: ByteInterner;
  /** In lower case, those texts that are not; and of each the first text that is like it. */
  readonly #lower = new ByteInterner();
  readonly #firsts: number[] = [];
  #folded = Buffer.alloc(1 << 10);

  constructor(texts: ByteInterner) {
    this.#texts = texts;
  }

  /** Takes in the texts that came since. The interner must not rest. */
  update(): void {
    const { count } = this.#texts;
    if (count > this.values.length) {
      const larger = new Int32Array(Math.ceil(count * 1.25));
      larger.set(this.values);
      this.values = larger;
    }
    for (let number = this.#count; number < count; number += 1) this.values[number] = this.#fold(number);
    this.#count = count;
  }

  #fold(number: number): number {
    const { bytes, starts } = this.#texts;
    const [start, end] = [starts[number] as number, starts[number + 1] as number];
    let isLower = true;
    let hash = hashSeed;
    for (let place = start; place < end; place += 1) {
      const byte = bytes[place] as number;
      if (byte >= 0x80) return this.#foldText(number, start, end);
      const lower = lowerCase[byte] as number;
      if (lower !== byte) isLower = false;
      hash = Math.imul(hash ^ lower, 0x01000193);
    }
    if (isLower) {
      const known = this.#lower.count === 0 ? -1 : this.#lower.find(bytes, start, end, hash);
      return known < 0 ? number : (this.#firsts[known] as number);
    }
    if (end - start > this.#folded.length) this.#folded = Buffer.alloc(2 * (end - start));
    for (let place = start; place < end; place += 1)
      this.#folded[place - start] = lowerCase[bytes[place] as number] as number;
    return this.#first(number, this.#folded, end - start, hash);
  }

  /** What is no ASCII. */
  #foldText(number: number, start: number, end: number): number {
    const text = Buffer.from(this.#texts.bytes.subarray(start, end)).toString('utf8').toLowerCase();
    const bytes = Buffer.from(text);
    return this.#first(number, bytes, bytes.length, hashBytes(bytes, 0, bytes.length));
  }

  #first(number: number, lower: Uint8Array, length: number, hash: number): number {
    const known = this.#lower.intern(lower, 0, length, hash);
    if (known === this.#firsts.length) {
      const plain = this.#texts.find(lower, 0, length, hash);
      this.#firsts.push(plain >= 0 && plain < number ? plain : number);
    }
    return this.#firsts[known] as number;
  }
}
