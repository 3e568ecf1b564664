import { randomUUID } from 'node:crypto';
import type { OpenedIndex } from './openIndex.ts';

/** An index of a gigabyte of logs takes some hundred megabytes: those not used longest make room. */
const keptIndexes = 3;

/** The open indexes by the ids the window knows them by. */
export class IndexShelf {
  readonly #indexes = new Map<string, OpenedIndex>();

  /** `onClose`: what is to go with it. */
  add(index: OpenedIndex, onClose: () => void = () => undefined): string {
    const id = randomUUID();
    this.#indexes.set(id, {
      ...index,
      close: () => {
        index.close();
        onClose();
      },
    });
    for (const oldest of [...this.#indexes.keys()].slice(0, -keptIndexes)) this.close(oldest);
    return id;
  }

  /** Null when it was closed, or pushed out. */
  find(id: string): OpenedIndex | null {
    const index = this.#indexes.get(id);
    if (index === undefined) return null;
    this.#indexes.delete(id);
    this.#indexes.set(id, index);
    return index;
  }

  close(id: string): void {
    this.#indexes.get(id)?.close();
    this.#indexes.delete(id);
  }

  closeAll(): void {
    for (const id of [...this.#indexes.keys()]) this.close(id);
  }
}

/** The index was closed, by the window or to make room. */
export class IndexGone extends Error {
  override readonly name = 'IndexGone';
}
