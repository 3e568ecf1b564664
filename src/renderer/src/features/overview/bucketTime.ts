import type { OverviewBucket } from '../../../../core/logIndex/logOverview.ts';

/** More bars than any chart can show; a log with a wrong clock must not make millions of empty ones. */
const MOST_BARS = 2000;

/** `2026-03-01T20:45:32+01:00` -> wall clock as milliseconds, and what follows it. */
function parts(iso: string): { readonly clock: number; readonly zone: string } {
  const clock = Date.parse(`${iso.slice(0, 19)}Z`);
  return { clock, zone: /(?:Z|[+-]\d\d:?\d\d)$/.exec(iso.slice(19))?.[0] ?? '' };
}

/** Goes on along the clock the log itself shows: a log without a zone is never converted. */
export function laterBy(iso: string, seconds: number): string {
  const { clock, zone } = parts(iso);
  return Number.isNaN(clock) ? iso : `${new Date(clock + seconds * 1000).toISOString().slice(0, 19)}${zone}`;
}

/** Hours in which nothing happened are bars of no height, not hours that did not exist. */
export function withEmptyBuckets(
  buckets: readonly OverviewBucket[],
  bucketSeconds: number,
): readonly OverviewBucket[] {
  const filled: OverviewBucket[] = [];
  for (const bucket of buckets) {
    const before = filled.at(-1);
    if (before !== undefined) {
      const gap = Math.round((parts(bucket.from).clock - parts(before.from).clock) / (bucketSeconds * 1000));
      for (let step = 1; step < gap && filled.length < MOST_BARS; step += 1) {
        const from = laterBy(before.from, step * bucketSeconds);
        filled.push({ from, received: 0, delivered: 0, deferred: 0, bounced: 0, rejected: 0 });
      }
    }
    filled.push(bucket);
  }
  return filled;
}

/** Says what stands under a bar: day and hour as far as the width of a bar needs them. */
export function bucketLabels(bucketSeconds: number, language: string): (iso: string) => string {
  const isDay = bucketSeconds >= 86_400;
  // Made once: making one takes longer than writing a hundred labels with it.
  const format = new Intl.DateTimeFormat(language, {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'short',
    ...(isDay ? {} : { hour: '2-digit', minute: '2-digit' }),
  });
  return (iso) => {
    const { clock } = parts(iso);
    return Number.isNaN(clock) ? iso : format.format(clock);
  };
}
