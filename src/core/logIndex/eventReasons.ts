import { compareReasons } from '../postfix/reasonCounts.ts';
import type { SummaryReason } from '../postfix/summaryParts.ts';
import { none } from './messageTable.ts';
import type { CountedColumns, MessageTable } from './messageTable.ts';
import type { RowMask } from './rowMask.ts';

/** The events that have a reason, found once: most went well and have none. */
export class EventReasons {
  readonly #table: MessageTable;
  #groups: readonly ReasonGroup[] | null = null;

  constructor(table: MessageTable) {
    this.#table = table;
  }

  /** Why mail was not delivered at once, most frequent first, for the messages a mask lets through. */
  of(mask: RowMask): SummaryReason[] {
    const { loops, counted } = this.#table;
    const { rows, reasons: reasonOf, times } = counted;
    const counts = Array.from(this.#all(), (group) =>
      mask === null ? group.size : loops.countRows(mask, group.rows, 0, group.rows.length),
    );
    for (const [at, number] of times) {
      const [row, reason] = [rows[at] as number, reasonOf[at] as number];
      if (reason === none || (mask !== null && (row === none || mask[row] !== 1))) continue;
      counts[reason] = (counts[reason] as number) + number - 1;
    }
    return this.#table.reasons
      .map((reason, number) => ({ ...reason, count: counts[number] ?? 0 }))
      .filter(({ count }) => count > 0)
      .sort(compareReasons);
  }

  /** Sets to one the rows of messages to which something happened for such a reason, even if all went well in the end. */
  mark(isMeant: (reply: string) => boolean, fits: Uint8Array): void {
    const groups = this.#all();
    for (const [number, { reply }] of this.#table.reasons.entries()) {
      const group = groups[number];
      if (group === undefined || !isMeant(reply)) continue;
      for (const row of group.rows) fits[row] = 1;
    }
  }

  #all(): readonly ReasonGroup[] {
    return (this.#groups ??= groupsOf(this.#table.counted, this.#table.reasons.length));
  }
}

interface ReasonGroup {
  /** Of the events. */
  readonly rows: Int32Array;
  /** How many events there are, also of those that belong to no message. */
  readonly size: number;
}

function groupsOf({ rows, reasons }: CountedColumns, count: number): ReasonGroup[] {
  const groups = Array.from({ length: count }, () => ({ rows: [] as number[], size: 0 }));
  for (let at = 0; at < reasons.length; at += 1) {
    const reason = reasons[at] as number;
    if (reason === none) continue;
    const group = groups[reason];
    if (group === undefined) continue;
    group.size += 1;
    const row = rows[at] as number;
    if (row !== none) group.rows.push(row);
  }
  return groups.map((group) => ({ ...group, rows: Int32Array.from(group.rows) }));
}
