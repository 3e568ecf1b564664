import { textKernelCode } from './textKernelCode.ts';

/** What `assembly/textKernel.as` exports. */
interface KernelExports {
  readonly memory: WebAssembly.Memory;
  placeOf(number: number): number;
  mark(count: number, length: number): number;
  hash(count: number): void;
}

/** Texts one behind the other; text n stands at starts[n] .. starts[n + 1]. */
export interface PackedTexts {
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly count: number;
}

const windowBytes = 256 * 1024;
const windowTexts = 65_536;
const maxNeedleBytes = 1024;

let kernel: TextKernel | null = null;

/** What `TextKernel.hash` tells of texts. */
export interface TextHashes {
  /** Of each in lower case, as far as it is ASCII. */
  readonly hashes: Int32Array;
  /** One for texts with capital letters, two for those that are more than ASCII. */
  readonly kinds: Uint8Array;
}

/**
 * Looks at many texts at once, without regard to the case of ASCII letters, in WebAssembly: the texts stay as they are, where a
 * search by `indexOf` would need a second copy of them in lower case. They are put into the kernel's memory piece by piece, which
 * takes less time than looking at them.
 */
export class TextKernel {
  readonly #mark: KernelExports['mark'];
  readonly #hash: KernelExports['hash'];
  readonly #texts: Uint8Array;
  readonly #starts: Int32Array;
  readonly #marks: Uint8Array;
  readonly #needle: Uint8Array;
  readonly #caseBits: Uint8Array;
  readonly #hashes: Int32Array;

  /** Null where WebAssembly is missing or lacks vectors of 16 bytes. */
  static get(): TextKernel | null {
    try {
      return (kernel ??= new TextKernel(
        new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(textKernelCode, 'base64')), {
          env: { abort: () => undefined },
        }),
      ));
    } catch (error) {
      if (error instanceof WebAssembly.CompileError) return null;
      throw error;
    }
  }

  private constructor({ exports }: WebAssembly.Instance) {
    const { memory, placeOf, mark, hash } = exports as unknown as KernelExports;
    this.#mark = mark;
    this.#hash = hash;
    const bytes = (place: number, length: number): Uint8Array =>
      new Uint8Array(memory.buffer, placeOf(place), length);
    this.#texts = bytes(0, windowBytes);
    this.#starts = new Int32Array(memory.buffer, placeOf(1), windowTexts + 1);
    this.#marks = bytes(2, windowTexts);
    this.#needle = bytes(3, maxNeedleBytes);
    this.#caseBits = bytes(4, maxNeedleBytes);
    this.#hashes = new Int32Array(memory.buffer, placeOf(5), windowTexts);
  }

  /** False when it is too long to be looked for here. `wanted`: at least one byte, in lower case. */
  lookFor(wanted: Uint8Array): boolean {
    if (wanted.length > maxNeedleBytes) return false;
    this.#needle.set(wanted);
    wanted.forEach((byte, at) => (this.#caseBits[at] = byte >= 0x61 && byte <= 0x7a ? 0x20 : 0));
    return true;
  }

  /**
   * Sets `marks[base + n]` to one for every text n that holds the `length` bytes of `lookFor`, and returns whether any does.
   * `isLong` is asked about texts that are larger than the kernel's memory.
   */
  mark(
    texts: PackedTexts,
    length: number,
    marks: Uint8Array,
    base: number,
    isLong: (text: number) => boolean,
  ): boolean {
    let isAny = false;
    this.#window(texts, (first, count) => {
      if (count === 0) {
        if (!isLong(first)) return;
        marks[base + first] = 1;
      } else {
        if (this.#mark(count, length) === 0) return;
        this.#takeMarks(count, marks, base + first);
      }
      isAny = true;
    });
    return isAny;
  }

  /** `hashLong` is asked about texts that are larger than the kernel's memory, and answers for `kinds` itself. */
  hash(texts: PackedTexts, hashLong: (text: number, kinds: Uint8Array) => number): TextHashes {
    const hashes = new Int32Array(texts.count);
    const kinds = new Uint8Array(texts.count);
    this.#window(texts, (first, count) => {
      if (count === 0) {
        hashes[first] = hashLong(first, kinds);
        return;
      }
      this.#hash(count);
      hashes.set(this.#hashes.subarray(0, count), first);
      this.#takeMarks(count, kinds, first);
    });
    return { hashes, kinds };
  }

  /** Puts texts into the kernel's memory, as many as there is room for at a time; none (`count` 0) for one that is too large. */
  #window({ bytes, starts, count }: PackedTexts, look: (first: number, count: number) => void): void {
    for (let text = 0; text < count;) {
      const start = starts[text] as number;
      const end = endOfWindow(starts, text, Math.min(count, text + windowTexts), start + windowBytes);
      if (end > text) {
        this.#texts.set(bytes.subarray(start, starts[end]));
        this.#starts.set(starts.subarray(text, end + 1));
      }
      look(text, end - text);
      text = Math.max(end, text + 1);
    }
  }

  #takeMarks(count: number, to: Uint8Array, base: number): void {
    to.set(this.#marks.subarray(0, count), base);
  }
}

/** The last text, `first` .. `last`, that begins at or before a place: those before it end there. */
function endOfWindow(starts: Int32Array, first: number, last: number, place: number): number {
  let low = first;
  let high = last;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((starts[middle] as number) <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}
