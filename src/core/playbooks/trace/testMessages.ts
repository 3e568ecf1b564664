import type { TraceReading } from '../../playbook/traceReading.ts';
import type { TracedMessage, TracedRecipient } from '../../postfix/tracedMessage.ts';

/** Messages for the tests of this folder: the seeds' delivered mail, changed where a test needs it. */
export function recipientWith(changes: Partial<TracedRecipient> = {}): TracedRecipient {
  return {
    address: 'user@bluemind.net',
    originalAddress: null,
    status: 'delivered',
    dsn: '2.1.5',
    relay: '192.168.124.72[192.168.124.72]:2400',
    reply: '250 2.1.5 Ok SESSIONID=<cyrus-12823-1488397532-1> [bluemind.net!user.user.INBOX () 2294]',
    delaySeconds: 0.32,
    attempts: 1,
    firstAttempt: '2026-03-01T20:45:32',
    lastAttempt: '2026-03-01T20:45:32',
    cause: null,
    mailbox: { domain: 'bluemind.net', user: 'user', folder: 'INBOX', imapUid: 2294 },
    ...changes,
  };
}

export function messageWith(
  changes: Partial<TracedMessage> = {},
  recipients = [recipientWith()],
): TracedMessage {
  return {
    queueIds: ['C5BF3135FAF'],
    messageId: 'AM5PR04MB3219A293B59D96973D338B01D2290',
    sender: 'user2@domain.net',
    client: 'smtp.domain.net[192.168.120.30]',
    size: 8386,
    firstSeen: '2026-03-01T20:45:32',
    lastSeen: '2026-03-01T20:45:32',
    complete: true,
    recipients,
    evidence: [
      {
        file: 'mail.log',
        line: 4,
        text: 'Mar  1 20:45:32 bluemind postfix/lmtp[16928]: C5BF3135FAF: to=<user@bluemind.net>, dsn=2.1.5, status=sent (250 2.1.5 Ok [bluemind.net!user.user.INBOX () 2294])',
      },
    ],
    ...changes,
  };
}

export function readingOf(
  messages: readonly TracedMessage[],
  changes: Partial<TraceReading> = {},
): TraceReading {
  return {
    query: { recipient: 'user@bluemind.net' },
    messages,
    counts: { lines: 5, understood: 5, foreign: 0, notUnderstood: 0 },
    coverage: [
      {
        file: 'mail.log',
        from: '2026-03-01T20:45:32',
        to: '2026-03-01T20:45:32',
        counts: { lines: 5, understood: 5, foreign: 0, notUnderstood: 0 },
      },
    ],
    samples: [],
    foreignPrograms: [],
    ...changes,
  };
}
