import { lastMidnight, syslogStamp } from './serverClock.ts';
import { DAY, mailDomain, serverHost, type PracticeWorld } from './world.ts';

export const mailLogPath = '/var/log/mail.log';

export interface MailLogFile {
  /** `mail.log`, `mail.log.1`, `mail.log.2.gz` and so on: rotated at midnight, compressed from the second on. */
  readonly path: string;
  readonly text: string;
  readonly compressed: boolean;
  /** Time of its last line, or of its rotation when it has none. */
  readonly writtenAt: number;
}

/** rsyslog writes the short name (`$RepeatedMsgReduction`, `%HOSTNAME%` without domain). */
const host = serverHost.slice(0, -mailDomain.length - 1);

/** The mail log of the world's present moment, newest file first. What happens in the next second is not in it yet. */
export function mailLogFiles(world: PracticeWorld): readonly MailLogFile[] {
  const midnight = lastMidnight(world.now, world.clock);
  const days: { at: number; line: string }[][] = [[]];
  const entries = world.mailLog.filter(({ at }) => at <= world.now).sort((a, b) => a.at - b.at);
  for (const { at, text } of entries) {
    const day = at >= midnight ? 0 : Math.ceil((midnight - at) / DAY);
    while (days.length <= day) days.push([]);
    days[day]?.push({ at, line: `${syslogStamp(at, world.clock)} ${host} ${text}\n` });
  }
  return days.map((lines, day) => ({
    path: day === 0 ? mailLogPath : `${mailLogPath}.${String(day)}${day > 1 ? '.gz' : ''}`,
    text: lines.map(({ line }) => line).join(''),
    compressed: day > 1,
    writtenAt: lines.at(-1)?.at ?? midnight - (day - 1) * DAY,
  }));
}
