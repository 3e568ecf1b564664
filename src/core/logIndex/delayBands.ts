import type { DelayBand } from './logOverview.ts';
import type { RowMask } from './matchRows.ts';
import { statusRank } from './messageTable.ts';
import type { MessageTable } from './messageTable.ts';

/** A second, ten, a minute, five, half an hour, an hour, six hours, a day, longer. */
const limits: readonly (number | null)[] = [1, 10, 60, 300, 1800, 3600, 21_600, 86_400, null];

/** How long deliveries took that arrived in the end: from being received here to the other side's yes (`delay=`). */
export function delayBands({ count, recipientStarts, recipients }: MessageTable, mask: RowMask): DelayBand[] {
  const counts = new Int32Array(limits.length);
  const { delays, statuses } = recipients;
  for (let row = 0; row < count; row += 1) {
    if (mask !== null && mask[row] !== 1) continue;
    const end = recipientStarts[row + 1] as number;
    for (let at = recipientStarts[row] as number; at < end; at += 1) {
      const delay = delays[at] as number;
      if (Number.isNaN(delay) || statuses[at] !== statusRank.delivered) continue;
      let band = 0;
      while (band < limits.length - 1 && delay > (limits[band] as number)) band += 1;
      counts[band] = (counts[band] as number) + 1;
    }
  }
  return limits.map((upToSeconds, band) => ({ upToSeconds, count: counts[band] ?? 0 }));
}
