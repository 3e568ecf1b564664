import { release, releaseAll } from './release.ts';

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
   * Open addressing, never more than half full. A slot is a hash and its number + 1 (0 is free) side by side, so that a
   * look into a table of many megabytes fetches one piece of memory, not two.
   */
  #table: Int32Array<ArrayBuffer>;
  #mask: number;
  #isResting = false;

  constructor() {
    const room = spare.pop();
    this.bytes = room?.bytes ?? new Uint8Array(1 << 16);
    this.starts = room?.starts ?? new Int32Array(1 << 10);
    this.starts[0] = 0;
    this.#hashes = room?.hashes ?? new Int32Array(1 << 10);
    this.#table = room?.table ?? new Int32Array(1 << 12);
    this.#mask = this.#table.length / 2 - 1;
  }

  /** `hash` must depend on the bytes alone. */
  intern(from: Uint8Array, start: number, end: number, hash: number): number {
    // FNV's low bits are its worst.
    let slot = (hash ^ (hash >>> 15)) & this.#mask;
    for (;;) {
      const entry = this.#table[2 * slot + 1] as number;
      if (entry === 0) return this.#add(from, start, end, hash, slot);
      if (this.#table[2 * slot] === hash && this.#holds(entry - 1, from, start, end)) return entry - 1;
      slot = (slot + 1) & this.#mask;
    }
  }

  /** As `intern`, but takes nothing in: -1 for what is not there. */
  find(from: Uint8Array, start: number, end: number, hash: number): number {
    let slot = (hash ^ (hash >>> 15)) & this.#mask;
    for (;;) {
      const entry = this.#table[2 * slot + 1] as number;
      if (entry === 0) return -1;
      if (this.#table[2 * slot] === hash && this.#holds(entry - 1, from, start, end)) return entry - 1;
      slot = (slot + 1) & this.#mask;
    }
  }

  #holds(number: number, from: Uint8Array, start: number, end: number): boolean {
    const at = this.starts[number] as number;
    if ((this.starts[number + 1] as number) - at !== end - start) return false;
    for (let place = 0; place < end - start; place += 1) {
      if (this.bytes[at + place] !== from[start + place]) return false;
    }
    return true;
  }

  #add(from: Uint8Array, start: number, end: number, hash: number, slot: number): number {
    const number = this.count;
    if (number + 1 >= this.starts.length) this.#growList();
    const at = this.starts[number] as number;
    const stop = at + end - start;
    while (stop > this.bytes.length) {
      const larger = new Uint8Array(this.bytes.length * 2);
      larger.set(this.bytes);
      release(this.bytes);
      this.bytes = larger;
    }
    for (let place = 0; place < end - start; place += 1)
      this.bytes[at + place] = from[start + place] as number;
    this.starts[number + 1] = stop;
    this.#hashes[number] = hash;
    this.#table[2 * slot] = hash;
    this.#table[2 * slot + 1] = number + 1;
    this.count += 1;
    if (this.count * 4 > this.#table.length) this.#growTable();
    return number;
  }

  #growList(): void {
    const starts = new Int32Array(this.starts.length * 2);
    starts.set(this.starts);
    release(this.starts);
    this.starts = starts;
    const hashes = new Int32Array(this.#hashes.length * 2);
    hashes.set(this.#hashes);
    release(this.#hashes);
    this.#hashes = hashes;
  }

  #growTable(length = this.#table.length * 2): void {
    const table = new Int32Array(length);
    const mask = table.length / 2 - 1;
    for (let number = 0; number < this.count; number += 1) {
      const hash = this.#hashes[number] as number;
      let slot = (hash ^ (hash >>> 15)) & mask;
      while (table[2 * slot + 1] !== 0) slot = (slot + 1) & mask;
      table[2 * slot] = hash;
      table[2 * slot + 1] = number + 1;
    }
    release(this.#table);
    this.#table = table;
    this.#mask = mask;
  }

  /** Gives up what it takes to find texts: none may be looked for until `wake`. */
  rest(): void {
    release(this.#table);
    this.#table = new Int32Array(2);
    this.#mask = 0;
    this.#isResting = true;
  }

  wake(): void {
    if (this.#isResting) this.#growTable(2 ** Math.ceil(Math.log2(this.count * 4 + 4)));
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

  /** Numbers here of the texts of another interner. */
  adopt({ bytes, starts, hashes }: InternedTexts): Int32Array {
    const numbers = new Int32Array(hashes.length);
    // Growing on the way would move everything several times.
    this.#makeRoom(this.count + hashes.length);
    for (let number = 0; number < hashes.length; number += 1) {
      const start = starts[number] as number;
      numbers[number] = this.intern(bytes, start, starts[number + 1] as number, hashes[number] as number);
    }
    return numbers;
  }

  #makeRoom(count: number): void {
    if (count * 4 > this.#table.length) this.#growTable(2 ** Math.ceil(Math.log2(count * 4)));
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
