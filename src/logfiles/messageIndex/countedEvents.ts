import { Float64Column, Int32Column, Uint8Column } from '../engine/column.ts';

/** What counts in the bars, see `CountedColumns`; a mail instead of a row. */
export class CountedEvents {
  readonly mails: Int32Column;
  readonly kinds: Uint8Column;
  readonly seconds: Float64Column;
  readonly reasons: Int32Column;
  readonly times = new Map<number, number>();

  constructor(count: number) {
    this.mails = new Int32Column(count);
    this.kinds = new Uint8Column(count);
    this.seconds = new Float64Column(count);
    this.reasons = new Int32Column(count);
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
