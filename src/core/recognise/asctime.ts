const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** Wall-clock time without a zone. */
export interface WallClock {
  readonly iso: string;
  /** False when the weekday printed beside it does not fit the year. */
  readonly weekdayFits: boolean;
}

/**
 * Reads C's asctime without its year, `Thu Mar  2 07:10:58`, or with it, `Thu Jun 13 13:11:14 2019`.
 * Postfix's and Cyrus' tools print it in English whatever the locale (asctime(3)), in the server's zone.
 * Without a year: the latest that does not lie more than a day after `now` (a day, because the zone is unknown).
 */
export function readAsctime(text: string, now: Date | null): WallClock | null {
  const parts =
    /^([A-Z][a-z]{2}) {1,3}([A-Z][a-z]{2}) {1,3}(\d{1,2}) (\d{2}):(\d{2}):(\d{2})(?: (\d{4}))?$/.exec(
      text.trim(),
    );
  if (parts === null) return null;
  const [, weekday = '', monthName = '', day = '', hour = '', minute = '', second = '', yearText] = parts;
  const month = months.indexOf(monthName);
  if (month < 0 || !weekdays.includes(weekday)) return null;
  const year =
    yearText !== undefined
      ? Number(yearText)
      : now === null
        ? null
        : inferYear(now, month, Number(day), [hour, minute, second]);
  if (year === null) return null;
  const date = new Date(Date.UTC(year, month, Number(day), Number(hour), Number(minute), Number(second)));
  if (date.getUTCMonth() !== month || date.getUTCDate() !== Number(day)) return null;
  return { iso: date.toISOString().slice(0, 19), weekdayFits: weekdays[date.getUTCDay()] === weekday };
}

function inferYear(now: Date, month: number, day: number, [h, m, s]: readonly string[]): number | null {
  const limit = now.getTime() + 86_400_000;
  if (Number.isNaN(limit)) return null;
  for (let year = now.getUTCFullYear() + 1, tries = 0; tries < 9; year--, tries++) {
    const at = Date.UTC(year, month, day, Number(h), Number(m), Number(s));
    // 29 February exists only every fourth year, so look further back for it.
    if (at <= limit && new Date(at).getUTCMonth() === month) return year;
  }
  return null;
}
