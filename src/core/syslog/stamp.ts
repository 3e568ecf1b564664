import { monthOf } from './monthNames.ts';

/** A time as a log line shows it. Nothing is converted: the wall clock and the offset are those of the line. */
export interface Stamp {
  /** Null when the line does not say (traditional syslog); see `LogClock`. */
  readonly year: number | null;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Digits after the decimal point as logged, `''` when there are none. */
  readonly fraction: string;
  /** `Z` or `+hh:mm`; null when the line gives wall-clock time only. */
  readonly zone: string | null;
}

/** A stamp and the position in the text after it. */
export interface StampAt {
  readonly stamp: Stamp;
  readonly end: number;
}

// `Mar  1 20:45:32`, `Mär 01 20:45:32.123456`, `Mar 1 2026 20:45:32` (RFC 3164 5.1; postlogd(8); journalctl short-precise)
const traditional =
  /([^\s\d<>[\]{}"]{3,8}) {1,2}(\d{1,2}) (?:(\d{4}) )?(\d{1,2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?(?= |:|$)/y;

// `2026-03-01T20:45:32.003+01:00`, `...Z`, `...+0100` (RFC 3339; RFC 5424; journalctl short-iso), also with a
// space instead of the T, and without a zone.
const iso =
  /(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,9}))?(Z|[+-]\d{2}:?\d{2})?(?= |$)/y;

/** Reads a stamp that starts exactly at `from`; null when none does. */
export function stampAt(text: string, from: number): StampAt | null {
  const code = text.charCodeAt(from);
  return code >= 0x30 && code <= 0x39 ? isoAt(text, from) : traditionalAt(text, from);
}

function isoAt(text: string, from: number): StampAt | null {
  iso.lastIndex = from;
  const found = iso.exec(text);
  if (found === null) return null;
  const stamp: Stamp = {
    year: Number(found[1]),
    month: Number(found[2]),
    day: Number(found[3]),
    hour: Number(found[4]),
    minute: Number(found[5]),
    second: Number(found[6]),
    fraction: found[7] ?? '',
    zone: zoneOf(found[8]),
  };
  return isPossible(stamp) ? { stamp, end: iso.lastIndex } : null;
}

function zoneOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  return text === 'Z' || text.includes(':') ? text : `${text.slice(0, 3)}:${text.slice(3)}`;
}

/** Neighbouring lines mostly show the same second: the stamp read last, so that they share one object. */
let latest: { readonly text: string; readonly at: StampAt } | null = null;

function traditionalAt(text: string, from: number): StampAt | null {
  if (latest !== null && from === 0 && text.startsWith(latest.text)) return latest.at;
  traditional.lastIndex = from;
  const found = traditional.exec(text);
  if (found === null) return null;
  const month = monthOf(found[1] ?? '');
  if (month === null) return null;
  const stamp: Stamp = {
    year: found[3] === undefined ? null : Number(found[3]),
    month,
    day: Number(found[2]),
    hour: Number(found[4]),
    minute: Number(found[5]),
    second: Number(found[6]),
    fraction: found[7] ?? '',
    zone: null,
  };
  // Some loggers close the stamp with a colon.
  const end = text[traditional.lastIndex] === ':' ? traditional.lastIndex + 1 : traditional.lastIndex;
  if (!isPossible(stamp)) return null;
  const at = { stamp, end };
  // With the character behind it, so that `20:45:32` is not taken for `20:45:32.5`.
  if (from === 0 && text[end] === ' ') latest = { text: text.slice(0, end + 1), at };
  return at;
}

function isPossible(stamp: Stamp): boolean {
  return (
    stamp.month >= 1 &&
    stamp.month <= 12 &&
    stamp.day >= 1 &&
    stamp.day <= 31 &&
    stamp.hour <= 23 &&
    stamp.minute <= 59 &&
    stamp.second <= 60
  );
}

/** Stamp of microseconds since 1970 (journald), in UTC. Null when the text is no such number. */
export function stampOfMicroseconds(text: string): Stamp | null {
  if (!/^\d{1,17}$/.test(text)) return null;
  const micros = Number(text);
  const date = new Date(Math.floor(micros / 1000));
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999) return null;
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    fraction: text.slice(-6).padStart(6, '0'),
    zone: 'Z',
  };
}

/** ISO 8601 text of a stamp in `year`, fraction and offset as logged. */
export function formatStamp(stamp: Stamp, year: number): string {
  const two = (value: number): string => (value < 10 ? `0${value}` : `${value}`);
  const fraction = stamp.fraction === '' ? '' : `.${stamp.fraction}`;
  return (
    `${String(year).padStart(4, '0')}-${two(stamp.month)}-${two(stamp.day)}` +
    `T${two(stamp.hour)}:${two(stamp.minute)}:${two(stamp.second)}${fraction}${stamp.zone ?? ''}`
  );
}

/** Milliseconds since 1970 of the stamp's wall clock read as if it were UTC. */
export function wallMillis(stamp: Stamp, year: number): number {
  const whole = Date.UTC(year, stamp.month - 1, stamp.day, stamp.hour, stamp.minute, stamp.second);
  return stamp.fraction === '' ? whole : whole + Number(`0.${stamp.fraction}`) * 1000;
}

/** Minutes east of UTC, null when the stamp has no offset. */
export function offsetMinutes(stamp: Stamp): number | null {
  if (stamp.zone === null) return null;
  if (stamp.zone === 'Z') return 0;
  const minutes = Number(stamp.zone.slice(1, 3)) * 60 + Number(stamp.zone.slice(4, 6));
  return stamp.zone.startsWith('-') ? -minutes : minutes;
}
