/** The server's own clock, as its tools print it. */
export interface ServerClock {
  /** IANA name, e.g. `Europe/Berlin`. */
  readonly zone: string;
  /** Minutes east of UTC; the same all the time, because the world is only some days long. */
  readonly offsetMinutes: number;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

const two = (value: number): string => String(value).padStart(2, '0');

/** The wall clock, to be read with the UTC methods of Date. */
export function wallClock(at: number, clock: ServerClock): Date {
  return new Date(at + clock.offsetMinutes * 60_000);
}

/** Milliseconds since 1970 of the last midnight on the server's clock. */
export function lastMidnight(at: number, clock: ServerClock): number {
  const shift = clock.offsetMinutes * 60_000;
  return Math.floor((at + shift) / 86_400_000) * 86_400_000 - shift;
}

const timeOfDay = (date: Date): string =>
  `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;

/** RFC 3164: `Mar  1 20:45:32`. */
export function syslogStamp(at: number, clock: ServerClock): string {
  const date = wallClock(at, clock);
  return `${months[date.getUTCMonth()] ?? ''} ${String(date.getUTCDate()).padStart(2)} ${timeOfDay(date)}`;
}

/** C's asctime: `Thu Mar  2 07:10:58`, with the year when asked. */
export function asctime(at: number, clock: ServerClock, withYear: boolean): string {
  const date = wallClock(at, clock);
  const day = weekdays[date.getUTCDay()] ?? '';
  const year = withYear ? ` ${String(date.getUTCFullYear())}` : '';
  return `${day} ${syslogStamp(at, clock)}${year}`;
}

/** Java's Date.toString in GMT, which is bm-cli's zone: `Thu Jun 13 13:11:14 GMT 2019`. */
export function javaDate(at: number): string {
  const date = new Date(at);
  const day = `${weekdays[date.getUTCDay()] ?? ''} ${months[date.getUTCMonth()] ?? ''} ${two(date.getUTCDate())}`;
  return `${day} ${timeOfDay(date)} GMT ${String(date.getUTCFullYear())}`;
}

/** `2026-11-23 01:15:10,508`, the time stamp of BlueMind's Java logs. */
export function javaLogStamp(at: number, clock: ServerClock): string {
  return wallClock(at, clock).toISOString().replace('T', ' ').replace('.', ',').replace('Z', '');
}

/** `2026-11-23 01:15:10` and `+0100`: what date(1), ls(1) and stat(1) need. */
export function isoStamp(at: number, clock: ServerClock): string {
  return wallClock(at, clock).toISOString().slice(0, 19).replace('T', ' ');
}

export function zoneOffset({ offsetMinutes }: ServerClock): string {
  const size = Math.abs(offsetMinutes);
  return `${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${two(size % 60)}`;
}
