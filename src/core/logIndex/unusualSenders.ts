import { HourCounts, hourSpan, hourSeconds } from './hourCounts.ts';
import type { UnusualThing } from './logOverview.ts';
import { none } from './messageTable.ts';
import type { MessageTable } from './messageTable.ts';

/** People do not write to a thousand recipients in an hour; a stolen password does, within minutes. */
const recipientsInHour = 1000;
/** Newsletters and lists do too, but they do it again and again: it must be far more than on any other day. */
const timesOtherDays = 10;
const dayHours = 24;
const listed = 5;

/**
 * A sender that suddenly sends thousands: a compromised account, or a program gone wild. Counted by the login that sent
 * (`sasl_username`) where the log shows one, since spammers change the sender address; else by sender.
 */
export function unusualSenders(table: MessageTable): UnusualThing[] {
  const { times, senders, logins, recipientStarts, pools, count } = table;
  const nullSenders = pools.addresses.same('');
  // Logins behind senders, so that both can be told apart.
  const firstLogin = pools.addresses.count;
  const whoSent = (row: number): number => {
    const [login, sender] = [logins[row] as number, senders[row] as number];
    if (login !== none) return firstLogin + login;
    return nullSenders?.[sender + 1] === 1 ? none : sender;
  };
  // Who does not come to so many altogether does not in an hour; that is nearly everybody.
  const altogether = new Int32Array(firstLogin + pools.logins.count);
  for (let row = 0; row < count; row += 1) {
    const who = whoSent(row);
    if (who === none) continue;
    const recipients = (recipientStarts[row + 1] as number) - (recipientStarts[row] as number);
    altogether[who] = (altogether[who] as number) + recipients;
  }
  const counts = new HourCounts(altogether.length);
  for (let row = 0; row < count; row += 1) {
    const who = whoSent(row);
    if (who === none || (altogether[who] as number) < recipientsInHour) continue;
    const recipients = (recipientStarts[row + 1] as number) - (recipientStarts[row] as number);
    counts.add(who, times.seconds[row] as number, recipients);
  }
  const found = [];
  for (const { what, hour, count: inHour, hours } of counts.peaks()) {
    if (inHour < recipientsInHour) continue;
    const elsewhere = [...hours]
      .filter(([other]) => Math.abs(other - hour) >= dayHours)
      .map(([, other]) => other);
    if (inHour < timesOtherDays * Math.max(0, ...elsewhere)) continue;
    found.push({ what, hour, inHour, hours });
  }
  found.sort((a, b) => b.inHour - a.inHour);
  return found.slice(0, listed).map(({ what, hour, inHour, hours }): UnusualThing => {
    const isLogin = what >= firstLogin;
    // As long as it went on.
    let last = hour;
    while ((hours.get(last + 1) ?? 0) > 0) last += 1;
    const { from, to } = hourSpan(hour, last - hour + 1);
    const sender = isLogin ? senderOfLogin(table, what - firstLogin, hour) : what;
    const name = isLogin ? pools.logins.text(what - firstLogin) : pools.addresses.text(what);
    return {
      kind: 'sender-sends-thousands',
      level: isLogin ? 'problem' : 'warning',
      message: {
        key: 'overview:unusual.sender-sends-thousands',
        values: { sender: name, count: inHour },
      },
      filter: {
        terms:
          sender === none ? [] : [{ field: 'sender', value: pools.addresses.text(sender), exclude: false }],
        from,
        to,
      },
      from,
      to,
    };
  });
}

/** The address a login used in an hour. */
function senderOfLogin({ times, logins, senders, count }: MessageTable, login: number, hour: number): number {
  const uses = new Map<number, number>();
  for (let row = 0; row < count; row += 1) {
    if (logins[row] !== login || Math.floor((times.seconds[row] as number) / hourSeconds) !== hour) continue;
    const sender = senders[row] as number;
    uses.set(sender, (uses.get(sender) ?? 0) + 1);
  }
  // A spammer with many sender addresses is shown by time alone.
  const [only] = uses.size === 1 ? uses.keys() : [none];
  return only ?? none;
}
