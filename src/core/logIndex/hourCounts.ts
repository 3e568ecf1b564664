import { printSeconds } from './messageTable.ts';

export const hourSeconds = 3600;

/** Counts something by what it is about (a number from 0 on) and by hour. */
export class HourCounts {
  /** What each stands for: place in `counted`; 0 for none yet, else one more. */
  readonly #places: Int32Array;
  readonly #counted: { readonly what: number; readonly hours: Map<number, number> }[] = [];
  /** What was counted last for each, not yet in its hours: what follows in time is mostly of the same hour. */
  readonly #lastHours: number[] = [];
  readonly #lastCounts: number[] = [];

  constructor(most: number) {
    this.#places = new Int32Array(most);
  }

  add(what: number, seconds: number, times = 1): void {
    const hour = Math.floor(seconds / hourSeconds);
    const place = (this.#places[what] as number) - 1;
    if (place < 0) {
      this.#places[what] = this.#counted.push({ what, hours: new Map() });
      this.#lastHours.push(hour);
      this.#lastCounts.push(times);
    } else if (this.#lastHours[place] === hour) {
      this.#lastCounts[place] = (this.#lastCounts[place] as number) + times;
    } else {
      this.#enter(place);
      this.#lastHours[place] = hour;
      this.#lastCounts[place] = times;
    }
  }

  #enter(place: number): void {
    const [hour, count] = [this.#lastHours[place] as number, this.#lastCounts[place] as number];
    const hours = this.#counted[place]?.hours;
    hours?.set(hour, (hours.get(hour) ?? 0) + count);
    this.#lastCounts[place] = 0;
  }

  /** The busiest hour of each. */
  *peaks(): Generator<{ what: number; hour: number; count: number; hours: ReadonlyMap<number, number> }> {
    for (const [place, { what, hours }] of this.#counted.entries()) {
      this.#enter(place);
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
