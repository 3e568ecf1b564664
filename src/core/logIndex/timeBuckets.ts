import type { OverviewBucket } from './logOverview.ts';
import type { RowMask } from './matchRows.ts';
import { countedKinds, none, printSeconds } from './messageTable.ts';
import type { MessageTable } from './messageTable.ts';

/** Widths people think in: minutes, hours, days, a week. */
const widths = [
  60,
  300,
  600,
  900,
  1800,
  3600,
  2 * 3600,
  3 * 3600,
  6 * 3600,
  12 * 3600,
  86_400,
  7 * 86_400,
  30 * 86_400,
];
/** More bars than that cannot be told apart. */
const maxBuckets = 200;
/** A log with wrong dates must not ask for a million bars. */
const bucketLimit = 2000;

const barKinds = ['received', 'delivered', 'deferred', 'bounced', 'rejected'] as const;
type Bar = { -readonly [K in keyof OverviewBucket]: OverviewBucket[K] };

export interface TimeBuckets {
  readonly bucketSeconds: number;
  readonly buckets: readonly OverviewBucket[];
}

/** Counts events by time. The bars cover `from` .. `to` (seconds of the log's clock) without gaps. */
export function timeBuckets(
  { counted }: MessageTable,
  mask: RowMask,
  period: { readonly from: number; readonly to: number } | null,
): TimeBuckets {
  const bucketSeconds = widthFor(period === null ? 0 : period.to - period.from);
  if (period === null) return { bucketSeconds, buckets: [] };
  const first = Math.floor(period.from / bucketSeconds);
  const count = Math.min(bucketLimit, Math.floor(period.to / bucketSeconds) - first + 1);
  const kinds = countedKinds.length;
  // Behind the bars stands what is outside of them.
  const outside = count * kinds;
  const counts = new Int32Array(outside + kinds);
  const slotOf = (bucket: number): number =>
    bucket >= first && bucket < first + count ? (bucket - first) * kinds : outside;
  const { rows, kinds: kindOf, seconds, times } = counted;
  // Events follow each other in time: most fall into the bar of the one before.
  let [slot, start, end] = [outside, 0, 0];
  for (let at = 0; at < rows.length; at += 1) {
    const second = seconds[at] as number;
    if (second < start || second >= end) {
      const bucket = Math.floor(second / bucketSeconds);
      start = bucket * bucketSeconds;
      end = start + bucketSeconds;
      slot = slotOf(bucket);
    }
    const place = slot + (kindOf[at] as number);
    counts[place] = (counts[place] as number) + letThrough(mask, rows[at] as number);
  }
  for (const [at, number] of times) {
    const place = slotOf(Math.floor((seconds[at] as number) / bucketSeconds)) + (kindOf[at] as number);
    counts[place] = (counts[place] as number) + (number - 1) * letThrough(mask, rows[at] as number);
  }
  const buckets = Array.from({ length: count }, (_, bucket): OverviewBucket => {
    const bar: Bar = {
      from: printSeconds((first + bucket) * bucketSeconds),
      received: 0,
      delivered: 0,
      deferred: 0,
      bounced: 0,
      rejected: 0,
    };
    for (const kind of barKinds) bar[kind] = counts[bucket * kinds + countedKinds.indexOf(kind)] ?? 0;
    return bar;
  });
  return { bucketSeconds, buckets };
}

/** One or zero. */
function letThrough(mask: RowMask, row: number): number {
  if (mask === null) return 1;
  return row === none ? 0 : (mask[row] as number);
}

function widthFor(seconds: number): number {
  return widths.find((width) => seconds / width <= maxBuckets) ?? (widths.at(-1) as number);
}
