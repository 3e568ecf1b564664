import { compareReasons } from '../postfix/reasonCounts.ts';
import type { SummaryReason } from '../postfix/summaryParts.ts';
import type { RowMask } from './matchRows.ts';
import { none } from './messageTable.ts';
import type { MessageTable } from './messageTable.ts';

/** Why mail was not delivered at once, most frequent first, for the messages a mask lets through. */
export function reasonsOf({ counted, reasons }: MessageTable, mask: RowMask): SummaryReason[] {
  const counts = new Float64Array(reasons.length);
  const add = (at: number, times: number): void => {
    const [row, reason] = [counted.rows[at] as number, counted.reasons[at] as number];
    if (reason === none || (mask !== null && (row === none || mask[row] !== 1))) return;
    counts[reason] = (counts[reason] as number) + times;
  };
  for (let at = 0; at < counted.rows.length; at += 1) add(at, 1);
  for (const [at, times] of counted.times) add(at, times - 1);
  return reasons
    .map((reason, number) => ({ ...reason, count: counts[number] ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort(compareReasons);
}
