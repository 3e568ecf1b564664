import { isPromptLine } from '../recognise/promptLine.ts';
import { readAsctime } from '../recognise/asctime.ts';
import type { QueueEntry, QueueListing, QueueRecipient, QueueToolMessage } from './queueEntry.ts';
import { causeOfReason } from './reasonCause.ts';
import { readToolMessage } from './toolMessage.ts';

/*
 * Format (postqueue(1), and src/postqueue/showq_compat.c of Postfix 3.x):
 *
 *   -Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------
 *   4E4D83AF8E      943 Thu Mar  2 07:10:58  full@bluemind.net
 *   (host 192.168.124.72[192.168.124.72] said: 452 4.2.2 Over quota (in reply to RCPT TO command))
 *                                            full@bluemind.net
 *
 *   -- 1 Kbytes in 1 Request.
 *
 * After the ID: `*` active queue, `!` hold queue, `#` forced to expire. A reason stands above the recipients it applies
 * to and holds until the next reason; `(reason unavailable)` ends it. A reason is right-aligned to column 78 when short.
 */
const entryLine =
  /^\s{0,8}([0-9A-Za-z]{5,40})([*!#]{0,3})\s{1,40}(\d{1,15})\s{1,20}([A-Z][a-z]{2} {1,3}[A-Z][a-z]{2} {1,3}\d{1,2} \d{2}:\d{2}:\d{2}(?: \d{4})?)\s+(\S.*)$/s;
const headingLine = /^\s{0,8}-{1,10}Queue ID-{1,10}\s/;
/** `-- 1 Kbytes in 1 Request.` */
const totalLine = /^\s{0,8}-- (\d{1,15}) Kbytes in (\d{1,15}) Requests?\.?\s*$/;
const emptyLine = /^\s{0,8}Mail queue is empty\s*$/;
/** An address: no blanks outside of quotes, `"john doe"@domain.net`. Local ones without a domain need the indentation. */
const addressText = /^(?:"[^"]{0,200}"|[^\s"(])[^\s]{0,320}$/;

interface OpenEntry {
  readonly queueId: string;
  readonly marks: string;
  readonly size: number;
  readonly arrival: string | null;
  readonly sender: string;
  readonly line: number;
  readonly recipients: QueueRecipient[];
  reason: string | null;
  hadReason: boolean;
}

export function parseQueueTable(lines: readonly string[], now: Date): QueueListing {
  const items: QueueEntry[] = [];
  const notUnderstood: { line: number; text: string }[] = [];
  const messages: QueueToolMessage[] = [];
  let total: QueueListing['total'] = null;
  let saysEmpty = false;
  let sawHeading = false;
  let yearDoubtful = false;
  let brokenReason = false;
  let open: OpenEntry | null = null;

  const close = (): void => {
    if (open !== null) items.push(closed(open));
    open = null;
  };

  for (let index = 0; index < lines.length; index++) {
    const text = lines[index] ?? '';
    const line = index + 1;
    const kind = lineKind(text);
    if (kind === 'blank' || kind === 'prompt') continue;
    if (kind === 'heading') {
      sawHeading = true;
      continue;
    }
    if (kind === 'empty') {
      saysEmpty = true;
      continue;
    }
    if (kind === 'message') {
      const message = readToolMessage(text);
      if (message !== null) messages.push({ ...message, line });
      continue;
    }
    if (kind === 'total') {
      const [, kbytes, requests] = totalLine.exec(text) ?? [];
      total = { kbytes: Number(kbytes), requests: Number(requests) };
      close();
      continue;
    }
    if (kind === 'entry') {
      close();
      const [, queueId = '', marks = '', size = '', time = '', sender = ''] = entryLine.exec(text) ?? [];
      const arrival = readAsctime(time, now);
      if (arrival !== null && !arrival.weekdayFits) yearDoubtful = true;
      open = {
        queueId,
        marks,
        size: Number(size),
        arrival: arrival?.iso ?? null,
        sender: sender.trim() === 'MAILER-DAEMON' ? '' : sender.trim(),
        line,
        recipients: [],
        reason: null,
        hadReason: false,
      };
      continue;
    }
    const entry: OpenEntry | null = open;
    if (entry !== null && kind === 'reason') {
      const { reason, last, complete } = readReason(lines, index);
      entry.reason = reason === 'reason unavailable' ? null : reason;
      entry.hadReason = true;
      if (!complete) brokenReason = true;
      index = last;
      continue;
    }
    if (entry !== null && kind === 'address') {
      entry.recipients.push({
        address: text.trim(),
        reason: entry.reason,
        cause: causeOfReason(entry.reason),
      });
      continue;
    }
    notUnderstood.push({ line, text });
  }
  close();

  const recognised = sawHeading || saysEmpty || items.length > 0 || total !== null;
  return {
    items,
    notUnderstood,
    format: recognised ? 'postqueue -p' : 'none',
    saysEmpty: saysEmpty && items.length === 0,
    total,
    messages,
    cutOff:
      brokenReason ||
      (items.length > 0 && (total === null || total.requests !== items.length)) ||
      (items.length === 0 && ((sawHeading && !saysEmpty) || total !== null)),
    yearDoubtful,
  };
}

type LineKind =
  'blank' | 'prompt' | 'heading' | 'empty' | 'message' | 'total' | 'entry' | 'reason' | 'address' | 'other';

function lineKind(text: string): LineKind {
  const trimmed = text.trim();
  if (trimmed === '') return 'blank';
  if (trimmed.startsWith('(')) return 'reason';
  if (headingLine.test(text)) return 'heading';
  if (totalLine.test(text)) return 'total';
  if (emptyLine.test(text)) return 'empty';
  if (entryLine.test(text)) return 'entry';
  if (readToolMessage(text) !== null) return 'message';
  if (isPromptLine(text)) return 'prompt';
  if (trimmed.length <= 520 && addressText.test(trimmed) && (trimmed.includes('@') || /^\s{16}/.test(text)))
    return 'address';
  return 'other';
}

/**
 * A reason begins with `(` and ends with `)`. Postfix prints it on one line; terminals, mail programs and ticket systems
 * wrap it, so lines are joined until the parentheses are closed or a line comes that is clearly something else.
 */
function readReason(
  lines: readonly string[],
  start: number,
): { readonly reason: string; readonly last: number; readonly complete: boolean } {
  const parts: string[] = [];
  let depth = 0;
  let last = start;
  for (let index = start; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (index > start && !carriesOn(line, parts.at(-1) ?? '')) break;
    const text = line.trim();
    parts.push(text);
    last = index;
    depth += parenthesesOpened(text);
    if (depth <= 0 && text.endsWith(')')) break;
  }
  const joined = parts.join(' ');
  const complete = joined.endsWith(')');
  return { reason: joined.slice(1, complete ? -1 : undefined).trim(), last, complete };
}

/** Does a line belong to the unclosed reason above it? Recipients are indented; a wrapped rest such as `command))` is not. */
function carriesOn(line: string, above: string): boolean {
  const kind = lineKind(line);
  if (kind === 'other') return true;
  if (kind === 'reason') return !above.endsWith(')');
  return kind === 'address' && !/^\s{8}/.test(line) && /[)>,;:]$/.test(line.trim());
}

function parenthesesOpened(text: string): number {
  let depth = 0;
  for (const character of text) {
    if (character === '(') depth++;
    else if (character === ')') depth--;
  }
  return depth;
}

function closed(entry: OpenEntry): QueueEntry {
  const queue = entry.marks.includes('*')
    ? 'active'
    : entry.marks.includes('!')
      ? 'hold'
      : entry.hadReason
        ? 'deferred'
        : // No mark and no reason: deferred, incoming and maildrop all look like this.
          'unknown';
  return {
    queueId: entry.queueId,
    queue,
    size: entry.size,
    arrival: entry.arrival,
    sender: entry.sender,
    recipients: entry.recipients,
    forcedExpire: entry.marks.includes('#'),
    line: entry.line,
  };
}
