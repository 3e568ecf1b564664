/**
 * Lines that are understood but say nothing about what becomes of a message. Each rule quotes the line it reads. A
 * Postfix line that no rule reads is counted as not understood, so rules here stay as narrow as the wording allows.
 */
const prefixes: Readonly<Record<string, readonly string[]>> = {
  smtpd: [
    'setting up TLS connection from ',
    'SSL_accept error from ', // SSL_accept error from unknown[192.0.2.1]: -1
    'SSL_accept:',
    'improper command pipelining after ', // ... after EHLO from x[192.0.2.1]: data
    'improper command ',
    'refused unencrypted ',
    'initializing the server-side TLS engine',
    'Reusing old session',
    'discarding EHLO keywords: ',
  ],
  postscreen: [
    'CONNECT from ', // CONNECT from [192.0.2.1]:4711 to [192.0.2.9]:25
    'DISCONNECT ',
    'PASS ', // PASS NEW [192.0.2.1]:4711
    'WHITELISTED ',
    'ALLOWLISTED ',
    'BLACKLISTED ',
    'DENYLISTED ',
    'WHITELIST VETO ',
    'ALLOWLIST VETO ',
    'DNSBL rank ', // DNSBL rank 5 for [192.0.2.1]:4711
    'PREGREET ', // PREGREET 14 after 0.2 from [192.0.2.1]:4711: EHLO x\r\n
    'HANGUP ',
    'COMMAND PIPELINING ',
    'COMMAND TIME LIMIT ',
    'COMMAND COUNT LIMIT ',
    'COMMAND LENGTH LIMIT ',
    'BARE NEWLINE ',
    'NON-SMTP COMMAND ',
    'DATA without valid RCPT ',
    'BDAT without valid RCPT ',
    'entering STRESS mode',
    'leaving STRESS mode',
    'cache ', // cache btree:/var/lib/postfix/postscreen_cache full cleanup: retained=3 dropped=1 entries
    'close database ',
  ],
  smtp: [
    'connect to ', // connect to mx.example.org[192.0.2.1]:25: Connection refused
    'certificate verification failed for ',
    'server certificate verification failed for ',
    'certificate peer name verification failed for ',
    'SSL_connect error to ', // SSL_connect error to x[192.0.2.1]:25: lost connection
    'setting up TLS connection to ',
    'initializing the client-side TLS engine',
    'Host offered STARTTLS: ',
    'looking for ',
    'lost connection with ',
    'host ',
    'subject_CN=',
  ],
  anvil: ['statistics: '], // statistics: max connection rate 1/60s for (smtp:192.0.2.1) at Mar  1 20:45:32
  scache: ['statistics: '],
  master: [
    'daemon started -- version ', // daemon started -- version 3.7.11, configuration /etc/postfix
    'terminating on signal ',
    'reload -- version ',
    'reload configuration ',
    'process limit for service ',
  ],
  'postfix-script': [
    'starting the Postfix mail system',
    'stopping the Postfix mail system',
    'refreshing the Postfix mail system',
    'aborting the Postfix mail system',
    'waiting for the Postfix mail system to terminate',
    'flushing the Postfix mail ',
    'the Postfix mail system is ',
  ],
  postsuper: [
    'Deleted: ', // Deleted: 1 message
    'Placed on hold: ',
    'Released from hold: ',
    'Requeued: ',
    'Expired: ',
    'Force-expired: ',
    'Renamed ',
    'Purged ',
  ],
  tlsproxy: [
    'CONNECT ',
    'DISCONNECT ',
    'TLS handshake failed for ',
    'SSL_accept error from ',
    'SSL_connect error to ',
    'SSL_accept:',
    'certificate verification failed for ',
    'server certificate verification failed for ',
  ],
  dnsblog: ['addr '], // addr 192.0.2.1 listed by domain zen.spamhaus.org as 127.0.0.2
  verify: ['cache ', 'close database '],
  tlsmgr: ['open smtpd', 'open smtp', 'delete smtpd', 'delete smtp', 'seed ', 'cache '],
  postlogd: ['Postfix is using ', 'consolidating '],
  local: ['table '],
  qmgr: ['deferring ', 'idle '],
  postalias: ['opened ', 'name_mask'],
};
const sameAs: Readonly<Record<string, string>> = {
  lmtp: 'smtp',
  qmqpd: 'smtpd',
  oqmgr: 'qmgr',
  nqmgr: 'qmgr',
  postfix: 'postfix-script',
};

// `Trusted TLS connection established from mail.example.org[192.0.2.1]: TLSv1.3 with cipher ...`, `... established to ...`,
// `... reused to ...` (Postfix TLS_README, smtp_tls_loglevel)
const tlsSummary =
  /^(?:Anonymous|Untrusted|Trusted|Verified) TLS connection (?:established|reused) (?:to|from) /;
// `table hash:/etc/postfix/virtual_alias has changed -- restarting`
const tableChanged = /^table [^ ]{1,300} has changed -- restarting$/;

/** True when the text, which names no queue ID, is a known one without consequences for a message. */
export function isInfo(daemon: string, text: string): boolean {
  if (tlsSummary.test(text) || tableChanged.test(text)) return true;
  const known = prefixes[sameAs[daemon] ?? daemon];
  return known !== undefined && known.some((prefix) => text.startsWith(prefix));
}

const notes: readonly string[] = [
  'host ', // host mx.example.org[192.0.2.1] said: 450 4.2.0 Greylisted (in reply to RCPT TO command)
  'lost connection with ',
  'conversation with ', // conversation with x[192.0.2.1] timed out while sending end of data
  'connect to ',
  'enabling PIX workarounds: ',
  'breaking line > ',
  'Cannot start TLS: ',
  'TLS is required, ',
  'SASL authentication failed; ',
  'refused by ',
  'replace: ',
  'milter-',
  'skipped, ',
  'TLSRPT: ', // Postfix 3.10
  'certificate verification failed for ',
  'server certificate verification failed for ',
  'message has been queued for ',
  'dsn',
];

/** True when the text behind a queue ID is a known one that changes nothing for the message. */
export function isNote(text: string): boolean {
  return notes.some((prefix) => text.startsWith(prefix)) || tlsSummary.test(text);
}
