import type { UnusualThing } from './logOverview.ts';
import { printSeconds, printTime, statusRank } from './messageTable.ts';
import type { MessageTable } from './messageTable.ts';

/** Some mail always waits for greylisting or a slow server; this much does not. */
const leastWaiting = 100;
const problemWaiting = 1000;
/** Of the mail of the last day; below it the queue is long because the server is large. */
const leastShare = 0.05;
const daySeconds = 86_400;

/** Mail that came in during the last day of the log and still waits at its end, more of it than usual and growing. */
export function unusualQueue({ count, statuses, times }: MessageTable): UnusualThing[] {
  const end = times.seconds[count - 1];
  if (end === undefined) return [];
  const since = end - daySeconds;
  let first = count;
  while (first > 0 && (times.seconds[first - 1] as number) >= since) first -= 1;
  let waiting = 0;
  let firstWaiting = -1;
  let late = 0;
  for (let row = first; row < count; row += 1) {
    const status = statuses[row];
    if (status !== statusRank.deferred && status !== statusRank.queued) continue;
    waiting += 1;
    if (firstWaiting < 0) firstWaiting = row;
    if ((times.seconds[row] as number) >= end - daySeconds / 2) late += 1;
  }
  // Building up: more of it is from the later half.
  if (waiting < leastWaiting || waiting < leastShare * (count - first) || late * 2 < waiting) return [];
  return [
    {
      kind: 'queue-builds-up',
      level: waiting >= problemWaiting ? 'problem' : 'warning',
      message: { key: 'overview:unusual.queue-builds-up', values: { count: waiting } },
      filter: {
        terms: [
          { field: 'status', value: 'deferred', exclude: false },
          { field: 'status', value: 'queued', exclude: false },
        ],
        from: printSeconds(since),
        to: null,
      },
      from: printTime(times, firstWaiting),
      to: printTime(times, count - 1),
    },
  ];
}
