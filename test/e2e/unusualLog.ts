const two = (value: number): string => String(value).padStart(2, '0');

/** A log of two days in which everything happens that an administrator would want to be told before asking. */
export function unusualLog(): string {
  const lines: (readonly [second: number, text: string])[] = [];
  let queueIds = 0x200000;
  const hour = 3600;
  const day = 24 * hour;
  const log = (second: number, text: string): void => void lines.push([second, text]);

  interface Mail {
    readonly at: number;
    readonly from: string;
    readonly to: string;
    readonly login?: string;
    /** How its delivery went, `delivered` when left out; tried again as often as there are times. */
    readonly outcome?: string;
    readonly tries?: readonly number[];
    readonly relay?: string;
    /** Who hands it on: to a mailbox here, or to another server. */
    readonly service?: 'lmtp' | 'smtp';
  }
  const mail = ({
    at,
    from,
    to,
    login,
    outcome,
    tries = [1],
    relay = 'mx.far.example[203.0.113.9]:25',
    service = 'smtp',
  }: Mail) => {
    const id = (queueIds += 1).toString(16).toUpperCase();
    const signedIn = login === undefined ? '' : `, sasl_method=PLAIN, sasl_username=${login}`;
    log(at, `postfix/smtpd[101]: ${id}: client=pc.here.example[192.0.2.7]${signedIn}`);
    log(at, `postfix/cleanup[102]: ${id}: message-id=<${id}@here.example>`);
    log(at, `postfix/qmgr[103]: ${id}: from=<${from}>, size=4000, nrcpt=1 (queue active)`);
    for (const later of tries)
      log(
        at + later,
        `postfix/${service}[104]: ${id}: to=<${to}>, relay=${relay}, delay=${String(later)}, delays=0/0/0/${String(later)}, ${outcome ?? 'dsn=2.0.0, status=sent (250 2.0.0 Ok)'}`,
      );
    if (outcome?.includes('deferred') !== true)
      log(at + (tries.at(-1) ?? 0), `postfix/qmgr[103]: ${id}: removed`);
  };

  // Everyday mail.
  for (let n = 0; n < 1500; n += 1)
    mail({
      at: n * 110,
      from: `user${String(n % 40)}@here.example`,
      to: `friend${String(n % 300)}@far${String(n % 9)}.example`,
    });
  // A stolen password: twelve hundred strangers within half an hour of the second night.
  for (let n = 0; n < 1200; n += 1)
    mail({
      at: day + 3 * hour + n,
      from: 'anna@here.example',
      login: 'anna@here.example',
      to: `stranger${String(n)}@far${String(n % 9)}.example`,
    });
  // A domain that takes nothing from anybody.
  for (let n = 0; n < 25; n += 1)
    mail({
      at: 9 * hour + n * 600,
      from: `user${String(n % 6)}@here.example`,
      to: `desk${String(n)}@wall.example`,
      relay: 'mx.wall.example[198.51.100.77]:25',
      outcome:
        'dsn=5.7.1, status=bounced (host mx.wall.example[198.51.100.77] said: 550 5.7.1 Service unavailable; client blocked (in reply to MAIL FROM command))',
    });
  // A full mailbox that nobody looks after.
  mail({
    at: 10 * hour,
    from: 'user1@here.example',
    to: 'full@here.example',
    relay: '127.0.0.1[127.0.0.1]:2400',
    service: 'lmtp',
    tries: Array.from({ length: 14 }, (_, n) => 1 + n * 900),
    outcome:
      'dsn=4.2.2, status=deferred (host 127.0.0.1[127.0.0.1] said: 452 4.2.2 Over quota (in reply to RCPT TO command))',
  });
  // A queue that builds up until the end of the log.
  for (let n = 0; n < 250; n += 1)
    mail({
      at: day + 12 * hour + n * 150,
      from: `user${String(n % 40)}@here.example`,
      to: `friend${String(n)}@far${String(n % 9)}.example`,
      outcome: 'dsn=4.4.1, status=deferred (connect to mx.far.example[203.0.113.9]:25: Connection timed out)',
      relay: 'none',
    });
  // Postfix dies and is started, four times within the hour.
  for (let n = 0; n < 4; n += 1) {
    log(day + 7 * hour + n * 600, 'postfix/postfix-script[300]: starting the Postfix mail system');
    log(
      day + 7 * hour + n * 600,
      'postfix/master[301]: daemon started -- version 3.5.25, configuration /etc/postfix',
    );
  }
  // One client that guesses addresses, with a connection for each.
  for (let n = 0; n < 130; n += 1) {
    const guess = (what: string): void =>
      log(15 * hour + n * 10, `postfix/smtpd[${String(2000 + n)}]: ${what}`);
    guess('connect from guess.example[198.51.100.200]');
    guess(
      `NOQUEUE: reject: RCPT from guess.example[198.51.100.200]: 550 5.1.1 <nobody${String(n)}@here.example>: Recipient address rejected: User unknown in virtual mailbox table; from=<x@guess.example> to=<nobody${String(n)}@here.example> proto=ESMTP helo=<guess.example>`,
    );
    guess('disconnect from guess.example[198.51.100.200] ehlo=1 mail=1 rcpt=0/1 quit=1 commands=3/4');
  }

  return lines
    .toSorted(([a], [b]) => a - b)
    .map(([second, text]) => {
      const clock = `${two(Math.floor(second / hour) % 24)}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;
      return `Mar ${String(1 + Math.floor(second / day)).padStart(2)} ${clock} mail ${text}\n`;
    })
    .join('');
}
