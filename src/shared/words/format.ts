/** `log`: as the log shows it; else the name of a zone (`UTC`, `Europe/Paris`) that times with an offset are shown in. */
export type ShownZone = string;

/**
 * A moment as a log shows it. Logs without a zone give wall-clock time, and logs with one keep their offset: neither is
 * converted to the zone of this computer unless the user wants it, because they compare it with the lines of the log; one
 * without a zone never is, because nobody knows what to convert it from.
 */
interface LogMoment {
  /** The wall clock, read as if it were UTC so that Intl prints exactly these digits. */
  readonly wallClock: number;
  readonly hasTime: boolean;
  /** `+01:00`, empty for UTC, null when the log gives none. */
  readonly offset: string | null;
}

/** `2026-03-01`, `2026-03-01T20:45`, with seconds, fraction and offset if given (ISO 8601 as core prints it). */
const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

function readMoment(iso: string): LogMoment | null {
  const match = ISO.exec(iso);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, zone] = match;
  const wallClock = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour ?? 0),
    Number(minute ?? 0),
    Number(second ?? 0),
  );
  return {
    wallClock,
    hasTime: hour !== undefined,
    offset: zone === undefined ? null : zone === 'Z' ? '' : zone,
  };
}

export const isIsoMoment = (text: string): boolean => readMoment(text) !== null;

/** Everything that is printed differently in each language. */
export interface Formats {
  readonly number: (value: number) => string;
  /** Bytes, in steps of 1000 as file managers show them. */
  readonly size: (bytes: number) => string;
  /** Day and time of an ISO 8601 text; text of another shape comes back as it is. */
  readonly moment: (iso: string) => string;
  readonly duration: (seconds: number) => string;
}

const sizeUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

function formatSize(language: string, bytes: number): string {
  let value = bytes;
  let step = 0;
  while (value >= 1000 && step < sizeUnits.length - 1) {
    value /= 1000;
    step += 1;
  }
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: sizeUnits[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: step === 0 || value >= 100 ? 0 : 1,
  }).format(value);
}

function formatDuration(language: string, seconds: number): string {
  const unit = (value: number, name: string, digits = 0): string =>
    new Intl.NumberFormat(language, {
      style: 'unit',
      unit: name,
      unitDisplay: 'long',
      maximumFractionDigits: digits,
    }).format(value);
  if (seconds < 10) return unit(seconds, 'second', 1);
  if (seconds < 90) return unit(Math.round(seconds), 'second');
  if (seconds < 90 * 60) return unit(Math.round(seconds / 60), 'minute');
  if (seconds < 36 * 3600) return unit(seconds / 3600, 'hour', 1);
  return unit(seconds / 86_400, 'day', 1);
}

/** `+01:00` or `+0100`; empty for UTC. */
function offsetMs(offset: string): number {
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return (offset.startsWith('-') ? -minutes : minutes) * 60_000;
}

/** `+01:00`, empty for UTC. */
function offsetAt(at: number, timeZone: string): string {
  // `GMT+01:00`; `GMT` or `GMT+00:00` for none
  const offset = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value;
  return (offset ?? '').replace(/^GMT(?:[+-]00:00)?/, '');
}

function inZone(at: number, language: string, timeZone: string): string {
  const shown = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium', timeZone });
  return `${shown.format(at)} (UTC${offsetAt(at, timeZone)})`;
}

/** The same moment as ISO 8601 of another zone, for programs; what says no zone of its own is left as it stands. */
export function isoInZone(iso: string, zone: ShownZone): string {
  const moment = readMoment(iso);
  if (moment === null || moment.offset === null || zone === 'log') return iso;
  const at = moment.wallClock - offsetMs(moment.offset);
  const offset = offsetAt(at, zone);
  const fraction = /\.\d+/.exec(iso)?.[0] ?? '';
  return `${new Date(at + offsetMs(offset)).toISOString().slice(0, 19)}${fraction}${offset || 'Z'}`;
}

const made = new Map<string, Formats>();

export function formatsFor(language: string, zone: ShownZone = 'log'): Formats {
  const known = made.get(`${language} ${zone}`);
  if (known !== undefined) return known;
  const numbers = new Intl.NumberFormat(language);
  const days = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' });
  const moments = new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'medium',
    timeZone: 'UTC',
  });
  const formats: Formats = {
    number: (value) => numbers.format(value),
    size: (bytes) => formatSize(language, bytes),
    moment: (iso) => {
      const moment = readMoment(iso);
      if (moment === null) return iso;
      if (!moment.hasTime) return days.format(moment.wallClock);
      if (moment.offset !== null && zone !== 'log')
        return inZone(moment.wallClock - offsetMs(moment.offset), language, zone);
      const shown = moments.format(moment.wallClock);
      return moment.offset === null ? shown : `${shown} (UTC${moment.offset})`;
    },
    duration: (seconds) => formatDuration(language, seconds),
  };
  made.set(`${language} ${zone}`, formats);
  return formats;
}
