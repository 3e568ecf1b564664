import type { RecipientStatus } from '../postfix/tracedMessage.ts';
import type { LogOverview } from './logOverview.ts';
import { tellingStatuses } from './messageRow.ts';
import { statusRank } from './messageTable.ts';
import type { MessageTable } from './messageTable.ts';
import type { RowMask } from './rowMask.ts';

/** A second, ten, a minute, five, half an hour, an hour, six hours, a day, longer. */
const limits: readonly (number | null)[] = [1, 10, 60, 300, 1800, 3600, 21_600, 86_400, null];
/** Of recipients that are in no band. */
const noBand = limits.length;
const bandCount = limits.length + 1;

/** How messages ended, and how long it took. Which bands of delays they belong to is found once. */
export class Outcomes {
  readonly #table: MessageTable;
  #bands: MessageBands | null = null;

  constructor(table: MessageTable) {
    this.#table = table;
  }

  /** Delays are of deliveries that arrived in the end: from being received here to the other side's yes (`delay=`). */
  of(mask: RowMask): Pick<LogOverview, 'messages' | 'byStatus' | 'delays'> {
    const { loops } = this.#table;
    const { classes, more } = (this.#bands ??= bandsOf(this.#table));
    const through = mask ?? new Uint8Array(classes.length).fill(1);
    const counts = loops.countClasses(through, classes);
    const statuses = new Int32Array(tellingStatuses.length);
    const bands = Int32Array.from(more, (rows) => loops.countRows(through, rows, 0, rows.length));
    for (const [one, count] of counts.entries()) {
      if (count === 0) continue;
      const [status, band] = [Math.floor(one / bandCount), one % bandCount];
      statuses[status] = (statuses[status] as number) + count;
      if (band !== noBand) bands[band] = (bands[band] as number) + count;
    }
    const byStatus = Object.fromEntries(tellingStatuses.map((status, rank) => [status, statuses[rank] ?? 0]));
    return {
      messages: statuses.reduce((sum, count) => sum + count, 0),
      byStatus: byStatus as Record<RecipientStatus, number>,
      delays: limits.map((upToSeconds, band) => ({ upToSeconds, count: bands[band] ?? 0 })),
    };
  }
}

interface MessageBands {
  /** Of each message its status and the band of its first recipient in one number: `status * bandCount + band`. */
  readonly classes: Uint8Array;
  /** By band the messages of further recipients; most have none. */
  readonly more: readonly Int32Array[];
}

function bandsOf({ count, statuses, recipientStarts, recipients, loops }: MessageTable): MessageBands {
  const classes = loops.bytes(count);
  const more: number[][] = limits.map(() => []);
  let at = 0;
  for (let row = 0; row < count; row += 1) {
    const [first, end] = [at, recipientStarts[row + 1] as number];
    const band = first < end ? bandOf(recipients, first) : noBand;
    classes[row] = (statuses[row] as number) * bandCount + band;
    for (at = first + 1; at < end; at += 1) more[bandOf(recipients, at)]?.push(row);
    at = end;
  }
  return { classes, more: more.map((rows) => Int32Array.from(rows)) };
}

function bandOf({ delays, statuses }: MessageTable['recipients'], at: number): number {
  const delay = delays[at] as number;
  if (Number.isNaN(delay) || statuses[at] !== statusRank.delivered) return noBand;
  let band = 0;
  while (band < limits.length - 1 && delay > (limits[band] as number)) band += 1;
  return band;
}
