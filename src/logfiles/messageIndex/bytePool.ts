import type { Ranking, TextMarks, TextPool } from '../../core/logIndex/textPool.ts';
import { lowerCase } from '../engine/asciiBytes.ts';
import type { ByteInterner } from '../engine/byteInterner.ts';
import { TextKernel } from '../kernel/textKernel.ts';
import type { PackedTexts } from '../kernel/textKernel.ts';
import { foldBytes } from './foldBytes.ts';
import { rankBytes } from './rankBytes.ts';

const newline = 0x0a;

/**
 * Texts as bytes one behind the other. They are searched all at once, some gigabytes a second; a million strings would take a
 * hundred times as long, and four times the memory.
 */
export class BytePool implements TextPool {
  readonly count: number;
  readonly #bytes: Buffer;
  readonly #starts: Int32Array;

  /** `hasHosts`: the texts are `host\nqueueId`, of which only what is behind the host is kept. */
  constructor(
    bytes: Uint8Array,
    starts: Int32Array,
    count: number,
    { hasHosts }: { readonly hasHosts: boolean } = { hasHosts: false },
  ) {
    const texts = hasHosts ? withoutHosts({ bytes, starts, count }) : { bytes, starts };
    this.#bytes = Buffer.from(texts.bytes.buffer, texts.bytes.byteOffset, texts.starts[count] ?? 0);
    this.#starts = texts.starts;
    this.count = count;
  }

  static of(texts: ByteInterner, options?: { readonly hasHosts: boolean }): BytePool {
    return new BytePool(texts.bytes, texts.starts, texts.count, options);
  }

  text(number: number): string {
    return this.#bytes.toString('utf8', this.#starts[number], this.#starts[number + 1]);
  }

  same(text: string): TextMarks {
    const wanted = Buffer.from(text.toLowerCase());
    const [bytes, starts] = [this.#bytes, this.#starts];
    let marks: TextMarks = null;
    let end = starts[0] as number;
    for (let number = 0; number < this.count; number += 1) {
      const start = end;
      end = starts[number + 1] as number;
      if (end - start !== wanted.length) continue;
      let place = 0;
      while (place < wanted.length && lowerCase[bytes[start + place] as number] === wanted[place]) place += 1;
      if (place === wanted.length) (marks ??= new Uint8Array(this.count + 1))[number + 1] = 1;
    }
    return marks;
  }

  holding(part: string): TextMarks {
    const marks = new Uint8Array(this.count + 1);
    return this.markHolding(Buffer.from(part.toLowerCase()), marks, 1) ? marks : null;
  }

  /** Sets to one what of `marks`, from `base` on, belongs to a text that holds these bytes. Returns whether any does. */
  markHolding(wanted: Buffer, marks: Uint8Array, base: number): boolean {
    if (wanted.length === 0) {
      marks.fill(1, base, base + this.count);
      return this.count > 0;
    }
    const texts = { bytes: this.#bytes, starts: this.#starts, count: this.count };
    const kernel = TextKernel.get();
    if (kernel?.lookFor(wanted) === true)
      return kernel.mark(texts, wanted.length, marks, base, (number) => this.#holds(number, wanted));
    let isAny = false;
    for (let number = 0; number < this.count; number += 1) {
      if (!this.#holds(number, wanted)) continue;
      marks[base + number] = 1;
      isAny = true;
    }
    return isAny;
  }

  #holds(number: number, wanted: Buffer): boolean {
    const text = Buffer.from(this.#bytes.subarray(this.#starts[number], this.#starts[number + 1]));
    for (let at = 0; at < text.length; at += 1) text[at] = lowerCase[text[at] as number] as number;
    return text.includes(wanted);
  }

  folded(): Int32Array {
    return foldBytes({ bytes: this.#bytes, starts: this.#starts, count: this.count });
  }

  ranks(): Ranking {
    return rankBytes({ bytes: this.#bytes, starts: this.#starts, count: this.count });
  }
}

/** Copied: those with hosts are somebody else's, and go when he does. */
function withoutHosts({ bytes, starts, count }: PackedTexts): Pick<PackedTexts, 'bytes' | 'starts'> {
  const bare = new Int32Array(count + 1);
  let length = 0;
  for (let number = 0; number < count; number += 1) {
    const start = bytes.indexOf(newline, starts[number]) + 1;
    bare[number] = length;
    length += (starts[number + 1] as number) - start;
  }
  bare[count] = length;
  const kept = new Uint8Array(length);
  for (let number = 0; number < count; number += 1) {
    const end = bare[number + 1] as number;
    let from = (starts[number + 1] as number) - (end - (bare[number] as number));
    for (let to = bare[number] as number; to < end; to += 1) kept[to] = bytes[from++] as number;
  }
  return { bytes: kept, starts: bare };
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

  text(number: number): string {
    let at = this.#bases.length - 1;
    while (at > 0 && (this.#bases[at] as number) > number) at -= 1;
    return this.#pools[at]?.text(number - (this.#bases[at] ?? 0)) ?? '';
  }

  same(text: string): TextMarks {
    const marks = new Uint8Array(this.count + 1);
    let isAny = false;
    for (const [index, pool] of this.#pools.entries()) {
      const some = pool.same(text);
      if (some === null) continue;
      marks.set(some.subarray(1), (this.#bases[index] ?? 0) + 1);
      isAny = true;
    }
    return isAny ? marks : null;
  }

  holding(part: string): TextMarks {
    const wanted = Buffer.from(part.toLowerCase());
    const marks = new Uint8Array(this.count + 1);
    let isAny = false;
    for (const [index, pool] of this.#pools.entries())
      if (pool.markHolding(wanted, marks, (this.#bases[index] ?? 0) + 1)) isAny = true;
    return isAny ? marks : null;
  }
}
