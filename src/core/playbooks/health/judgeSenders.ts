import type { Reading, StepContext, StepResult } from '../../playbook/model.ts';
import type { QueueEntry } from '../../queue/queueEntry.ts';
import { listingOf } from '../queue/readQueue.ts';
import { arrivalsIn, countBy, type Arrival } from './arrivals.ts';
import { advice, healthResult, toWizard } from './healthVerdict.ts';
import { isWithin, logEvidence, logReading } from './logSigns.ts';

/** A queue this long, most of it from one place and to many, is no everyday mail. */
const FLOOD = 50;
const SHARE = 0.6;
const MANY_DOMAINS = 5;
/** What one account may send in a day without being remarkable, and how far above everybody else it must be. */
const MUCH = 300;
const ABOVE_OTHERS = 10;
const DAY = 86_400_000;

/** Who sends so much? One account, one computer, or nobody in particular. */
export function judgeSenders(reading: Reading, context: StepContext): StepResult {
  const log = logReading(reading.outputs, 'arrivals', context.now);
  const arrivals = arrivalsIn(log).filter(({ at }) => isWithin(at, log.end, DAY));
  const listing = listingOf(reading.outputs, context.now);
  const queueRead = listing.format !== 'none' || listing.saysEmpty;
  if (!log.read || !queueRead) {
    return healthResult({ id: 'senders-unreadable', level: 'unknown', remedies: [advice('rights')] });
  }
  const byId = new Map(arrivals.map((arrival) => [arrival.queueId, arrival]));
  const waiting = listing.items.flatMap((entry) => {
    const arrival = byId.get(entry.queueId);
    return arrival === undefined ? [] : [{ entry, arrival }];
  });
  const [top] = countBy(waiting, ({ arrival }) => originOf(arrival));
  if (top !== undefined && top[1] >= FLOOD && top[1] >= listing.items.length * SHARE) {
    const [origin, count] = top;
    const own = waiting.filter(({ arrival }) => originOf(arrival) === origin);
    if (domainsOf(own.map(({ entry }) => entry)) >= MANY_DOMAINS) {
      return misused(
        own.map(({ arrival }) => arrival),
        arrivals.filter((arrival) => originOf(arrival) === origin).length,
        count,
      );
    }
  }
  const [most, next] = countBy(arrivals, ({ account }) => account);
  if (most !== undefined && most[1] >= MUCH && most[1] >= ABOVE_OTHERS * (next?.[1] ?? 0)) {
    const own = arrivals.filter(({ account }) => account === most[0]);
    const inQueue = waiting.filter(({ arrival }) => arrival.account === most[0]).length;
    return misused(own, most[1], inQueue);
  }
  return healthResult({
    id: 'senders-ordinary',
    level: 'ok',
    values: { waiting: listing.items.length, arrivals: arrivals.length },
    evidence: logEvidence(arrivals, 'client=', 2),
    confidence: 'likely',
    remedies: [toWizard('queue')],
  });
}

function misused(own: readonly Arrival[], sent: number, waiting: number): StepResult {
  const account = own[0]?.account ?? null;
  const who = account ?? own[0]?.client ?? '';
  const places = countBy(own, ({ client }) => client);
  return healthResult({
    id: account === null ? 'computer-misused' : 'account-misused',
    level: 'problem',
    values: { who, count: sent, waiting },
    details: [
      ...(account === null
        ? []
        : [
            {
              key: 'health:detail.from-places',
              values: { count: places.length, place: places[0]?.[0] ?? '' },
            },
          ]),
      { key: 'health:detail.could-be-newsletter' },
    ],
    evidence: logEvidence(own, account === null ? 'client=' : 'sasl_username=', 6),
    confidence: 'likely',
    remedies:
      account === null
        ? [advice('disconnect-computer'), advice('clear-its-mail'), advice('leave-blocklists')]
        : [
            advice('change-password'),
            advice('log-out'),
            advice('clear-its-mail'),
            advice('leave-blocklists'),
          ],
  });
}

/** The account where somebody signed in, else the computer: spam of one account comes from everywhere. */
function originOf({ account, client }: Arrival): string {
  return account ?? client;
}

function domainsOf(entries: readonly QueueEntry[]): number {
  const domains = entries.flatMap(({ recipients }) =>
    recipients.map(({ address }) => address.slice(address.lastIndexOf('@') + 1).toLowerCase()),
  );
  return new Set(domains).size;
}
