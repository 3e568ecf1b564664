import fc from 'fast-check';

/** Replies of all kinds that mean something, nearly mean something, or nothing, and how they may be wrapped. */
const reply = fc.oneof(
  fc.constantFrom(
    'host mx.example.org[192.0.2.1] said: 550 5.1.1 <a@example.org>: User unknown (in reply to RCPT TO command)',
    'host 127.0.0.1[127.0.0.1] said: 452 4.2.2 Over quota SESSIONID=<cyrus-12345-1> (in reply to RCPT TO command)',
    'host mx.example.org[192.0.2.1] said: 421-4.7.28 Our system has detected an unusual rate of unsolicited mail. 1z3fsi54321eda.12 - gsmtp',
    'connect to mx.example.org[192.0.2.1]:25: Connection timed out',
    'delivery temporarily suspended: connect to mx.example.org[192.0.2.1]:25: Connection refused',
    'host mx.example.org[192.0.2.1] said: 250 2.0.0 Ok: queued as 4Xk2Fz1b2Cz9rT4',
    'forwarded as C5BF3135FAF',
    'queued as 12345, discarded, DISCARDED',
    'Wörter, die nicht ASCII sind',
    'words of no kind',
    '250 2.7.0 Ok, discarded, id=1-2 - spam',
    'x'.repeat(1300),
    '',
    ' ',
    ')',
  ),
  fc.string({ maxLength: 30 }),
);
const address = fc.oneof(
  fc.constantFrom(
    'a@example.org',
    'B.c@Example.ORG',
    'a@b@C',
    '',
    '<x',
    ' x',
    'user>, x',
    'x y',
    'é@example.org',
  ),
  fc.string({ maxLength: 6 }),
);
const id = fc.constantFrom('C5BF3135FAF', '4Xk2Fz1b2Cz9rT4', 'ABCDE', '1234', 'abcde', 'A'.repeat(41));
const field = fc.constantFrom(
  'relay=mx.example.org[192.0.2.1]:25',
  'relay=none',
  'relay=',
  'delay=0.32',
  'delay=14',
  'delay=',
  'delay=1.',
  'delay=1e3',
  'delays=0.06/0/0/0.01',
  'conn_use=2',
  'dsn=5.1.1',
  'dsn=4.2.2',
  'dsn=',
  'dsn=x',
  'no field',
);
/** As Postfix writes them, mostly. */
const fields = fc.oneof(
  fc
    .constantFrom('4.2.2', '5.7.1', '4.7.1', '5.1.1')
    .map((dsn) => ['relay=mx.example.org[192.0.2.1]:25', 'delay=1.5', 'delays=0.06/0/0/1.4', `dsn=${dsn}`]),
  fc.array(field, { maxLength: 5 }),
);
const status = fc.constantFrom(
  ...['deferred', 'bounced', 'deferred', 'bounced', 'sent', 'expired', 'undeliverable', 'Deferred', ''],
);
const close = fc.constantFrom(')', ')', ')', ')', ')', '', ') ', ')x');

const delivery = fc
  .tuple(
    id,
    address,
    fc.option(address),
    fields,
    status,
    fc.constantFrom(' (', ' (', ' (', '('),
    reply,
    close,
  )
  .map(([queueId, to, orig, said, word, open, text, end]) =>
    [
      `${queueId}: to=<${to}>`,
      ...(orig === null ? [] : [`orig_to=<${orig}>`]),
      ...said,
      `status=${word}${open}${text}${end}`,
    ].join(', '),
  );

const code = fc.constantFrom(
  ...['550 5.1.1 ', '554 5.7.1 ', '450-4.7.25 ', '5.1.1 ', '450 4.7.125 ', '550 5.1.1234 ', '550 51.1.1 '],
  ...['550 ', '', '55 5.1.1 ', '5501 5.1.1 ', '550 5.1.1', '550 5.1 ', ' 550 5.1.1 ', '550  5.1.1 '],
);
const client = fc.constantFrom(
  ...[
    'mx.example.org[192.0.2.1]',
    'unknown[2001:db8::1]',
    'unknown[unknown]',
    'x',
    '[192.0.2.1]',
    'a b[192.0.2.1]',
  ],
  ...[
    'mx[x][192.0.2.1]',
    'mx.example.org[192.0.2.1]:4711',
    `${'x'.repeat(80)}[192.0.2.1]`,
    'mx.example.org[]',
  ],
);
const refused = fc.oneof(
  fc.constantFrom(
    '<a@example.org>: Recipient address rejected: User unknown in virtual mailbox table',
    '<a@example.org>: Relay access denied',
    'Service unavailable; Client host [192.0.2.1] blocked using zen.example.org; https://example.org/query/192.0.2.1',
    'Client host rejected: cannot find your hostname, [192.0.2.1]',
    'Wörter; from=<x> to=<y>',
  ),
  reply,
);
const stage = fc.constantFrom(
  ...['RCPT', 'RCPT', 'RCPT', 'RCPT', 'MAIL', 'DATA', 'END-OF-MESSAGE', 'CONNECT', 'EHLO', 'VRFY', 'rcpt'],
);
const action = fc.constantFrom(
  ...[
    'reject',
    'reject',
    'reject',
    'reject',
    'reject_warning',
    'hold',
    'discard',
    'milter-reject',
    'redirect',
  ],
);
const trailer = fc
  .tuple(address, address, fc.constantFrom(' ', ' ', ' ', ', ', ''))
  .map(([from, to, gap]) => `; from=<${from}>${gap}to=<${to}>${gap}proto=ESMTP${gap}helo=<mx.example.org>`);
const refusal = fc
  .tuple(
    fc.oneof(fc.constant('NOQUEUE'), fc.constant('NOQUEUE'), id),
    action,
    stage,
    client,
    code,
    refused,
    trailer,
  )
  .map(
    ([queueId, what, when, who, number, why, rest]) =>
      `${queueId}: ${what}: ${when} from ${who}: ${number}${why}${rest}`,
  );

const daemon = fc.constantFrom(
  ...[
    'smtp',
    'lmtp',
    'smtp',
    'error',
    'local',
    'virtual',
    'pipe',
    'discard',
    'qmgr',
    'smtpd',
    'bounce',
    'cleanup',
  ],
);
const server = fc.constantFrom('smtpd', 'smtpd', 'submission/smtpd', 'postscreen', 'cleanup', 'smtp');

/** `postfix/smtp[1234]: ...`: mail that was not delivered or not taken in, as Postfix says it and nearly so. */
export const refusalText = fc.oneof(
  fc.tuple(daemon, delivery).map(([name, text]) => `postfix/${name}[1234]: ${text}`),
  fc.tuple(server, refusal).map(([name, text]) => `postfix/${name}[1234]: ${text}`),
);

/** The same with a stamp of these lines, and about a queue ID of theirs. */
export function refusalsOf(lines: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...lines), fc.constantFrom(...lines), refusalText)
    .map(([one, other, text]) => {
      const stamp = /^(?:\d\S*|[A-Z].{14}) /.exec(one)?.[0] ?? 'Mar  1 20:45:32 ';
      const queueId = /: ([\dA-Za-z]{8,15}): /.exec(other)?.[1] ?? 'C5BF3135FAF';
      return `${stamp}mail ${text.replace('C5BF3135FAF', queueId)}`;
    });
}
