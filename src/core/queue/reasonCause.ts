import { findCause } from '../causes/findCause.ts';
import { statusCodeIn } from '../recognise/statusCode.ts';

/** The cause of a reason, with the enhanced status code taken from its words. */
export function causeOfReason(reason: string | null): string | null {
  return reason === null ? null : findCause({ dsn: statusCodeIn(reason), reply: reason, status: 'deferred' });
}
