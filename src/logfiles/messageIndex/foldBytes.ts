import { lowerCase } from '../engine/asciiBytes.ts';
import { hashSeed } from '../engine/hash.ts';
import { TextKernel } from '../kernel/textKernel.ts';
import type { PackedTexts, TextHashes } from '../kernel/textKernel.ts';

const [withCapitals, beyondAscii] = [1, 2];

/**
 * What `foldCase` does, without a string for each text: for each the number of the first that differs at most in case. Every
 * text may stand there only once: then those without capital letters differ from each other, and all there is to do is to
 * find those that are like one with capital letters.
 */
export function foldBytes(texts: PackedTexts): Int32Array {
  const { hashes, kinds } = hashesOf(texts);
  const folded = new Int32Array(texts.count);
  const unusual: number[] = [];
  for (let number = 0; number < texts.count; number += 1) {
    folded[number] = number;
    if (kinds[number] !== 0) unusual.push(number);
  }
  if (unusual.length === 0) return folded;
  const lower = new LowerTexts(texts, unusual, kinds);
  for (const [at, number] of unusual.entries()) lower.add(at, number);
  for (let number = 0; number < texts.count; number += 1) {
    if (kinds[number] === 0) lower.notePlain(texts, number, hashes[number] as number);
  }
  lower.fold(unusual, folded);
  return folded;
}

function hashesOf(texts: PackedTexts): TextHashes {
  const kernel = TextKernel.get();
  const hashOne = (number: number, kinds: Uint8Array): number => {
    let hash = hashSeed;
    const end = texts.starts[number + 1] as number;
    for (let place = texts.starts[number] as number; place < end; place += 1) {
      const byte = texts.bytes[place] as number;
      const lower = lowerCase[byte] as number;
      if (byte >= 0x80) kinds[number] = beyondAscii;
      else if (lower !== byte && kinds[number] === 0) kinds[number] = withCapitals;
      hash = Math.imul(hash ^ lower, 0x01000193);
    }
    return hash ^ (hash >>> 15);
  };
  if (kernel !== null) return kernel.hash(texts, hashOne);
  const kinds = new Uint8Array(texts.count);
  return { hashes: Int32Array.from({ length: texts.count }, (_, number) => hashOne(number, kinds)), kinds };
}

/** Texts that are not in lower case as they would be, to be found by those that are like them. */
class LowerTexts {
  readonly #texts: PackedTexts;
  readonly #hashes: Int32Array;
  /** Of what is the same here, the place of the first. */
  readonly #classes: Int32Array;
  /** By class the smallest number of a text that is like it, and the one without capital letters. */
  readonly #firsts: Int32Array;
  readonly #plain: Int32Array;
  /** Open addressing; class + 1. */
  readonly #table: Int32Array;

  constructor(texts: PackedTexts, numbers: readonly number[], kinds: Uint8Array) {
    this.#texts = inLowerCase(texts, numbers, kinds);
    this.#hashes = hashesOf(this.#texts).hashes;
    const { count } = this.#texts;
    this.#classes = new Int32Array(count);
    this.#firsts = new Int32Array(count);
    this.#plain = new Int32Array(count).fill(-1);
    this.#table = new Int32Array(2 ** (33 - Math.clz32(count)));
  }

  add(at: number, number: number): void {
    const slot = this.#slot(this.#hashes[at] as number, this.#texts, at);
    const known = (this.#table[slot] as number) - 1;
    this.#classes[at] = known < 0 ? at : known;
    if (known >= 0) return;
    this.#table[slot] = at + 1;
    this.#firsts[at] = number;
  }

  /** A text that is in lower case. */
  notePlain(texts: PackedTexts, number: number, hash: number): void {
    const found = (this.#table[this.#slot(hash, texts, number)] as number) - 1;
    if (found < 0) return;
    this.#plain[found] = number;
    if (number < (this.#firsts[found] as number)) this.#firsts[found] = number;
  }

  fold(numbers: readonly number[], folded: Int32Array): void {
    for (const [at, number] of numbers.entries()) {
      const first = this.#firsts[this.#classes[at] as number] as number;
      const plain = this.#plain[at] as number;
      folded[number] = first;
      if (plain >= 0) folded[plain] = first;
    }
  }

  /** Where a text stands or would stand in the table. */
  #slot(hash: number, texts: PackedTexts, number: number): number {
    const mask = this.#table.length - 1;
    let slot = hash & mask;
    for (;;) {
      const entry = (this.#table[slot] as number) - 1;
      if (entry < 0 || (this.#hashes[entry] === hash && isSame(this.#texts, entry, texts, number)))
        return slot;
      slot = (slot + 1) & mask;
    }
  }
}

function isSame(some: PackedTexts, one: number, others: PackedTexts, other: number): boolean {
  const [start, end] = [some.starts[one] as number, some.starts[one + 1] as number];
  const from = others.starts[other] as number;
  if ((others.starts[other + 1] as number) - from !== end - start) return false;
  for (let at = 0; at < end - start; at += 1)
    if (some.bytes[start + at] !== others.bytes[from + at]) return false;
  return true;
}

function inLowerCase(
  { bytes, starts }: PackedTexts,
  numbers: readonly number[],
  kinds: Uint8Array,
): PackedTexts {
  const beyond = new Map<number, Buffer>();
  const places = new Int32Array(numbers.length + 1);
  for (const [at, number] of numbers.entries()) {
    const [start, end] = [starts[number] as number, starts[number + 1] as number];
    let length = end - start;
    if (kinds[number] === beyondAscii) {
      const text = Buffer.from(Buffer.from(bytes.subarray(start, end)).toString('utf8').toLowerCase());
      beyond.set(at, text);
      length = text.length;
    }
    places[at + 1] = (places[at] as number) + length;
  }
  const lower = new Uint8Array(places[numbers.length] as number);
  for (const [at, number] of numbers.entries()) {
    const start = starts[number] as number;
    const [from, to] = [places[at] as number, places[at + 1] as number];
    const known = beyond.get(at);
    if (known !== undefined) lower.set(known, from);
    else
      for (let place = from; place < to; place += 1)
        lower[place] = lowerCase[bytes[start + place - from] as number] as number;
  }
  return { bytes: lower, starts: places, count: numbers.length };
}
