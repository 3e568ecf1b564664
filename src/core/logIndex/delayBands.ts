import type { DelayBand } from './logOverview.ts';
import type { RowMask } from './matchRows.ts';
import { statusRank } from './messageTable.ts';
import type { MessageTable } from './messageTable.ts';

/** A second, ten, a minute, five, half an hour, an hour, six hours, a day, longer. */
const limits: readonly (number | null)[] = [1, 10, 60, 300, 1800, 3600, 21_600, 86_400, null];
/** Where recipients are counted that have none. */
const noBand = limits.length;

/** The bands of delays of all recipients, found once. */
export class DelayBands {
  readonly #table: MessageTable;
  #bands: Uint8Array | null = null;

  constructor(table: MessageTable) {
    this.#table = table;
  }

  /** How long deliveries took that arrived in the end: from being received here to the other side's yes (`delay=`). */
  of(mask: RowMask): DelayBand[] {
    const { count, recipientStarts } = this.#table;
    const bands = (this.#bands ??= bandsOf(this.#table));
    const counts = new Int32Array(limits.length + 1);
    let at = 0;
    for (let row = 0; row < count; row += 1) {
      const through = mask === null ? 1 : (mask[row] as number);
      for (const end = recipientStarts[row + 1] as number; at < end; at += 1) {
        const band = bands[at] as number;
        counts[band] = (counts[band] as number) + through;
      }
    }
    return limits.map((upToSeconds, band) => ({ upToSeconds, count: counts[band] ?? 0 }));
  }
}

function bandsOf({ recipients }: MessageTable): Uint8Array {
  const { delays, statuses } = recipients;
  const bands = new Uint8Array(delays.length);
  for (let at = 0; at < delays.length; at += 1) {
    const delay = delays[at] as number;
    if (Number.isNaN(delay) || statuses[at] !== statusRank.delivered) {
      bands[at] = noBand;
      continue;
    }
    let band = 0;
    while (band < limits.length - 1 && delay > (limits[band] as number)) band += 1;
    bands[at] = band;
  }
  return bands;
}
