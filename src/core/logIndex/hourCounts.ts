import { printSeconds } from './messageTable.ts';

export const hourSeconds = 3600;

/** Counts something by what it is about and by hour. */
export class HourCounts {
  readonly #hours = new Map<number, Map<number, number>>();

  add(what: number, seconds: number, times = 1): void {
    let hours = this.#hours.get(what);
    if (hours === undefined) this.#hours.set(what, (hours = new Map()));
    const hour = Math.floor(seconds / hourSeconds);
    hours.set(hour, (hours.get(hour) ?? 0) + times);
  }

  /** The busiest hour of each. */
  *peaks(): Generator<{ what: number; hour: number; count: number; hours: ReadonlyMap<number, number> }> {
    for (const [what, hours] of this.#hours) {
      let best = { hour: 0, count: 0 };
      for (const [hour, count] of hours) if (count > best.count) best = { hour, count };
      yield { what, ...best, hours };
    }
  }
}

/** `from` inclusive, `to` exclusive. */
export function hourSpan(hour: number, hours = 1): { from: string; to: string } {
  return { from: printSeconds(hour * hourSeconds), to: printSeconds((hour + hours) * hourSeconds) };
}
