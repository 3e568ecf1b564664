import { release } from './release.ts';

/** More are never in use at once. */
const mostSpares = 128;

/**
 * Typed arrays of this thread that are not in use now: stretches of a log are alike, and memory that was used before is there
 * at once. Whoever needs more room takes the shortest that has it, so that few become long.
 */
export class SpareArrays<T extends ArrayBufferView & { readonly length: number }> {
  /** The shortest first. */
  readonly #arrays: T[] = [];

  /** With room for so many values; undefined when there is none. */
  take(capacity: number): T | undefined {
    const at = this.#place(capacity);
    return at < 0 ? undefined : this.#arrays.splice(at, 1)[0];
  }

  put(array: T): void {
    if (this.#arrays.length >= mostSpares) {
      release(array);
      return;
    }
    const at = this.#place(array.length);
    this.#arrays.splice(at < 0 ? this.#arrays.length : at, 0, array);
  }

  #place(capacity: number): number {
    return this.#arrays.findIndex(({ length }) => length >= capacity);
  }

  /** When there are no more stretches. */
  giveUp(): void {
    release(...this.#arrays.splice(0));
  }
}
