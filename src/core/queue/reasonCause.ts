import { findCause } from '../causes/findCause.ts';

/** The cause of a reason, with the enhanced status code taken from its words. */
export function causeOfReason(reason: string | null): string | null {
  return reason === null ? null : findCause({ dsn: statusCodeIn(reason), reply: reason, status: 'deferred' });
}

/**
 * `host mx[1.2.3.4] said: 452 4.2.2 Over quota (in reply to RCPT TO command)` -> `4.2.2`. Only a code that follows a
 * reply code counts: a bare `4.2.2` elsewhere may be a version.
 */
export function statusCodeIn(reason: string): string | null {
  return /(?:^|[^\d.])[245]\d\d[ -]([245]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(reason)?.[1] ?? null;
}
