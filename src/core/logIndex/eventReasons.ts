import { compareReasons } from '../postfix/reasonCounts.ts';
import type { SummaryReason } from '../postfix/summaryParts.ts';
import type { RowMask } from './matchRows.ts';
import { none } from './messageTable.ts';
import type { MessageTable } from './messageTable.ts';

/** The events that have a reason, found once: most went well and have none. */
export class EventReasons {
  readonly #table: MessageTable;
  /** Places in `counted`. */
  #events: Int32Array | null = null;

  constructor(table: MessageTable) {
    this.#table = table;
  }

  /** Why mail was not delivered at once, most frequent first, for the messages a mask lets through. */
  of(mask: RowMask): SummaryReason[] {
    const { counted, reasons } = this.#table;
    const { rows, reasons: reasonOf, times } = counted;
    const counts = new Float64Array(reasons.length);
    const add = (at: number, more: number): void => {
      const row = rows[at] as number;
      if (mask !== null && (row === none || mask[row] !== 1)) return;
      const reason = reasonOf[at] as number;
      counts[reason] = (counts[reason] as number) + more;
    };
    for (const at of (this.#events ??= eventsWithReason(reasonOf))) add(at, 1);
    for (const [at, count] of times) if (reasonOf[at] !== none) add(at, count - 1);
    return reasons
      .map((reason, number) => ({ ...reason, count: counts[number] ?? 0 }))
      .filter(({ count }) => count > 0)
      .sort(compareReasons);
  }
}

function eventsWithReason(reasons: Int32Array): Int32Array {
  let count = 0;
  for (let at = 0; at < reasons.length; at += 1) if (reasons[at] !== none) count += 1;
  const events = new Int32Array(count);
  let next = 0;
  for (let at = 0; at < reasons.length; at += 1) if (reasons[at] !== none) events[next++] = at;
  return events;
}
