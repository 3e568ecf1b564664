import { journalLine } from './journalLine.ts';
import { stampAt } from './stamp.ts';
import type { Stamp } from './stamp.ts';

/** One line of a system log, taken apart. */
export interface SyslogLine {
  readonly stamp: Stamp;
  /** Null when the line names none. */
  readonly host: string | null;
  /** Tag, e.g. `postfix/smtpd`; null for lines without one (`last message repeated 3 times`). */
  readonly program: string | null;
  readonly pid: string | null;
  /** The message, control characters unescaped. */
  readonly text: string;
  /** How often the message stands for itself: more than 1 for rsyslog's `message repeated N times: [ ... ]`. */
  readonly times: number;
}

// `<22>`, `<mail.info>`, `<2.6>`: priority in front of the stamp (RFC 3164) or after it (FreeBSD syslogd -v)
const priority = /<[\w.]{1,20}>/y;
// RFC 5424 6: `<22>1 2026-03-01T20:45:32.003Z host app procid msgid `
const rfc5424Version = /1 (?=\d{4}-\d{2}-\d{2}T)/y;
const token = /[^ ]+/y;
// `postfix/submission/smtpd[123]: `, `cyrus/imap[123]: `, `kernel: `
const tag = /([^\s[\]:]{1,200})(?:\[([^\]\s]{0,40})\])?:(?: |$)/y;
// Solaris: `postfix/smtpd[1]: [ID 197553 mail.info] text`
const solarisId = /\[ID \d{1,10} [\w.]{1,20}\] /y;
// rsyslog, imuxsock with $RepeatedMsgReduction: `message repeated 2 times: [ text]`
const repeated = /^message repeated (\d{1,9}) times: \[ ?(.*)\]$/s;

/** Takes one line apart; null when it is no log line in a format we know. Never throws; linear time. */
export function parseSyslogLine(raw: string): SyslogLine | null {
  const line = tidy(raw);
  const first = line.charCodeAt(0);
  if (first === 0x7b || first === 0x1e || line.startsWith('data: {')) return journalLine(line);

  let at = skip(priority, line, 0);
  const structured = skip(rfc5424Version, line, at);
  if (structured > at) return parseRfc5424(line, structured);

  const found = stampAt(line, at);
  if (found === null) return null;
  at = spaces(line, found.end);
  at = spaces(line, skip(priority, line, at));
  return parseHead(line, at, found.stamp);
}

/** The byte-order mark, the carriage return of CRLF and NULs (holes that a crash leaves in a file) say nothing. */
function tidy(raw: string): string {
  let line = raw.includes('\0') ? raw.replaceAll('\0', '') : raw;
  if (line.charCodeAt(0) === 0xfeff) line = line.slice(1);
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

function skip(pattern: RegExp, line: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(line) ? pattern.lastIndex : at;
}

function spaces(line: string, at: number): number {
  let end = at;
  while (line.charCodeAt(end) === 0x20) end += 1;
  return end;
}

function parseHead(line: string, from: number, stamp: Stamp): SyslogLine {
  const direct = tagAt(line, from);
  if (direct !== null) return build(stamp, null, direct.program, direct.pid, line.slice(direct.end));

  token.lastIndex = from;
  const host = token.exec(line)?.[0] ?? null;
  const rest = spaces(line, from + (host?.length ?? 0));
  const tagged = tagAt(line, rest);
  if (tagged !== null) return build(stamp, host, tagged.program, tagged.pid, line.slice(tagged.end));
  return build(stamp, host, null, null, line.slice(rest));
}

function tagAt(line: string, at: number): { program: string; pid: string | null; end: number } | null {
  tag.lastIndex = at;
  const found = tag.exec(line);
  if (found === null) return null;
  const pid = found[2];
  return { program: found[1] ?? '', pid: pid === undefined || pid === '' ? null : pid, end: tag.lastIndex };
}

function parseRfc5424(line: string, from: number): SyslogLine | null {
  const found = stampAt(line, from);
  if (found === null) return null;
  const fields: (string | null)[] = [];
  let at = found.end;
  for (let field = 0; field < 4; field += 1) {
    at = spaces(line, at);
    token.lastIndex = at;
    const value = token.exec(line)?.[0];
    if (value === undefined) return null;
    fields.push(value === '-' ? null : value);
    at += value.length;
  }
  const [host = null, program = null, pid = null] = fields;
  at = structuredDataEnd(line, spaces(line, at));
  if (line.charCodeAt(at) === 0x20) at += 1;
  if (line.charCodeAt(at) === 0xfeff) at += 1;
  return build(found.stamp, host, program, pid, line.slice(at));
}

/** `-`, or `[id name="value with \] and \""][id2 ...]` (RFC 5424 6.3). */
function structuredDataEnd(line: string, from: number): number {
  if (line[from] === '-') return from + 1;
  let at = from;
  while (line[at] === '[') {
    let quoted = false;
    for (at += 1; at < line.length; at += 1) {
      const char = line[at];
      if (char === '\\' && quoted) at += 1;
      else if (char === '"') quoted = !quoted;
      else if (char === ']' && !quoted) break;
    }
    at += 1;
  }
  return Math.min(at, line.length);
}

function build(
  stamp: Stamp,
  host: string | null,
  program: string | null,
  pid: string | null,
  rest: string,
): SyslogLine {
  const message = rest.slice(skip(solarisId, rest, 0));
  const repeat = message.startsWith('message repeated ') ? repeated.exec(message) : null;
  const text = unescapeControls(repeat?.[2] ?? message);
  return { stamp, host, program, pid, text, times: repeat === null ? 1 : Number(repeat[1]) };
}

/**
 * rsyslog writes a control character as `#` and three octal digits (`#012` newline, `#011` tab; its
 * `parser.escapeControlCharactersOnReceive`). Only control characters are turned back, `#200` may be a ticket.
 */
export function unescapeControls(text: string): string {
  if (!text.includes('#')) return text;
  return text.replace(/#(0[0-3][0-7]|177)/g, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}
