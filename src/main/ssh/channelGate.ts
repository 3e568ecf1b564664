/** Channels one connection may hold before the server's MaxSessions (10 by default, sshd_config(5)) refuses one. */
const DEFAULT_LIMIT = 8;

/**
 * Lets so many commands run at once on one connection and queues the rest. It learns the server's limit from its first
 * refusal. One place is kept free for ending cancelled commands.
 */
export class ChannelGate {
  #limit: number;
  #active = 0;
  readonly #waiting: { readonly urgent: boolean; readonly enter: () => void }[] = [];

  constructor(limit: number = DEFAULT_LIMIT) {
    this.#limit = limit;
  }

  get active(): number {
    return this.#active;
  }

  /** Waits for a place. The answer gives it back; call it once. */
  async enter(urgent = false): Promise<() => void> {
    if (!this.#hasRoom(urgent)) {
      await new Promise<void>((enter) => {
        const waiter = { urgent, enter };
        if (urgent) this.#waiting.unshift(waiter);
        else this.#waiting.push(waiter);
      });
    } else {
      this.#active++;
    }
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#active--;
      this.#admit();
    };
  }

  /** The server refused a channel while `open` others were open: that is its limit. */
  learnLimit(open: number): void {
    this.#limit = Math.max(1, Math.min(this.#limit, open));
  }

  #hasRoom(urgent: boolean): boolean {
    return this.#active < (urgent ? this.#limit : Math.max(1, this.#limit - 1));
  }

  #admit(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (!this.#hasRoom(next.urgent)) return;
      this.#waiting.shift();
      this.#active++;
      next.enter();
    }
  }
}
