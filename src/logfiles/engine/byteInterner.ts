import { release, releaseAll } from './release.ts';

/** Stretches are not quite alike. */
const headroom = 1.03;

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
    if (stop > this.bytes.length) this.#growBytes(Math.max(stop, 2 * this.bytes.length));
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

  #growBytes(length: number): void {
    const larger = new Uint8Array(length);
    larger.set(this.bytes);
    release(this.bytes);
    this.bytes = larger;
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

  /**
   * Numbers here of the texts of another interner. `share`: how much of all that is to come, up to 1, where what comes is much
   * the same all along: room is made for all of it then, because growing moves everything each time.
   */
  adopt({ bytes, starts, hashes }: InternedTexts, share = 1): Int32Array {
    const numbers = new Int32Array(hashes.length);
    this.#makeRoom(hashes.length, bytes.length, share);
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
      let slot = (hash ^ (hash >>> 15)) & this.#mask;
      let entry = this.#table[2 * slot + 1] as number;
      while (entry !== 0) {
        if (this.#table[2 * slot] === hash) {
          if (entry > copied) copy();
          if (this.#holds(entry - 1, bytes, start, end)) break;
        }
        slot = (slot + 1) & this.#mask;
        entry = this.#table[2 * slot + 1] as number;
      }
      if (entry !== 0) {
        numbers[number] = entry - 1;
        continue;
      }
      if (copied < this.count && start !== to) copy();
      if (copied === this.count) from = start;
      to = end;
      numbers[number] = this.count;
      this.starts[this.count + 1] = (this.starts[this.count] as number) + end - start;
      this.#hashes[this.count] = hash;
      this.#table[2 * slot] = hash;
      this.count += 1;
      this.#table[2 * slot + 1] = this.count;
    }
    if (copied < this.count) copy();
    return numbers;
  }

  /** For so many more texts and bytes, and for what is expected behind them. */
  #makeRoom(texts: number, bytes: number, share: number): void {
    const [count, used] = [this.count + texts, (this.starts[this.count] as number) + bytes];
    const most = (sum: number): number => Math.ceil(Math.max(sum, (sum / share) * headroom));
    if (count * 4 > this.#table.length) this.#growTable(2 ** Math.ceil(Math.log2(most(count) * 4)));
    const doubled = (length: number, sum: number): number =>
      share < 1 ? most(sum) : Math.max(sum, Math.min(2 * length, Math.ceil(1.5 * sum)));
    if (count >= this.starts.length) this.#growList(doubled(this.starts.length, count + 1));
    if (used > this.bytes.length) this.#growBytes(doubled(this.bytes.length, used));
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
