import type { UnusualThing } from './logOverview.ts';
import { hourSeconds } from './hourCounts.ts';
import { splitTime } from './splitTime.ts';

/** One start is an update or a reboot, a second one a forgotten setting; three within an hour are something that dies. */
const leastStarts = 3;
const problemStarts = 10;

/** Postfix starts again and again. */
export function unusualRestarts(restarts: readonly string[]): UnusualThing[] {
  const sorted = [...restarts]
    .map((iso) => ({ iso, seconds: splitTime(iso).seconds }))
    .sort((a, b) => a.seconds - b.seconds);
  let best: { from: number; count: number } = { from: 0, count: 0 };
  for (let from = 0, to = 0; from < sorted.length; from += 1) {
    const limit = (sorted[from]?.seconds ?? 0) + hourSeconds;
    while (to < sorted.length && (sorted[to]?.seconds ?? 0) <= limit) to += 1;
    if (to - from > best.count) best = { from, count: to - from };
  }
  if (best.count < leastStarts) return [];
  const from = sorted[best.from]?.iso ?? null;
  return [
    {
      kind: 'service-restarts',
      level: best.count >= problemStarts ? 'problem' : 'warning',
      message: {
        key: 'overview:unusual.service-restarts',
        values: { count: best.count },
      },
      filter: null,
      from,
      to: sorted[best.from + best.count - 1]?.iso ?? null,
    },
  ];
}
