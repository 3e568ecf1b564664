import type { DeliveryEvent } from './event.ts';

/**
 * Reads what a delivery agent says of one recipient (smtp, lmtp, local, virtual, pipe, error, discard, qmgr):
 * `to=<user@example.org>, orig_to=<alias@example.org>, relay=mx.example.org[192.0.2.1]:25, conn_use=2, delay=0.32,
 * delays=0.21/0.02/0.01/0.09, dsn=2.1.5, status=sent (250 2.1.5 Ok)` (Postfix log_adhoc(3)). Null when it is none.
 */
export function parseDelivery(text: string): DeliveryEvent | null {
  if (!text.startsWith('to=<')) return null;
  const address = addressAt(text, 4);
  if (address === null) return null;
  let at = address.end;
  let originalAddress: string | null = null;
  if (text.startsWith('orig_to=<', at)) {
    const original = addressAt(text, at + 9);
    if (original === null) return null;
    originalAddress = original.value;
    at = original.end;
  }
  let relay: string | null = null;
  let delaySeconds: number | null = null;
  let dsn: string | null = null;
  while (!text.startsWith('status=', at)) {
    const end = text.indexOf(', ', at);
    const equals = text.indexOf('=', at);
    if (end < 0 || equals < 0 || equals > end) return null;
    const key = text.slice(at, equals);
    const value = text.slice(equals + 1, end);
    if (key === 'relay') relay = value;
    else if (key === 'delay') delaySeconds = numberOf(value);
    else if (key === 'dsn') dsn = value;
    at = end + 2;
  }
  const rest = text.slice(at + 'status='.length);
  const space = rest.indexOf(' ');
  const status = space < 0 ? rest : rest.slice(0, space);
  if (status === '') return null;
  return {
    type: 'delivery',
    address: address.value,
    originalAddress,
    relay,
    delaySeconds,
    dsn,
    status,
    reply: space < 0 ? null : replyIn(rest.slice(space + 1)),
  };
}

function addressAt(text: string, from: number): { value: string; end: number } | null {
  const close = text.indexOf('>, ', from);
  return close < 0 ? null : { value: text.slice(from, close), end: close + 3 };
}

function numberOf(text: string): number | null {
  const value = Number(text);
  return text === '' || !Number.isFinite(value) ? null : value;
}

/** Between the outer parentheses; a line cut short has no closing one. */
function replyIn(text: string): string | null {
  if (!text.startsWith('(')) return text === '' ? null : text;
  const trimmed = text.trimEnd();
  return trimmed.endsWith(')') ? trimmed.slice(1, -1) : trimmed.slice(1);
}
