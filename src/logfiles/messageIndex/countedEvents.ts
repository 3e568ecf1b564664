import { Float64Column, Int32Column, Uint8Column } from '../engine/column.ts';

/** What counts in the bars, see `CountedColumns`; a mail instead of a row. */
export class CountedEvents {
  readonly mails = new Int32Column(0);
  readonly kinds = new Uint8Column(0);
  readonly seconds = new Float64Column(0);
  readonly reasons = new Int32Column(0);
  readonly times = new Map<number, number>();

  /** Room for so many in all. */
  reserve(count: number): void {
    for (const column of [this.mails, this.kinds, this.seconds, this.reasons]) column.reserve(count);
  }

  add(mail: number, kind: number, seconds: number, reason: number, times: number): number {
    if (times !== 1) this.times.set(this.mails.length, times);
    this.mails.push(mail);
    this.kinds.push(kind);
    this.seconds.push(seconds);
    this.reasons.push(reason);
    return this.mails.length - 1;
  }
}
