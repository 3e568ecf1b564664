import { isPromptLine } from '../recognise/promptLine.ts';
import { jsonObjects } from '../recognise/jsonObjects.ts';
import type { QueueEntry, QueueListing, QueueName, QueueRecipient, QueueToolMessage } from './queueEntry.ts';
import { causeOfReason } from './reasonCause.ts';
import { readToolMessage } from './toolMessage.ts';

/*
 * Format (postqueue(1), "JSON OBJECT FORMAT", Postfix 3.1 and later), one object a line:
 *
 *   {"queue_name": "deferred", "queue_id": "4E4D83AF8E", "arrival_time": 1488438658, "message_size": 943,
 *    "forced_expire": false, "sender": "full@bluemind.net", "recipients": [{"address": "full@bluemind.net",
 *    "delay_reason": "host ... said: 452 4.2.2 Over quota (in reply to RCPT TO command)"}]}
 *
 * `arrival_time` is in seconds since 1970 UTC; `delay_reason` is left out when there is none; the null sender is
 * `MAILER-DAEMON`. An empty queue prints nothing at all.
 */
const queueNames: readonly QueueName[] = ['active', 'deferred', 'hold', 'incoming', 'maildrop', 'corrupt'];

export function parseQueueJson(lines: readonly string[]): QueueListing {
  const items: QueueEntry[] = [];
  const notUnderstood: { line: number; text: string }[] = [];
  const messages: QueueToolMessage[] = [];
  let cutOff = false;

  for (const piece of jsonObjects(lines)) {
    if (piece.kind === 'object') {
      const entry = readEntry(piece.value, piece.line);
      if (entry !== null) items.push(entry);
      else notUnderstood.push({ line: piece.line, text: lines[piece.line - 1] ?? '' });
      continue;
    }
    if (piece.kind === 'unfinished') {
      cutOff = true;
      for (const [offset, text] of piece.text.split('\n').entries()) {
        if (text.trim() !== '') notUnderstood.push({ line: piece.line + offset, text });
      }
      continue;
    }
    for (const [offset, text] of piece.text.split('\n').entries()) {
      const message = readToolMessage(text);
      if (message !== null) messages.push({ ...message, line: piece.line + offset });
      else if (text.trim() !== '' && !isPromptLine(text))
        notUnderstood.push({ line: piece.line + offset, text });
    }
  }
  return {
    items,
    notUnderstood,
    format: 'postqueue -j',
    saysEmpty: false,
    total: null,
    messages,
    cutOff,
    yearDoubtful: false,
  };
}

function readEntry(value: Readonly<Record<string, unknown>>, line: number): QueueEntry | null {
  const { queue_id: queueId, queue_name: queueName, message_size: size, sender } = value;
  if (typeof queueId !== 'string' || queueId === '') return null;
  return {
    queueId,
    queue: queueNames.find((name) => name === queueName) ?? 'unknown',
    size: typeof size === 'number' && Number.isFinite(size) ? size : null,
    arrival: isoOfSeconds(value['arrival_time']),
    sender: typeof sender !== 'string' || sender === 'MAILER-DAEMON' ? '' : sender,
    recipients: Array.isArray(value['recipients']) ? value['recipients'].flatMap(readRecipient) : [],
    forcedExpire: value['forced_expire'] === true,
    line,
  };
}

function readRecipient(value: unknown): QueueRecipient[] {
  if (typeof value !== 'object' || value === null) return [];
  const { address, delay_reason: delayReason } = value as Record<string, unknown>;
  if (typeof address !== 'string') return [];
  const reason =
    typeof delayReason === 'string' && delayReason.trim() !== ''
      ? delayReason.replace(/\s+/g, ' ').trim()
      : null;
  return [{ address, reason, cause: causeOfReason(reason) }];
}

function isoOfSeconds(seconds: unknown): string | null {
  if (typeof seconds !== 'number' || !(Math.abs(seconds) < 8e12)) return null;
  return new Date(Math.trunc(seconds) * 1000).toISOString().replace('.000Z', 'Z');
}
