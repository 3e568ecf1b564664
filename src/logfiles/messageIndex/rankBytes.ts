import { isAscii } from 'node:buffer';
import type { Ranking } from '../../core/logIndex/textPool.ts';
import { lowerCase } from '../engine/asciiBytes.ts';
import type { PackedTexts } from '../kernel/textKernel.ts';

/** Larger groups are sorted by radix, smaller ones by the engine's own sort of plain numbers. */
const largeGroup = 4096;
/** So many texts are looked at in a step: some milliseconds. */
const textsInStep = 50_000;

/** Texts whose first bytes, `depth` of them, are the same; they stand at `from` .. `to` of the order. */
interface Group {
  readonly from: number;
  readonly to: number;
  readonly depth: number;
}

/** What `rankTexts` does, without a string for each text: sorted by some bytes at a time, group by group. */
export function* rankBytes(texts: PackedTexts): Ranking {
  const sorting = new TextSorting(isAscii(texts.bytes) ? texts : comparable(texts));
  let work = 0;
  for (let group = sorting.next(); group !== undefined; group = sorting.next()) {
    sorting.sort(group);
    work += group.to - group.from;
    if (work < textsInStep) continue;
    work = 0;
    yield;
  }
  return sorting.ranks();
}

/** Strings are compared by their units of 16 bits; bytes must be so, too, and other letters than those of ASCII in lower case. */
function comparable({ bytes, starts, count }: PackedTexts): PackedTexts {
  const parts: Uint8Array[] = [];
  const places = new Int32Array(count + 1);
  for (let number = 0; number < count; number += 1) {
    const part = bytes.subarray(starts[number], starts[number + 1]);
    const kept = isAscii(part) ? part : unitBytes(Buffer.from(part).toString('utf8').toLowerCase());
    parts.push(kept);
    places[number + 1] = (places[number] as number) + kept.length;
  }
  return { bytes: Buffer.concat(parts), starts: places, count };
}

/** Each unit in the bytes that UTF-8 has for it (CESU-8, Unicode Technical Report 26): they stand in the order of the units. */
function unitBytes(text: string): Uint8Array {
  return Uint8Array.from(
    Array.from({ length: text.length }, (_, at) => text.charCodeAt(at)).flatMap((unit) => {
      if (unit < 0x80) return [unit];
      if (unit < 0x800) return [0xc0 | (unit >>> 6), 0x80 | (unit & 0x3f)];
      return [0xe0 | (unit >>> 12), 0x80 | ((unit >>> 6) & 0x3f), 0x80 | (unit & 0x3f)];
    }),
  );
}

class TextSorting {
  readonly #bytes: Uint8Array;
  readonly #starts: Int32Array;
  readonly #order: Int32Array;
  /** One for what is the same as the text before it in the order. */
  readonly #isSame: Uint8Array;
  readonly #groups: Group[] = [];
  readonly #keys = new Float64Array(largeGroup);
  readonly #numbers = new Int32Array(largeGroup);

  constructor({ bytes, starts, count }: PackedTexts) {
    this.#bytes = bytes;
    this.#starts = starts;
    this.#order = new Int32Array(count);
    for (let number = 0; number < count; number += 1) this.#order[number] = number;
    this.#isSame = new Uint8Array(count);
    if (count > 1) this.#groups.push({ from: 0, to: count, depth: 0 });
  }

  next(): Group | undefined {
    return this.#groups.pop();
  }

  sort({ from, to, depth: known }: Group): void {
    const { depth, longest } = this.#shared(from, to, known);
    if (longest <= depth) this.#sortByLength(from, to);
    else if (to - from > largeGroup) this.#sortLarge(from, to, depth);
    else this.#sortSmall(from, to, depth);
  }

  ranks(): Int32Array {
    const ranks = new Int32Array(this.#order.length);
    let rank = -1;
    for (let place = 0; place < ranks.length; place += 1) {
      if (this.#isSame[place] === 0) rank += 1;
      ranks[this.#order[place] as number] = rank;
    }
    return ranks;
  }

  /** How many first bytes all of them have in common, and the length of the longest. */
  #shared(from: number, to: number, known: number): { depth: number; longest: number } {
    const [bytes, starts, order] = [this.#bytes, this.#starts, this.#order];
    const first = starts[order[from] as number] as number;
    let depth = Infinity;
    let longest = 0;
    for (let place = from; place < to; place += 1) {
      const number = order[place] as number;
      const start = starts[number] as number;
      const length = (starts[number + 1] as number) - start;
      if (length > longest) longest = length;
      if (depth <= known) continue;
      const most = Math.min(depth, length);
      let same = known;
      while (
        same < most &&
        lowerCase[bytes[first + same] as number] === lowerCase[bytes[start + same] as number]
      )
        same += 1;
      depth = Math.min(same, most);
    }
    return { depth: Math.max(depth, known), longest };
  }

  /** What differs at most in zero bytes at its end. */
  #sortByLength(from: number, to: number): void {
    const starts = this.#starts;
    const length = (number: number): number => (starts[number + 1] as number) - (starts[number] as number);
    const order = this.#order.subarray(from, to);
    let isOneLength = true;
    for (const number of order) if (length(number) !== length(order[0] as number)) isOneLength = false;
    if (!isOneLength) order.sort((a, b) => length(a) - length(b));
    for (let place = 1; place < order.length; place += 1)
      if (length(order[place] as number) === length(order[place - 1] as number))
        this.#isSame[from + place] = 1;
  }

  /** Some bytes of a text as a number; zeros stand behind its end. */
  #key(number: number, depth: number, width: number): number {
    const start = (this.#starts[number] as number) + depth;
    const end = this.#starts[number + 1] as number;
    let key = 0;
    for (let place = start; place < start + width; place += 1)
      key = key * 256 + (place < end ? (lowerCase[this.#bytes[place] as number] as number) : 0);
    return key;
  }

  #sortSmall(from: number, to: number, depth: number): void {
    const count = to - from;
    const [order, numbers] = [this.#order, this.#numbers];
    // Bytes and place in one number of 53 bits: plain numbers are sorted several times as fast as texts are compared.
    const places = 2 ** (32 - Math.clz32(count - 1));
    const width = places <= 32 ? 6 : 5;
    const keys = this.#keys.subarray(0, count);
    for (let at = 0; at < count; at += 1) {
      const number = order[from + at] as number;
      numbers[at] = number;
      keys[at] = this.#key(number, depth, width) * places + at;
    }
    keys.sort();
    let before = -1;
    let start = 0;
    for (let at = 0; at < count; at += 1) {
      const key = keys[at] as number;
      const place = key % places;
      const head = (key - place) / places;
      order[from + at] = numbers[place] as number;
      if (head === before) continue;
      if (at - start > 1) this.#groups.push({ from: from + start, to: from + at, depth: depth + width });
      start = at;
      before = head;
    }
    if (count - start > 1) this.#groups.push({ from: from + start, to, depth: depth + width });
  }

  #sortLarge(from: number, to: number, depth: number): void {
    const width = 4;
    const count = to - from;
    const order = this.#order.subarray(from, to);
    const keys = new Uint32Array(count);
    for (let at = 0; at < count; at += 1) keys[at] = this.#key(order[at] as number, depth, width);
    const byLow = new Int32Array(count);
    const lowKeys = new Uint32Array(count);
    const lowPlaces = placesOf(keys, 0);
    for (let at = 0; at < count; at += 1) {
      const key = keys[at] as number;
      const place = lowPlaces[key & 0xffff] as number;
      lowPlaces[key & 0xffff] = place + 1;
      byLow[place] = order[at] as number;
      lowKeys[place] = key;
    }
    const highPlaces = placesOf(keys, 16);
    for (let at = 0; at < count; at += 1) {
      const key = lowKeys[at] as number;
      const place = highPlaces[key >>> 16] as number;
      highPlaces[key >>> 16] = place + 1;
      order[place] = byLow[at] as number;
      keys[place] = key;
    }
    let start = 0;
    for (let at = 1; at <= count; at += 1) {
      if (at < count && keys[at] === keys[start]) continue;
      if (at - start > 1) this.#groups.push({ from: from + start, to: from + at, depth: depth + width });
      start = at;
    }
  }
}

/** Where the first of each goes, by sixteen bits of the keys. */
function placesOf(keys: Uint32Array, shift: number): Int32Array {
  const places = new Int32Array(0x10000);
  for (const key of keys) {
    const digit = (key >>> shift) & 0xffff;
    places[digit] = (places[digit] as number) + 1;
  }
  let next = 0;
  for (let digit = 0; digit < places.length; digit += 1) {
    const count = places[digit] as number;
    places[digit] = next;
    next += count;
  }
  return places;
}
