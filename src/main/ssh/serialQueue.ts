/** Runs tasks with the same name one after the other, e.g. all bm-cli commands of one server over all its sessions. */
export class SerialQueue {
  readonly #last = new Map<string, Promise<unknown>>();

  async run<T>(name: string, task: () => Promise<T>): Promise<T> {
    const before = this.#last.get(name) ?? Promise.resolve();
    const current = before.then(task, task);
    const settled = current.then(
      () => undefined,
      () => undefined,
    );
    this.#last.set(name, settled);
    try {
      return await current;
    } finally {
      if (this.#last.get(name) === settled) this.#last.delete(name);
    }
  }
}
