import { readAsctime } from '../recognise/asctime.ts';
import { decodeEncodedWords } from '../recognise/encodedWords.ts';
import { isPromptLine } from '../recognise/promptLine.ts';
import { stripAnsi, textLines } from '../recognise/textLines.ts';
import type {
  ExpungedMessage,
  UnexpungeError,
  UnexpungeListing,
  UnexpungeResult,
} from './expungedMessage.ts';
import { findUnexpungeError } from './unexpungeError.ts';

/*
 * Format (imap/unexpunge.c; seen with Cyrus 3.6.1, fixtures/cyrus-3.6.1-listing.txt), fields indented by a tab:
 *
 *   UID: 2
 *           Size: 474
 *           Sent: Sun Nov 22 00:00:00 2026
 *           Recv: Mon Nov 23 01:19:15 2026
 *           Expg: Mon Nov 23 01:19:15 2026
 *           From: "Jürgen" <jurgen@elsewhere.example>
 *           To  : <john@domain.net>
 *           Cc  :
 *           Bcc :
 *           Subj: {17}
 *   Grüße aus Köln
 *
 * The subject is a string of the IMAP cache: quoted (`\"` and `\\` escaped), `NIL`, or a literal whose length in bytes is
 * announced and whose text begins on the next line. `Sent` has the day only. Instead of the addresses there may be
 * `ERROR: cache record missing or corrupt, not printing cache details`.
 */
const uidLine = /^\s{0,8}UID: (\d{1,10})\s*$/;
const fieldLine = /^\s{1,16}(Size|Sent|Recv|Expg|From|To {0,2}|Cc {0,2}|Bcc ?|Subj): ?(.*)$/s;
const literalSize = /^\{(\d{1,9})\+?\}\s*$/;
const cacheError = /^\s{1,16}ERROR: cache record missing or corrupt/;

type Open = { -readonly [Field in keyof ExpungedMessage]: ExpungedMessage[Field] };

/** Reads `unexpunge -l` (stdout, or stdout and stderr together). The exit status says nothing: errors come with 0. Total. */
export function parseUnexpungeListing(text: string): UnexpungeListing {
  const lines = textLines(stripAnsi(text));
  const items: ExpungedMessage[] = [];
  const notUnderstood: { line: number; text: string }[] = [];
  let error: UnexpungeError | null = null;
  let open: Open | null = null;
  let lastField = '';
  let hasCacheError = false;
  let cutOff = false;

  for (let index = 0; index < lines.length; index++) {
    const raw = lines[index] ?? '';
    const found = findUnexpungeError(raw);
    if (found !== null) error ??= found.error;
    // The error text has no line end, so whatever is printed next stands on the same line.
    const line = found === null ? raw : found.rest;
    if (line.trim() === '') continue;

    const uid = uidLine.exec(line);
    if (uid !== null) {
      cutOff ||= isUnfinished(open, lastField, hasCacheError);
      open = emptyMessage(Number(uid[1]), index + 1);
      items.push(open);
      lastField = '';
      hasCacheError = false;
      continue;
    }
    const field = fieldLine.exec(line);
    if (open !== null && field !== null) {
      const [, label = '', value = ''] = field;
      lastField = label.trim();
      if (lastField !== 'Subj') setField(open, lastField, value);
      else {
        const subject = readSubject(value, lines, index);
        open.subject = subject.text;
        index = subject.last;
        cutOff ||= !subject.complete;
      }
      continue;
    }
    if (open !== null && cacheError.test(line)) {
      hasCacheError = true;
      continue;
    }
    if (found === null && !isPromptLine(line)) {
      // Text before the first record that begins in the middle of one: the top of the listing is missing.
      if (open === null && field !== null) cutOff = true;
      notUnderstood.push({ line: index + 1, text: raw });
    }
  }
  return { items, notUnderstood, error, cutOff: cutOff || isUnfinished(open, lastField, hasCacheError) };
}

function emptyMessage(uid: number, line: number): Open {
  return {
    uid,
    size: null,
    sent: null,
    received: null,
    expunged: null,
    from: null,
    to: null,
    cc: null,
    bcc: null,
    subject: null,
    line,
  };
}

function isUnfinished(open: Open | null, lastField: string, hasCacheError: boolean): boolean {
  return open !== null && lastField !== 'Subj' && !hasCacheError;
}

function setField(message: Open, label: string, value: string): void {
  const time = (): string | null => readAsctime(value, null)?.iso ?? null;
  if (label === 'Size') message.size = /^\d{1,15}$/.test(value.trim()) ? Number(value) : null;
  else if (label === 'Sent') message.sent = time();
  else if (label === 'Recv') message.received = time();
  else if (label === 'Expg') message.expunged = time();
  else {
    const words = value.trim();
    const addresses = words === '' || words === 'NIL' ? null : decodeEncodedWords(words);
    if (label === 'From') message.from = addresses;
    else if (label === 'To') message.to = addresses;
    else if (label === 'Cc') message.cc = addresses;
    else message.bcc = addresses;
  }
}

/** `last` is the index of the last line used. */
interface Subject {
  readonly text: string | null;
  readonly last: number;
  readonly complete: boolean;
}

function readSubject(value: string, lines: readonly string[], index: number): Subject {
  const words = value.trim();
  const size = literalSize.exec(words);
  if (size !== null) return readLiteral(Number(size[1]), lines, index);
  if (words === 'NIL' || words === '' || words === '""') return { text: null, last: index, complete: true };
  const closed = words.length > 1 && words.startsWith('"') && words.endsWith('"');
  const plain = words.startsWith('"')
    ? words.slice(1, closed ? -1 : undefined).replace(/\\(["\\])/g, '$1')
    : words;
  return { text: decodeEncodedWords(plain), last: index, complete: closed || !words.startsWith('"') };
}

/** Lines are taken until the announced bytes are there. Pasting may have changed them, so a record's first line always ends it. */
function readLiteral(size: number, lines: readonly string[], index: number): Subject {
  const parts: string[] = [];
  let bytes = 0;
  let last = index;
  while (bytes < size && last + 1 < lines.length) {
    const next = lines[last + 1] ?? '';
    if (parts.length > 0 && (next.trim() === '' || uidLine.test(next))) break;
    parts.push(next);
    bytes += utf8Length(next) + (parts.length > 1 ? 1 : 0);
    last++;
  }
  const text = decodeEncodedWords(parts.join(' ').trim());
  return { text: text === '' ? null : text, last, complete: size === 0 || parts.length > 0 };
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}

/**
 * Reads what `unexpunge -u`, `-a` or `-t` printed. Total.
 *
 *   restoring expunged messages in mailbox 'user/john@domain.net'         (`restoring all expunged ...` with -a)
 *   Unexpunged user/john@domain.net: 2 => 10                              (with -v only)
 *   restored 2 expunged messages
 */
export function parseUnexpungeResult(text: string): UnexpungeResult {
  const notUnderstood: { line: number; text: string }[] = [];
  const uids: { old: number; new: number }[] = [];
  let mailbox: string | null = null;
  let restored: number | null = null;
  let error: UnexpungeError | null = null;

  for (const [index, raw] of textLines(stripAnsi(text)).entries()) {
    const found = findUnexpungeError(raw);
    if (found !== null) error ??= found.error;
    const line = found === null ? raw : found.rest;
    if (line.trim() === '') continue;
    const start = /^\s{0,8}restoring (?:all )?expunged messages in mailbox '(.*)'\s*$/s.exec(line);
    const one = /^\s{0,8}Unexpunged (.{0,1000}): (\d{1,10}) => (\d{1,10})\s*$/.exec(line);
    const end = /^\s{0,8}restored (\d{1,10}) expunged messages?\s*$/.exec(line);
    if (start !== null) mailbox = start[1] ?? null;
    else if (one !== null) uids.push({ old: Number(one[2]), new: Number(one[3]) });
    // Several runs pasted together: their counts add up.
    else if (end !== null) restored = (restored ?? 0) + Number(end[1]);
    else if (found === null && !isPromptLine(line)) notUnderstood.push({ line: index + 1, text: raw });
  }
  return { mailbox: mailbox ?? error?.mailbox ?? null, restored, uids, error, notUnderstood };
}
