import { setImmediate } from 'node:timers/promises';
import type { ExpansionLimits } from '../openLogFile.ts';
import { TemporaryCopy } from '../temporaryCopy.ts';
import type { PlannedFile } from './planScan.ts';
import { readWhole } from './scanTask.ts';
import { StrideReader } from './strideReader.ts';

/**
 * The text of a log that can only be read from its beginning, in a temporary file where any line is read at once. Lines can be had
 * as soon as they are there. What goes wrong (a full disk, say) costs nobody more than time: the log is read from its
 * beginning again.
 */
export class ExpandedCopy {
  readonly #plan: Pick<PlannedFile, 'fd' | 'name'>;
  readonly #limits: ExpansionLimits | undefined;
  #copying: Promise<void> | null = null;
  #isCopying = true;
  #copy: TemporaryCopy | null = null;
  /** Who waits for which line. */
  #waiting: { readonly line: number; readonly go: () => void }[] = [];

  constructor(plan: Pick<PlannedFile, 'fd' | 'name'>, limits: ExpansionLimits | undefined) {
    this.#plan = plan;
    this.#limits = limits;
  }

  /** Never rejects. */
  start(): Promise<void> {
    this.#copying ??= this.#fill();
    return this.#copying;
  }

  /** Null when there is no copy, and will be none. */
  async lines(wanted: readonly number[]): Promise<Map<number, string> | null> {
    void this.start();
    const last = wanted.at(-1) ?? -1;
    while (this.#isCopying && last >= (this.#copy?.wholeLines ?? 0)) {
      await new Promise<void>((go) => this.#waiting.push({ line: last, go }));
    }
    if (this.#copy === null) return null;
    const { fd, offsets } = this.#copy;
    const reader = new StrideReader(fd);
    const texts = new Map<number, string>();
    for (const line of wanted) {
      const text = reader.line(offsets, line);
      if (text !== null) texts.set(line, line === 0 ? text.replace(/^\uFEFF/, '') : text);
    }
    return texts;
  }

  async #fill(): Promise<void> {
    const { fd, name } = this.#plan;
    // Whoever asked for lines goes on first.
    await setImmediate();
    try {
      if (!this.#isCopying) return;
      const copy = new TemporaryCopy(name, 'number');
      this.#copy = copy;
      const take = async (chunk: Uint8Array): Promise<boolean> => {
        if (!this.#isCopying) return false;
        copy.write(chunk);
        this.#wake(copy.wholeLines);
        // What is asked meanwhile is answered between two pieces.
        await setImmediate();
        return this.#isCopying;
      };
      // It was read before: what is wrong with it is known.
      await readWhole(fd, name, this.#limits, take, { onBytes: () => undefined });
      this.#isCopying = false;
      this.#wake(Infinity);
    } catch {
      this.close();
    }
  }

  #wake(lines: number): void {
    const waiting = this.#waiting;
    this.#waiting = waiting.filter(({ line }) => line >= lines);
    for (const { line, go } of waiting) if (line < lines) go();
  }

  close(): void {
    this.#isCopying = false;
    this.#copy?.close();
    this.#copy = null;
    this.#wake(Infinity);
  }
}
