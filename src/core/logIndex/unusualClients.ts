import { HourCounts, hourSpan } from './hourCounts.ts';
import type { UnusualThing } from './logOverview.ts';
import { countedKinds, none, statusRank } from './messageTable.ts';
import type { MessageTable } from './messageTable.ts';

/** Every server on the Internet is tried a few times an hour by each of many; this many from one is a siege, or a broken program. */
const rejectedInHour = 100;
const listed = 3;

const rejected = countedKinds.indexOf('rejected');

/** One client that is turned away again and again, be it for many recipients of few mails. */
export function unusualClients({
  statuses,
  firstIds,
  clients,
  counted,
  pools,
}: MessageTable): UnusualThing[] {
  /** Client of a refusal; none for what is no refusal, or of nobody's mail. */
  const clientOf = (at: number): number => {
    const row = counted.rows[at] as number;
    if (counted.kinds[at] !== rejected || row === none) return none;
    return firstIds[row] === none && statuses[row] === statusRank.rejected ? (clients[row] as number) : none;
  };
  const timesOf = (at: number): number => (counted.times.size === 0 ? 1 : (counted.times.get(at) ?? 1));
  // Who does not come to so many altogether does not in an hour; that is nearly everybody.
  const altogether = new Int32Array(pools.clients.count);
  for (let at = 0; at < counted.rows.length; at += 1) {
    const client = clientOf(at);
    if (client !== none) altogether[client] = (altogether[client] as number) + timesOf(at);
  }
  const counts = new HourCounts(altogether.length);
  for (let at = 0; at < counted.rows.length; at += 1) {
    const client = clientOf(at);
    if (client !== none && (altogether[client] as number) >= rejectedInHour)
      counts.add(client, counted.seconds[at] as number, timesOf(at));
  }
  return [...counts.peaks()]
    .filter(({ count: inHour }) => inHour >= rejectedInHour)
    .sort((a, b) => b.count - a.count)
    .slice(0, listed)
    .map(({ what, hour, count: inHour }): UnusualThing => {
      const client = pools.clients.text(what);
      const span = hourSpan(hour);
      return {
        kind: 'many-rejected-from-one-client',
        level: 'warning',
        message: {
          key: 'overview:unusual.many-rejected-from-one-client',
          values: { client, count: inHour },
        },
        filter: {
          terms: [
            { field: 'client', value: client, exclude: false },
            { field: 'status', value: 'rejected', exclude: false },
          ],
          from: null,
          to: null,
        },
        ...span,
      };
    });
}
