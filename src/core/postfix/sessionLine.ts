import type { ClientEvent, SessionEvent } from './event.ts';

// `lost connection after DATA (0 bytes) from mail.example.org[192.0.2.1]`, `timeout after RCPT from ...`,
// `too many errors after AUTH from ...`
const broken = /^(?:lost connection|timeout|too many errors|queue file write error) after ([A-Z-]{2,30})/;

// `disconnect from x[192.0.2.1] ehlo=1 mail=2 rcpt=2 data=1/2 quit=1 commands=6/7`: accepted / all (smtpd(8))
const counters = / (?:data|bdat)=(\d{1,9})\/(\d{1,9})(?= |$)/g;

/** Reads smtpd's session lines; null when the text is none. */
export function parseSession(text: string): SessionEvent | null {
  if (text.startsWith('connect from ')) return session('connect', null);
  if (text.startsWith('disconnect from ')) {
    let unaccepted = 0;
    for (const [, accepted, all] of text.matchAll(counters)) unaccepted += Number(all) - Number(accepted);
    return { ...session('disconnect', null), unaccepted };
  }
  const found = broken.exec(text);
  return found === null ? null : session('broken', found[1] ?? null);
}

function session(change: SessionEvent['change'], stage: string | null): SessionEvent {
  return { type: 'session', change, stage, unaccepted: 0 };
}

/**
 * Reads smtpd's line that gives a mail its queue ID, from the text behind the ID:
 * `client=mail.example.org[192.0.2.1]:4711, sasl_method=PLAIN, sasl_username=user, orig_queue_id=4Xk2Fz1b2Cz9rT4,
 * orig_client=host[192.0.2.9]` (the port with smtpd_client_port_logging). Null when the text is none.
 */
export function parseClient(text: string): ClientEvent | null {
  if (!text.startsWith('client=')) return null;
  const [first = '', ...others] = text.split(', ');
  const fields = new Map<string, string>();
  for (const other of others) {
    const equals = other.indexOf('=');
    if (equals > 0) fields.set(other.slice(0, equals), other.slice(equals + 1));
  }
  return {
    type: 'client',
    client: withoutPort(first.slice('client='.length)),
    saslUsername: fields.get('sasl_username') ?? null,
    origClient: fields.has('orig_client') ? withoutPort(fields.get('orig_client') ?? '') : null,
    origQueueId: fields.get('orig_queue_id') ?? null,
  };
}

function withoutPort(client: string): string {
  return client.replace(/\]:\d{1,5}$/, ']');
}
