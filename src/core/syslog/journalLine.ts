import { stampOfMicroseconds } from './stamp.ts';
import type { SyslogLine } from './syslogLine.ts';

/**
 * One entry of `journalctl -o json` (also json-seq and json-sse), a JSON object on one line:
 * `{"__REALTIME_TIMESTAMP":"1772394332000000","_HOSTNAME":"mail","SYSLOG_IDENTIFIER":"postfix/smtpd",
 * "SYSLOG_PID":"123","MESSAGE":"connect from ..."}`. A field holds text, an array of bytes when it is no valid
 * text, null when it was too long to print, or an array of such values when it occurs several times
 * (systemd, "Journal JSON Format"). Null when the line is none. Never throws.
 */
export function journalLine(line: string): SyslogLine | null {
  const start = line.indexOf('{');
  let entry: unknown;
  try {
    entry = JSON.parse(line.slice(start));
  } catch {
    return null;
  }
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return null;
  const fields = entry as Record<string, unknown>;
  const time = textOf(fields['_SOURCE_REALTIME_TIMESTAMP']) ?? textOf(fields['__REALTIME_TIMESTAMP']);
  const stamp = time === null ? null : stampOfMicroseconds(time);
  if (stamp === null) return null;
  return {
    stamp,
    host: textOf(fields['_HOSTNAME']),
    program: textOf(fields['SYSLOG_IDENTIFIER']) ?? textOf(fields['_COMM']),
    pid: textOf(fields['SYSLOG_PID']) ?? textOf(fields['_PID']),
    text: textOf(fields['MESSAGE']) ?? '',
    times: 1,
  };
}

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (!Array.isArray(value) || value.length === 0) return null;
  if (value.every((item) => typeof item === 'number'))
    return new TextDecoder().decode(Uint8Array.from(value));
  return textOf(value.find((item) => typeof item === 'string' || Array.isArray(item)));
}
