import type { TextPool } from '../../core/logIndex/textPool.ts';
import { lowerCase } from '../engine/asciiBytes.ts';
import type { ByteInterner } from '../engine/byteInterner.ts';
import { foldBytes } from './foldBytes.ts';

const newline = 0x0a;

/**
 * Texts as bytes one behind the other. They are searched all at once by `Buffer.indexOf`, which reads a gigabyte and more a
 * second; a million strings would take a hundred times as long, and four times the memory.
 */
export class BytePool implements TextPool {
  readonly count: number;
  readonly #bytes: Buffer;
  readonly #starts: Int32Array;
  /** True for `host\nqueueId`: only what is behind the host is text. */
  readonly #hasHosts: boolean;
  #lower: Buffer | null = null;

  constructor(
    bytes: Uint8Array,
    starts: Int32Array,
    count: number,
    { hasHosts }: { readonly hasHosts: boolean } = { hasHosts: false },
  ) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, starts[count] ?? 0);
    this.#starts = starts;
    this.count = count;
    this.#hasHosts = hasHosts;
  }

  static of(texts: ByteInterner, options?: { readonly hasHosts: boolean }): BytePool {
    return new BytePool(texts.bytes, texts.starts, texts.count, options);
  }

  text(number: number): string {
    return this.#bytes.toString('utf8', this.#start(number), this.#starts[number + 1]);
  }

  #start(number: number): number {
    const start = this.#starts[number] as number;
    return this.#hasHosts ? this.#bytes.indexOf(newline, start) + 1 : start;
  }

  same(text: string): readonly number[] {
    const length = Buffer.byteLength(text);
    if (length > 0) {
      return this.#hits(text).filter(
        (number) => (this.#starts[number + 1] as number) - this.#start(number) === length,
      );
    }
    const empty: number[] = [];
    for (let number = 0; number < this.count; number += 1) {
      if (this.#starts[number + 1] === this.#start(number)) empty.push(number);
    }
    return empty;
  }

  holding(part: string): readonly number[] {
    return part === '' ? Array.from({ length: this.count }, (_, number) => number) : this.#hits(part);
  }

  #lowered(): Buffer {
    if (this.#lower === null) {
      const lower = Buffer.from(this.#bytes);
      for (let at = 0; at < lower.length; at += 1) lower[at] = lowerCase[lower[at] as number] as number;
      this.#lower = lower;
    }
    return this.#lower;
  }

  /** Gets ready to be searched. */
  prepare(): void {
    this.#lowered();
  }

  folded(): Int32Array {
    if (this.#hasHosts) throw new Error('texts with hosts are not folded');
    return foldBytes({ bytes: this.#bytes, starts: this.#starts, count: this.count });
  }

  #hits(part: string): number[] {
    const lower = this.#lowered();
    const wanted = Buffer.from(part.toLowerCase());
    const found: number[] = [];
    for (let at = lower.indexOf(wanted); at >= 0;) {
      const number = textAt(this.#starts, this.count, at);
      const end = this.#starts[number + 1] as number;
      if (at >= this.#start(number) && at + wanted.length <= end) {
        found.push(number);
        at = lower.indexOf(wanted, end);
      } else at = lower.indexOf(wanted, at + 1);
    }
    return found;
  }
}

/** The last text that begins at or before a place; empty texts before it begin there too. */
function textAt(starts: Int32Array, count: number, place: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] as number) <= place) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Pools one behind the other, as if they were one. */
export class JoinedPool implements TextPool {
  readonly count: number;
  readonly #pools: readonly BytePool[];
  readonly #bases: number[] = [];

  constructor(pools: readonly BytePool[]) {
    this.#pools = pools;
    let base = 0;
    for (const pool of pools) {
      this.#bases.push(base);
      base += pool.count;
    }
    this.count = base;
  }

  prepare(): void {
    for (const pool of this.#pools) pool.prepare();
  }

  text(number: number): string {
    let at = this.#bases.length - 1;
    while (at > 0 && (this.#bases[at] as number) > number) at -= 1;
    return this.#pools[at]?.text(number - (this.#bases[at] ?? 0)) ?? '';
  }

  same(text: string): readonly number[] {
    return this.#all((pool) => pool.same(text));
  }

  holding(part: string): readonly number[] {
    return this.#all((pool) => pool.holding(part));
  }

  #all(ask: (pool: BytePool) => readonly number[]): number[] {
    return this.#pools.flatMap((pool, index) =>
      ask(pool).map((number) => number + (this.#bases[index] as number)),
    );
  }
}
