import { textKernelCode } from './textKernelCode.ts';

/** What `assembly/textKernel.as` exports. */
interface KernelExports {
  readonly memory: WebAssembly.Memory;
  placeOf(number: number): number;
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

let kernel: TextKernel | null = null;

/** What `TextKernel.hash` tells of texts. */
export interface TextHashes {
  /** Of each in lower case, as far as it is ASCII. */
  readonly hashes: Int32Array;
  /** One for texts with capital letters, two for those that are more than ASCII. */
  readonly kinds: Uint8Array;
}

/**
 * Hashes many texts at once, without regard to the case of ASCII letters, in WebAssembly. They are put into the kernel's memory
 * piece by piece, which takes less time than looking at them.
 */
export class TextKernel {
  readonly #hash: KernelExports['hash'];
  readonly #texts: Uint8Array;
  readonly #starts: Int32Array;
  readonly #kinds: Uint8Array;
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
    const { memory, placeOf, hash } = exports as unknown as KernelExports;
    this.#hash = hash;
    this.#texts = new Uint8Array(memory.buffer, placeOf(0), windowBytes);
    this.#starts = new Int32Array(memory.buffer, placeOf(1), windowTexts + 1);
    this.#kinds = new Uint8Array(memory.buffer, placeOf(2), windowTexts);
    this.#hashes = new Int32Array(memory.buffer, placeOf(3), windowTexts);
  }

  /** `hashLong` is asked about texts that are larger than the kernel's memory, and answers for `kinds` itself. */
  hash(
    { bytes, starts, count }: PackedTexts,
    hashLong: (text: number, kinds: Uint8Array) => number,
  ): TextHashes {
    const hashes = new Int32Array(count);
    const kinds = new Uint8Array(count);
    for (let text = 0; text < count;) {
      const start = starts[text] as number;
      const end = endOfWindow(starts, text, Math.min(count, text + windowTexts), start + windowBytes);
      if (end === text) {
        hashes[text] = hashLong(text, kinds);
        text += 1;
        continue;
      }
      this.#texts.set(bytes.subarray(start, starts[end]));
      this.#starts.set(starts.subarray(text, end + 1));
      this.#hash(end - text);
      hashes.set(this.#hashes.subarray(0, end - text), text);
      kinds.set(this.#kinds.subarray(0, end - text), text);
      text = end;
    }
    return { hashes, kinds };
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
