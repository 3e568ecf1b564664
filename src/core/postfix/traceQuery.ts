import type { TracedMessage, TracedRecipient, TraceQuery } from './tracedMessage.ts';

/** True when the message answers the query; an empty query is answered by every message. */
export function matchesQuery(message: TracedMessage, query: TraceQuery): boolean {
  const { recipient, sender, messageId, queueId, since, until } = query;
  return (
    (recipient === undefined || matchesRecipient(message.recipients, recipient)) &&
    (sender === undefined || (message.sender !== null && bare(message.sender) === bare(sender))) &&
    (messageId === undefined ||
      (message.messageId !== null && bare(message.messageId) === bare(messageId))) &&
    (queueId === undefined || matchesQueueId(message.queueIds, queueId)) &&
    (since === undefined || compareTimes(message.lastSeen, since, 'start') >= 0) &&
    (until === undefined || compareTimes(message.firstSeen, until, 'end') <= 0)
  );
}

/** An address matches a recipient as delivered and as it was before aliases. */
export function matchesRecipient(
  recipients: readonly Pick<TracedRecipient, 'address' | 'originalAddress'>[],
  wanted: string,
): boolean {
  const address = bare(wanted);
  return recipients.some(
    (one) =>
      bare(one.address) === address ||
      (one.originalAddress !== null && bare(one.originalAddress) === address),
  );
}

/** Long queue IDs tell upper from lower case, short ones are hexadecimal and may be typed either way. */
export function matchesQueueId(queueIds: readonly string[], wanted: string): boolean {
  const id = wanted.trim();
  const upper = /^[0-9A-Fa-f]+$/.test(id) ? id.toUpperCase() : id;
  return queueIds.some((one) => one === id || one === upper);
}

/** Lower case, without the brackets people copy along. */
export function bare(text: string): string {
  return text.trim().replace(/^</, '').replace(/>$/, '').toLowerCase();
}

// `2026-03-01`, `2026-03-01T20:45`, `2026-03-01 20:45:32.5+01:00`
const moment =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2})(?::(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

interface Moment {
  readonly wall: number;
  readonly offset: number | null;
}

/**
 * Compares a logged time with one the user gave. With offsets on both sides instants are compared, otherwise wall
 * clocks: without one the user means the clock the log shows. What the user left out (time, seconds) is filled so
 * that the day or minute named is inside. A text that is no time excludes nothing (0).
 */
function compareTimes(logged: string, given: string, side: 'start' | 'end'): number {
  const [a, b] = [parseMoment(logged, 'start'), parseMoment(given.trim(), side)];
  if (a === null || b === null) return 0;
  if (a.offset !== null && b.offset !== null) return a.wall - a.offset - (b.wall - b.offset);
  return a.wall - b.wall;
}

function parseMoment(text: string, side: 'start' | 'end'): Moment | null {
  const found = moment.exec(text);
  if (found === null) return null;
  const [year, month, date] = [Number(found[1]), Number(found[2]), Number(found[3])];
  const filled = side === 'end' ? [23, 59, 59] : [0, 0, 0];
  const [hour, minute, second] = [4, 5, 6].map((group, index) => Number(found[group] ?? filled[index]));
  const whole = Date.UTC(year, month - 1, date, hour, minute, second);
  if (Number.isNaN(whole)) return null;
  const fraction = found[7] === undefined ? (side === 'end' ? 999.999 : 0) : Number(`0.${found[7]}`) * 1000;
  const zone = found[8];
  return { wall: whole + fraction, offset: zone === undefined ? null : zoneMillis(zone) };
}

function zoneMillis(zone: string): number {
  if (zone.toUpperCase() === 'Z') return 0;
  const digits = zone.replace(/\D/g, '');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2, 4));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
