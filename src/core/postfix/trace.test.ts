import { describe, expect, it } from 'vitest';
import { traceMessages } from './trace.ts';

const seed = `Mar  1 20:45:32 bluemind postfix/smtpd[16923]: C5BF3135FAF: client=smtp.domain.net[192.168.120.30]
Mar  1 20:45:32 bluemind postfix/cleanup[16927]: C5BF3135FAF: message-id=<AM5PR04MB3219A293B59D96973D338B01D2290>
Mar  1 20:45:32 bluemind postfix/qmgr[364]: C5BF3135FAF: from=<user2@domain.net>, size=8386, nrcpt=1 (queue active)
Mar  1 20:45:32 bluemind postfix/lmtp[16928]: C5BF3135FAF: to=<user@bluemind.net>, relay=192.168.124.72[192.168.124.72]:2400, delay=0.32, delays=0.21/0.02/0.01/0.09, dsn=2.1.5, status=sent (250 2.1.5 Ok SESSIONID=<cyrus-12823-1488397532-1> [bluemind.net!user.user.INBOX () 2294])
Mar  1 20:45:32 bluemind postfix/qmgr[364]: C5BF3135FAF: removed`;

const log = (text: string, file = 'mail.log', reference = '2026-11-23T12:00:00') => ({
  file,
  reference,
  lines: text.split('\n'),
});

describe('the example of the documentation', () => {
  it('is one delivered message with its mailbox', () => {
    const result = traceMessages([log(seed)], { recipient: 'USER@bluemind.net' });
    expect(result.input).toEqual({ lines: 5, understood: 5, foreign: 0, notUnderstood: 0 });
    expect(result.messages).toEqual([
      {
        queueIds: ['C5BF3135FAF'],
        messageId: 'AM5PR04MB3219A293B59D96973D338B01D2290',
        sender: 'user2@domain.net',
        client: 'smtp.domain.net[192.168.120.30]',
        size: 8386,
        firstSeen: '2026-03-01T20:45:32',
        lastSeen: '2026-03-01T20:45:32',
        complete: true,
        recipients: [
          {
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
          },
        ],
        evidence: seed.split('\n').map((text, index) => ({ file: 'mail.log', line: index + 1, text })),
      },
    ]);
  });
});
