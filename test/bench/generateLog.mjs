import { closeSync, openSync, writeSync } from 'node:fs';

/**
 * A mail log like those of a BlueMind server: mail from outside through a content filter into Cyrus mailboxes, mail of
 * the users going out, deferrals with their retries, bounces with their notifications, refusals, lists with many
 * recipients, and the other programs that write into the same file. One seed gives one log, byte for byte.
 *
 * 1 GB is about 7 million lines and 900,000 queue IDs over one week.
 */

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** mulberry32: small, fast, good enough for logs. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const shortIds = (random) => {
  const hex = '0123456789ABCDEF';
  return () => {
    let id = '';
    for (let place = 0; place < 11; place += 1) id += hex[Math.floor(random() * 16)];
    return id;
  };
};
const longIds = (random) => {
  const alphabet = '0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz';
  return () => {
    let id = '4';
    for (let place = 0; place < 9; place += 1) id += alphabet[Math.floor(random() * alphabet.length)];
    return `${id}z${alphabet[Math.floor(random() * 52)]}9${alphabet[Math.floor(random() * 52)]}`;
  };
};

const deferrals = [
  [
    '4.2.2',
    'lmtp',
    (d) =>
      `host 127.0.0.1[127.0.0.1] said: 452 4.2.2 Over quota SESSIONID=<cyrus-${d()}-1> (in reply to RCPT TO command)`,
  ],
  [
    '4.7.1',
    'smtp',
    (d) =>
      `host mx${d() % 9}.example.net[198.51.100.${d() % 250}] said: 450 4.7.1 <u${d()}@example.net>: Recipient address rejected: Greylisted for 5 minutes (in reply to RCPT TO command)`,
  ],
  [
    '4.4.1',
    'smtp',
    (d) => `connect to mx${d() % 9}.slow.example[203.0.113.${d() % 250}]:25: Connection timed out`,
  ],
  [
    '4.3.0',
    'smtp',
    (d) =>
      `host gmail-smtp-in.l.google.com[142.250.27.26] said: 421-4.7.28 Our system has detected an unusual rate of unsolicited mail. ${d().toString(36)}si${d()}eda.${d() % 999} - gsmtp (in reply to end of DATA command)`,
  ],
];
const bounces = [
  [
    '5.1.1',
    (d) =>
      `host mx.example.net[198.51.100.7] said: 550 5.1.1 <nobody${d()}@example.net>: Recipient address rejected: User unknown in virtual mailbox table (in reply to RCPT TO command)`,
  ],
  [
    '5.4.4',
    (d) =>
      `Host or domain name not found. Name service error for name=gone${d() % 500}.example type=A: Host not found`,
  ],
  [
    '5.7.1',
    () =>
      'host mx.strict.example[192.0.2.44] said: 554 5.7.1 Message rejected as spam by Content Filtering (in reply to end of DATA command)',
  ],
];

/**
 * Calls `emit` with the log's lines (without line ends) in order until `bytes` are written.
 * @param {{ seed?: number, bytes: number, stamps?: 'traditional' | 'rfc3339', queueIds?: 'short' | 'long',
 *   start?: number, perSecond?: number }} options
 */
export function generateLines(options, emit) {
  const { seed = 1, bytes, stamps = 'traditional', start = Date.UTC(2026, 2, 1), perSecond = 1.2 } = options;
  const random = randomFrom(seed);
  const below = (limit) => Math.floor(random() * limit);
  const digits = () => below(90_000) + 10_000;
  const newId = options.queueIds === 'long' ? longIds(random) : shortIds(random);
  const users = 4_000;
  // A few addresses get most of the mail.
  const skewed = (count) => Math.floor(count * random() ** 3);
  const user = () =>
    `user${skewed(users)}@${['example.org', 'mairie.example', 'Example.ORG'][below(21) === 0 ? 2 : below(2)]}`;
  const outsider = () =>
    `person.${skewed(200_000)}@domain${skewed(6_000)}.${['example', 'net.example', 'co.example'][below(3)]}`;
  const peer = () => {
    const host = below(5) === 0 ? 'unknown' : `mx${below(30)}.domain${skewed(6_000)}.example`;
    return `${host}[198.51.${below(256)}.${below(256)}]`;
  };
  const relays = new Array(400)
    .fill(0)
    .map((_, index) => `mx${index % 5}.domain${index}.example[203.0.${index % 250}.${(index * 7) % 250}]:25`);
  const pids = new Map();
  const pid = (daemon, of) => {
    const key = `${daemon}${below(of)}`;
    const known = pids.get(key);
    if (known !== undefined && below(60) !== 0) return known;
    const fresh = 1_000 + below(31_000);
    pids.set(key, fresh);
    return fresh;
  };

  /** Lines that are still to come, by second. */
  const future = new Map();
  let now = 0;
  const at = (delay, daemon, id, text) => {
    const second = Math.floor(now + delay);
    const line = `mail ${daemon}[${id}]: ${text}`;
    const lines = future.get(second);
    if (lines === undefined) future.set(second, [line]);
    else lines.push(line);
  };

  const messageId = () =>
    `<${digits()}.${digits()}.${below(1e9).toString(36)}@${['mail.example', 'domain7.example', 'mairie.example'][below(3)]}>`;

  function deliver(delay, id, to, orig, final) {
    const total = (0.1 + random() * 3).toFixed(2);
    const head = `${id}: to=<${to}>, ${orig === null ? '' : `orig_to=<${orig}>, `}`;
    const delays = `delay=${total}, delays=0.0${below(9)}/0.01/0.0${below(9)}/0.${digits() % 90}`;
    at(
      delay,
      `postfix/${final.daemon}`,
      pid(final.daemon, 12),
      `${head}relay=${final.relay}, ${delays}, dsn=${final.dsn}, status=${final.status} (${final.reply})`,
    );
  }

  function notify(delay, id, to) {
    const note = newId();
    at(
      delay,
      'postfix/cleanup',
      pid('cleanup', 9),
      `${note}: message-id=<20260301${digits()}.${note}@mail.example.org>`,
    );
    at(delay, 'postfix/bounce', pid('bounce', 3), `${id}: sender non-delivery notification: ${note}`);
    at(delay, 'postfix/qmgr', 812, `${note}: from=<>, size=${digits()}, nrcpt=1 (queue active)`);
    deliver(delay + 1, note, to, null, cyrus(to));
    at(delay + 1, 'postfix/qmgr', 812, `${note}: removed`);
  }

  const cyrus = (to) => ({
    daemon: 'lmtp',
    relay: '127.0.0.1[127.0.0.1]:2400',
    dsn: '2.1.5',
    status: 'sent',
    reply: `250 2.1.5 Ok SESSIONID=<cyrus-${digits()}-17724${digits()}-1-${below(1e15)}> [${to.split('@')[1].toLowerCase()}!user.${to.split('@')[0]} () ${below(90_000)}]`,
  });

  /** The part of a mail's life after it got its last queue ID. */
  function life(delay, id, from, size, recipients, outbound) {
    at(
      delay,
      'postfix/qmgr',
      812,
      `${id}: from=<${from}>, size=${size}, nrcpt=${recipients.length} (queue active)`,
    );
    let end = delay + 1;
    for (const [to, orig] of recipients) {
      const luck = random();
      if (luck < 0.05) {
        const [dsn, daemon, reply] = deferrals[below(deferrals.length)];
        const relay =
          daemon === 'lmtp' ? '127.0.0.1[127.0.0.1]:2400' : dsn === '4.4.1' ? 'none' : relays[below(400)];
        const tries = 1 + below(4);
        for (let attempt = 0; attempt < tries; attempt += 1) {
          deliver(delay + 1 + attempt * 900, id, to, orig, {
            daemon,
            relay,
            dsn,
            status: 'deferred',
            reply: reply(digits),
          });
          if (attempt > 0)
            at(
              delay + attempt * 900,
              'postfix/qmgr',
              812,
              `${id}: from=<${from}>, size=${size}, nrcpt=${recipients.length} (queue active)`,
            );
        }
        end = Math.max(end, delay + 1 + tries * 900);
        at(
          delay + tries * 900,
          'postfix/qmgr',
          812,
          `${id}: from=<${from}>, size=${size}, nrcpt=${recipients.length} (queue active)`,
        );
        deliver(delay + 1 + tries * 900, id, to, orig, outbound ? sentOut() : cyrus(to));
      } else if (luck < 0.07 && outbound) {
        const [dsn, reply] = bounces[below(bounces.length)];
        deliver(delay + 1, id, to, orig, {
          daemon: 'smtp',
          relay: dsn === '5.4.4' ? 'none' : relays[below(400)],
          dsn,
          status: 'bounced',
          reply: reply(digits),
        });
        notify(delay + 1, id, from);
      } else deliver(delay + below(3), id, to, orig, outbound ? sentOut() : cyrus(to));
    }
    at(Math.max(end, delay + 2), 'postfix/qmgr', 812, `${id}: removed`);
  }

  const sentOut = () => ({
    daemon: 'smtp',
    relay: relays[skewed(400)],
    dsn: '2.0.0',
    status: 'sent',
    reply:
      below(2) === 0
        ? `250 2.0.0 Ok: queued as ${newId()}`
        : `250 2.0.0 OK  17724${digits()} ${digits().toString(36)}si${digits()}wrb.${digits() % 999} - gsmtp`,
  });

  function inbound() {
    const [from, client, worker] = [outsider(), peer(), pid('smtpd', 40)];
    const recipients =
      below(12) === 0
        ? new Array(2 + below(6)).fill(0).map(() => [user(), null])
        : [[user(), below(15) === 0 ? `alias${below(300)}@example.org` : null]];
    const [id, mid, size] = [newId(), messageId(), 1_500 + Math.floor(400_000 * random() ** 6)];
    at(0, 'postfix/smtpd', worker, `connect from ${client}`);
    if (below(3) === 0)
      at(
        0,
        'postfix/smtpd',
        worker,
        `Anonymous TLS connection established from ${client}: TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits) key-exchange X25519 server-signature RSA-PSS (2048 bits) server-digest SHA256`,
      );
    at(0, 'postfix/smtpd', worker, `${id}: client=${client}`);
    at(0, 'postfix/cleanup', pid('cleanup', 9), `${id}: message-id=${mid}`);
    at(
      0,
      'postfix/smtpd',
      worker,
      `disconnect from ${client} ehlo=2 starttls=1 mail=1 rcpt=${recipients.length} data=1 quit=1 commands=${6 + recipients.length}`,
    );
    if (below(4) !== 0) {
      life(0, id, from, size, recipients, false);
      return;
    }
    // Through the content filter: the same mail again under another queue ID.
    const again = newId();
    const filter = pid('smtpd', 40);
    at(
      0,
      'postfix/qmgr',
      812,
      `${id}: from=<${from}>, size=${size}, nrcpt=${recipients.length} (queue active)`,
    );
    at(1, 'postfix/smtpd', filter, 'connect from localhost[127.0.0.1]');
    at(
      1,
      'postfix/smtpd',
      filter,
      `${again}: client=localhost[127.0.0.1], orig_queue_id=${id}, orig_client=${client}`,
    );
    at(1, 'postfix/cleanup', pid('cleanup', 9), `${again}: message-id=${mid}`);
    at(
      1,
      'postfix/smtpd',
      filter,
      'disconnect from localhost[127.0.0.1] ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5',
    );
    for (const [to, orig] of recipients) {
      deliver(1, id, to, orig, {
        daemon: 'smtp',
        relay: '127.0.0.1[127.0.0.1]:10024',
        dsn: '2.0.0',
        status: 'sent',
        reply: `250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as ${again}`,
      });
    }
    at(
      1,
      'amavis',
      pid('amavis', 4),
      `(0${digits()}-0${below(9)}) Passed CLEAN {RelayedInbound}, ${client.replace(/^[^[]*/, '')} <${from}> -> <${recipients[0][0]}>, Queue-ID: ${id}, Message-ID: ${mid}, mail_id: ${digits().toString(36)}, Hits: -0.1, size: ${size}, queued_as: ${again}, ${digits()} ms`,
    );
    at(2, 'postfix/qmgr', 812, `${id}: removed`);
    life(1, again, from, size + 400, recipients, false);
  }

  function outboundMail() {
    const from = user();
    const worker = pid('submission', 12);
    const client = `pc${below(900)}.lan.example[192.168.${below(20)}.${below(250)}]`;
    const [id, size] = [newId(), 1_500 + Math.floor(400_000 * random() ** 6)];
    const recipients = new Array(1 + (below(10) === 0 ? below(12) : 0)).fill(0).map(() => [outsider(), null]);
    at(0, 'postfix/submission/smtpd', worker, `connect from ${client}`);
    at(
      0,
      'postfix/submission/smtpd',
      worker,
      `${id}: client=${client}, sasl_method=PLAIN, sasl_username=${from}`,
    );
    at(0, 'postfix/cleanup', pid('cleanup', 9), `${id}: message-id=${messageId()}`);
    at(
      1,
      'postfix/submission/smtpd',
      worker,
      `disconnect from ${client} ehlo=2 starttls=1 auth=1 mail=1 rcpt=1 data=1 quit=1 commands=8`,
    );
    life(0, id, from, size, recipients, true);
  }

  function refused() {
    const [from, to, client, worker] = [outsider(), user(), peer(), pid('smtpd', 40)];
    const reasons = [
      `554 5.7.1 Service unavailable; Client host [198.51.${below(250)}.${below(250)}] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/198.51.${below(250)}.9`,
      `550 5.1.1 <nobody${below(500)}@example.org>: Recipient address rejected: User unknown in virtual mailbox table`,
      `450 4.7.25 Client host rejected: cannot find your hostname, [198.51.100.${below(250)}]`,
      `554 5.7.1 <${to}>: Relay access denied`,
    ];
    at(0, 'postfix/smtpd', worker, `connect from ${client}`);
    at(
      0,
      'postfix/smtpd',
      worker,
      `NOQUEUE: reject: RCPT from ${client}: ${reasons[below(4)]}; from=<${from}> to=<${to}> proto=ESMTP helo=<mx.${from.split('@')[1]}>`,
    );
    if (below(4) === 0) at(1, 'postfix/smtpd', worker, `lost connection after RCPT from ${client}`);
    at(1, 'postfix/smtpd', worker, `disconnect from ${client} ehlo=1 mail=1 rcpt=0/1 quit=1 commands=3/4`);
  }

  function others() {
    const kind = below(10);
    if (kind < 4)
      at(
        0,
        'cyrus/imap',
        pid('imap', 30),
        `login: [192.168.1.${below(250)}] ${user()} plaintext+TLS User logged in SESSIONID=<cyrus-${digits()}-1>`,
      );
    else if (kind < 6)
      at(
        0,
        'postfix/smtpd',
        pid('smtpd', 40),
        `warning: hostname host-${below(999)}.dyn.example does not resolve to address 198.51.100.${below(250)}`,
      );
    else if (kind < 7)
      at(
        0,
        'postfix/anvil',
        pid('anvil', 1),
        `statistics: max connection rate 1/60s for (smtp:198.51.100.${below(250)}) at Mar  1 20:45:32`,
      );
    else if (kind < 8)
      at(
        0,
        'dovecot',
        700,
        `imap-login: Login: user=<${user()}>, method=PLAIN, rip=192.0.2.${below(250)}, lip=192.0.2.1, mpid=${digits()}, TLS, session=<${digits().toString(36)}>`,
      );
    else if (kind < 9)
      at(
        0,
        'postfix/postscreen',
        655,
        `CONNECT from [198.51.100.${below(250)}]:${digits()} to [192.0.2.9]:25`,
      );
    else
      at(
        0,
        'postfix/smtp',
        pid('smtp', 12),
        `connect to mx.slow.example[203.0.113.${below(250)}]:25: Connection timed out`,
      );
  }

  let written = 0;
  for (now = 0; written < bytes; now += 1) {
    const date = new Date(start + now * 1000);
    // Nights are quiet.
    const load =
      perSecond * (0.35 + 1.3 * Math.max(0, Math.sin(((date.getUTCHours() - 6) / 24) * 2 * Math.PI)));
    for (let left = load; left > 0; left -= 1) {
      if (left < 1 && random() > left) break;
      const kind = below(100);
      if (kind < 58) inbound();
      else if (kind < 80) outboundMail();
      else refused();
      if (below(2) === 0) others();
    }
    const lines = future.get(now);
    if (lines === undefined) continue;
    future.delete(now);
    const iso = date.toISOString();
    const traditional = `${months[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)} ${iso.slice(11, 19)} `;
    for (const [index, line] of lines.entries()) {
      const stamp =
        stamps === 'traditional'
          ? traditional
          : `${iso.slice(0, 19)}.${String(Math.floor((index * 999_999) / lines.length)).padStart(6, '0')}+01:00 `;
      const text = stamp + line;
      written += text.length + 1;
      emit(text);
    }
  }
}

/** Writes such a log and says how many lines it has. */
export function writeLog(path, options) {
  const file = openSync(path, 'w');
  let lines = 0;
  let pending = [];
  let size = 0;
  const flush = () => {
    writeSync(file, `${pending.join('\n')}\n`, null, 'latin1');
    pending = [];
    size = 0;
  };
  generateLines(options, (line) => {
    lines += 1;
    size += line.length;
    pending.push(line);
    if (size > 4_000_000) flush();
  });
  if (pending.length > 0) flush();
  closeSync(file);
  return lines;
}
