export interface Fault {
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly what: string;
  readonly detail: string;
}

const MAX_KEPT = 30;
const MAX_DETAIL = 4000;

/** The last things that went wrong since the app was started, for a report the user may save. In memory only. */
export class FaultLog {
  readonly #now: () => Date;
  #faults: readonly Fault[] = [];

  constructor(now: () => Date) {
    this.#now = now;
  }

  get latest(): readonly Fault[] {
    return this.#faults;
  }

  note(what: string, error: unknown): void {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const fault = { at: this.#now().toISOString(), what, detail: detail.slice(0, MAX_DETAIL) };
    this.#faults = [...this.#faults, fault].slice(-MAX_KEPT);
  }
}
