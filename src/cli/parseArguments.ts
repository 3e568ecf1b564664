import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import { UsageError } from './usageError.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** `parseArgs` with complaints that fit on one line and name the way out. */
export function parseArguments<O extends Options>(verb: string, args: readonly string[], options: O) {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const text = error instanceof Error ? (error.message.split(/[.\n]/, 1)[0] ?? '') : String(error);
    throw new UsageError(`${text}; see: mailtriage ${verb} --help`);
  }
  return parsed;
}

const isoTime =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?)?$/i;

/** Checks an ISO 8601 date or time and writes it with `T`; `2026-02-30` is none. */
export function readTime(option: string, text: string): string {
  const parts = isoTime.exec(text.trim());
  const [, year, month, day, hour = '00', minute = '00', second = '00'] = parts ?? [];
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  const inRange =
    Number(month) >= 1 &&
    Number(month) <= 12 &&
    Number(day) >= 1 &&
    Number(day) <= days &&
    Number(hour) <= 23 &&
    Number(minute) <= 59 &&
    Number(second) <= 60;
  if (parts === null || !inRange) {
    throw new UsageError(
      `${option} takes a date or time such as 2026-03-01 or 2026-03-01T20:45, not "${text}"`,
    );
  }
  return text.trim().replace(' ', 'T').replace(',', '.');
}
