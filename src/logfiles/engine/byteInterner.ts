import { ExpectedRoom } from './expectedRoom.ts';
import { release, releaseAll } from './release.ts';

/** Slots of the table for each text: it is never more than five eighths full. */
const slotsPerText = 1.6;

/**
 * Numbers texts given as bytes: the same bytes get the same number, counted from 0. The bytes lie one behind the other in
 * one array and the table holds numbers only, so that a million queue IDs cost some 25 MB and no garbage collection.
 */
export class ByteInterner {
  /** All texts, one behind the other. */
  bytes: Uint8Array<ArrayBuffer>;
  /** Text n stands at starts[n] .. starts[n + 1]. */
  starts: Int32Array<ArrayBuffer>;
  count = 0;
  #hashes: Int32Array<ArrayBuffer>;
  /**
   * Open addressing. In the low bits of a slot stands a number + 1 (0 is free), above them, where the table is not that long,
   * the bits of the text's hash: they tell nearly all texts apart without a look at the texts.
   */
  #table: Int32Array<ArrayBuffer>;
  #mask: number;
  #isResting = false;
  /** Four bytes at once are compared by these: of `bytes`, and of what was asked about last. */
  #own: DataView;
  #asked: DataView | null = null;
  #askedBytes: Uint8Array | null = null;
  readonly #expectedTexts = new ExpectedRoom();
  readonly #expectedBytes = new ExpectedRoom();

  constructor() {
    const room = spare.pop();
    this.bytes = room?.bytes ?? new Uint8Array(1 << 16);
    this.#own = viewOf(this.bytes);
    this.starts = room?.starts ?? new Int32Array(1 << 10);
    this.starts[0] = 0;
    this.#hashes = room?.hashes ?? new Int32Array(1 << 10);
    this.#table = room?.table ?? new Int32Array(1 << 11);
    this.#mask = this.#table.length - 1;
  }

  /** `hash` must depend on the bytes alone. */
  intern(from: Uint8Array, start: number, end: number, hash: number): number {
    const slot = this.#slotOf(from, start, end, hash);
    const entry = this.#table[slot] as number;
    return entry === 0 ? this.#add(from, start, end, hash, slot) : (entry & this.#mask) - 1;
  }

  /** As `intern`, but takes nothing in: -1 for what is not there. */
  find(from: Uint8Array, start: number, end: number, hash: number): number {
    return ((this.#table[this.#slotOf(from, start, end, hash)] as number) & this.#mask) - 1;
  }

  /** Where a text stands, or would stand. */
  #slotOf(from: Uint8Array, start: number, end: number, hash: number): number {
    const [table, mask] = [this.#table, this.#mask];
    let slot = firstSlot(hash, mask);
    for (;;) {
      const entry = table[slot] as number;
      const isLike = ((entry ^ hash) & ~mask) === 0;
      if (entry === 0 || (isLike && this.#holds((entry & mask) - 1, from, start, end))) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #holds(number: number, from: Uint8Array, start: number, end: number): boolean {
    const at = this.starts[number] as number;
    const length = end - start;
    if ((this.starts[number + 1] as number) - at !== length) return false;
    const [own, asked] = [this.#own, this.#viewOf(from)];
    let place = 0;
    for (; place + 4 <= length; place += 4)
      if (own.getInt32(at + place, true) !== asked.getInt32(start + place, true)) return false;
    for (; place < length; place += 1) if (this.bytes[at + place] !== from[start + place]) return false;
    return true;
  }

  #viewOf(from: Uint8Array): DataView {
    if (this.#asked === null || this.#askedBytes !== from) {
      this.#asked = viewOf(from);
      this.#askedBytes = from;
    }
    return this.#asked;
  }

  #add(from: Uint8Array, start: number, end: number, hash: number, slot: number): number {
    const number = this.count;
    if (number + 1 >= this.starts.length) this.#growList();
    const at = this.starts[number] as number;
    const stop = at + end - start;
    if (stop > this.bytes.length) this.#growBytes(Math.max(stop, 2 * this.bytes.length));
    for (let place = 0; place < end - start; place += 1)
      this.bytes[at + place] = from[start + place] as number;
    this.starts[number + 1] = stop;
    this.#hashes[number] = hash;
    this.#put(slot, hash, number);
    this.count += 1;
    if (this.count * slotsPerText > this.#table.length) this.#growTable();
    return number;
  }

  #put(slot: number, hash: number, number: number): void {
    this.#table[slot] = (hash & ~this.#mask) | (number + 1);
  }

  #growBytes(length: number): void {
    const larger = new Uint8Array(length);
    larger.set(this.bytes);
    release(this.bytes);
    this.bytes = larger;
    this.#own = viewOf(larger);
  }

  #growList(length = 2 * this.starts.length): void {
    const starts = new Int32Array(length);
    starts.set(this.starts);
    release(this.starts);
    this.starts = starts;
    const hashes = new Int32Array(length);
    hashes.set(this.#hashes);
    release(this.#hashes);
    this.#hashes = hashes;
  }

  #growTable(length = this.#table.length * 2): void {
    release(this.#table);
    this.#table = new Int32Array(length);
    this.#mask = length - 1;
    for (let number = 0; number < this.count; number += 1) {
      const hash = this.#hashes[number] as number;
      let slot = firstSlot(hash, this.#mask);
      while (this.#table[slot] !== 0) slot = (slot + 1) & this.#mask;
      this.#put(slot, hash, number);
    }
  }

  /** Gives up what it takes to find texts: none may be looked for until `wake`. */
  rest(): void {
    release(this.#table);
    this.#table = new Int32Array(1);
    this.#mask = 0;
    this.#isResting = true;
  }

  /** Gives up all: it is over. */
  giveUp(): void {
    release(this.bytes, this.starts, this.#hashes, this.#table);
  }

  wake(): void {
    if (this.#isResting) this.#growTable(tableLength(this.count + 1));
    this.#isResting = false;
  }

  /** A copy of the texts, exactly as large as they are; the room goes to the next interner, and this one is over. */
  take(): InternedTexts {
    const { count } = this;
    const texts = {
      bytes: this.bytes.slice(0, this.starts[count] as number),
      starts: this.starts.slice(0, count + 1),
      hashes: this.#hashes.slice(0, count),
    };
    if (spare.length < mostSpares) {
      this.#table.fill(0);
      spare.push({ bytes: this.bytes, starts: this.starts, hashes: this.#hashes, table: this.#table });
    }
    return texts;
  }

  /**
   * Numbers here of the texts of another interner. `share`: how much of all that is to come has come with it, up to 1; see
   * `ExpectedRoom`.
   */
  adopt({ bytes, starts, hashes }: InternedTexts, share = 1): Int32Array {
    const numbers = new Int32Array(hashes.length);
    this.#makeRoom(hashes.length, bytes.length, share);
    const [table, mask] = [this.#table, this.#mask];
    // Nearly all are new and stand side by side, so that the bytes of many are copied at once.
    let [copied, from, to] = [this.count, 0, 0];
    const copy = (): void => {
      this.bytes.set(bytes.subarray(from, to), this.starts[copied]);
      copied = this.count;
    };
    for (let number = 0; number < hashes.length; number += 1) {
      const start = starts[number] as number;
      const end = starts[number + 1] as number;
      const hash = hashes[number] as number;
      let slot = firstSlot(hash, mask);
      let entry = table[slot] as number;
      while (entry !== 0) {
        if (((entry ^ hash) & ~mask) === 0) {
          if ((entry & mask) > copied) copy();
          if (this.#holds((entry & mask) - 1, bytes, start, end)) break;
        }
        slot = (slot + 1) & mask;
        entry = table[slot] as number;
      }
      if (entry !== 0) {
        numbers[number] = (entry & mask) - 1;
        continue;
      }
      if (copied < this.count && start !== to) copy();
      if (copied === this.count) from = start;
      to = end;
      numbers[number] = this.count;
      this.starts[this.count + 1] = (this.starts[this.count] as number) + end - start;
      this.#hashes[this.count] = hash;
      this.#put(slot, hash, this.count);
      this.count += 1;
    }
    if (copied < this.count) copy();
    return numbers;
  }

  /** For so many more texts and bytes, and for what is expected behind them. */
  #makeRoom(texts: number, bytes: number, share: number): void {
    const used = this.starts[this.count] as number;
    const [allTexts, allBytes] = [
      this.#expectedTexts.of(this.count, texts, share),
      this.#expectedBytes.of(used, bytes, share),
    ];
    if ((this.count + texts) * slotsPerText > this.#table.length) this.#growTable(tableLength(allTexts));
    // Room that nothing is written to costs nothing: more than is needed where growing is needed at all.
    if (this.count + texts >= this.starts.length) this.#growList(Math.ceil(1.5 * (allTexts + 1)));
    if (used + bytes > this.bytes.length) this.#growBytes(Math.ceil(1.5 * allBytes));
  }

  text(number: number): string {
    return Buffer.from(this.bytes.buffer).toString('utf8', this.starts[number], this.starts[number + 1]);
  }
}

/** What takes the place of contents that were adopted. */
export const noTexts: InternedTexts = {
  bytes: new Uint8Array(0),
  starts: new Int32Array(1),
  hashes: new Int32Array(0),
};

/** An interner's contents, to be handed to another thread. */
export interface InternedTexts {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly starts: Int32Array<ArrayBuffer>;
  readonly hashes: Int32Array<ArrayBuffer>;
}

interface Room extends InternedTexts {
  /** Empty. */
  readonly table: Int32Array<ArrayBuffer>;
}

/** Rooms of this thread that `take` left. */
const spare: Room[] = [];
/** More are never in use at once. */
const mostSpares = 16;

/** Gives them up, when there are no more stretches. */
export function giveUpSpareRooms(): void {
  releaseAll(...spare.splice(0));
}

/** FNV's low bits are its worst. */
function firstSlot(hash: number, mask: number): number {
  return (hash ^ (hash >>> 15)) & mask;
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

/** Never so short that a number + 1 would not fit into its low bits. */
function tableLength(texts: number): number {
  return 2 ** Math.max(3, Math.ceil(Math.log2(texts * slotsPerText)));
}
