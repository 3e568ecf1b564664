import fc from 'fast-check';

/** Mostly what Postfix writes, so that a line is odd in one or two places, not everywhere. */
function mostly(plain: readonly string[], odd: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    { arbitrary: fc.constantFrom(...plain), weight: 5 },
    { arbitrary: fc.constantFrom(...odd), weight: 1 },
  );
}

const deliveryReply = mostly(
  [
    'host mx.example.org[192.0.2.1] said: 550 5.1.1 <a@example.org>: User unknown (in reply to RCPT TO command)',
    'host 127.0.0.1[127.0.0.1] said: 452 4.2.2 Over quota SESSIONID=<cyrus-12345-1> (in reply to RCPT TO command)',
    'host mx.example.org[192.0.2.1] said: 421-4.7.28 An unusual rate of mail. 1z3fsi54321eda.12 - gsmtp',
    'connect to mx.example.org[192.0.2.1]:25: Connection timed out',
    'host mx.example.org[192.0.2.1] said: 250 2.0.0 Ok: queued as 4Xk2Fz1b2Cz9rT4',
    'words that nobody knows',
  ],
  [
    'forwarded as C5BF3135FAF',
    'queued as 12345, discarded, DISCARDED',
    'Wörter, die nicht ASCII sind',
    '250 2.7.0 Ok, discarded, id=1-2 - spam',
    'first line#012second line',
    'x'.repeat(1300),
    ...['', ' ', ')', '(', 'status=sent ()'],
  ],
);
const address = mostly(
  ['a@example.org', 'B.c@Example.ORG', 'someone@example.net', ''],
  ['a@b@C', '<x', ' x', 'user>, x', 'x y', 'é@example.org', 'x;y', 'x[y]', '"a, b"@example.org'],
);
const queueId = mostly(['C5BF3135FAF', '4Xk2Fz1b2Cz9rT4'], ['ABCDE', '1234', 'abcde', 'A'.repeat(41)]);
const relay = mostly(
  ['relay=mx.example.org[192.0.2.1]:25', 'relay=none'],
  ['relay=', '', 'relay=a, relay=b'],
);
const delay = mostly(
  ['delay=0.32', 'delay=14'],
  ['delay=', 'delay=1.', 'delay=1e3', 'delay=-1', '', 'no field', 'delay=1234567890123456'],
);
const code = mostly(
  ['dsn=5.1.1', 'dsn=4.2.2', 'dsn=4.7.1'],
  ['dsn=', 'dsn=x', '', 'dsn=4.2.2, dsn=5.1.1', 'dsn=4.2 2'],
);
const status = mostly(
  ['status=deferred (', 'status=bounced ('],
  [
    ...['status=sent (', 'status=expired (', 'status=undeliverable (', 'status=Deferred (', 'status=bounced'],
    ...['status=deferred', 'status=bounced  (', 'status=deferred,(', '', 'status='],
  ],
);
const close = mostly([')'], ['', ') ', ')x', '))']);

const delivery = fc
  .tuple(queueId, address, fc.option(address), relay, delay, code, status, deliveryReply, close)
  .map(([id, to, orig, where, duration, number, word, text, end]) => {
    const original = orig === null ? '' : `orig_to=<${orig}>`;
    const fields = [`to=<${to}>`, original, where, duration, 'delays=0.06/0/0/0.01', number];
    return `${id}: ${fields.filter((field) => field !== '').join(', ')}, ${word}${text}${end}`;
  });

const client = mostly(
  ['mx.example.org[192.0.2.1]', 'unknown[192.0.2.1]', 'unknown[2001:db8::1]'],
  [
    ...['unknown[unknown]', 'x', '[192.0.2.1]', 'a b[192.0.2.1]', 'mx[x][192.0.2.1]', 'mx.example.org[]'],
    ...['mx.example.org[192.0.2.1]:4711', `${'x'.repeat(80)}[192.0.2.1]`, `${'x'.repeat(61)}[192.0.2.1]`],
  ],
);
const refusalCode = mostly(
  ['550 5.1.1 ', '554 5.7.1 ', '450-4.7.25 ', '5.1.1 '],
  [
    ...[
      '450 4.7.125 ',
      '550 5.1.1234 ',
      '550 51.1.1 ',
      '550 5.1234.1 ',
      '550 5..1 ',
      '550 5.1. ',
      '550 5.1.1. ',
    ],
    ...['550 ', '', '55 5.1.1 ', '5501 5.1.1 ', '550 5.1.1', '550 5.1 ', ' 550 5.1.1 ', '550  5.1.1 '],
  ],
);
const refusalReply = mostly(
  [
    '<a@example.org>: Recipient address rejected: User unknown in virtual mailbox table',
    '<a@example.org>: Relay access denied',
    'Service unavailable; Client host [192.0.2.1] blocked using zen.example.org; https://example.org/query/192.0.2.1',
    'Client host rejected: cannot find your hostname, [192.0.2.1]',
    'words that nobody knows',
  ],
  ['', ' ', 'x ', 'Wörter', 'x; from=<x> to=<y> z', 'x; from=<x', 'x#012y', 'x'.repeat(1300)],
);
const stage = mostly(['RCPT'], ['MAIL', 'DATA', 'END-OF-MESSAGE', 'CONNECT', 'EHLO', 'VRFY', 'rcpt']);
const action = mostly(
  ['reject'],
  ['reject_warning', 'hold', 'discard', 'milter-reject', 'redirect', 'filter'],
);
const gap = mostly([' '], [', ', '', '  ']);
const refusal = fc
  .tuple(
    fc.oneof({ arbitrary: fc.constant('NOQUEUE'), weight: 8 }, queueId),
    ...([action, stage, client, refusalCode, refusalReply, address, address, gap] as const),
  )
  .map(([id, what, when, who, number, why, from, to, space]) => {
    const trailer = `; from=<${from}>${space}to=<${to}>${space}proto=ESMTP${space}helo=<mx.example.org>`;
    return `${id}: ${what}: ${when} from ${who}: ${number}${why}${trailer}`;
  });

const agent = mostly(
  ['smtp', 'lmtp', 'local', 'error', 'pipe'],
  ['virtual', 'discard', 'qmgr', 'smtpd', 'bounce', 'cleanup', 'out/smtp'],
);
const server = mostly(['smtpd', 'submission/smtpd'], ['postscreen', 'cleanup', 'smtp']);
const text = fc.oneof(
  fc.tuple(agent, delivery).map(([name, said]) => `postfix/${name}[1234]: ${said}`),
  fc.tuple(server, refusal).map(([name, said]) => `postfix/${name}[1234]: ${said}`),
);

/**
 * Mail that was not delivered or not taken in, as Postfix says it and nearly so, with a stamp of these lines and a queue ID
 * of theirs.
 */
export function refusalsOf(lines: readonly string[]): fc.Arbitrary<string> {
  return fc.tuple(fc.constantFrom(...lines), fc.constantFrom(...lines), text).map(([one, other, said]) => {
    const stamp = /^(?:\d\S*|[A-Z].{14}) /.exec(one)?.[0] ?? 'Mar  1 20:45:32 ';
    const id = /: ([\dA-Za-z]{8,15}): /.exec(other)?.[1] ?? 'C5BF3135FAF';
    return `${stamp}mail ${said.replace('C5BF3135FAF', id)}`;
  });
}
