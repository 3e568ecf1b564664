import type { Cause } from './cause.ts';

/** Trouble of the BlueMind server itself: services that are down, full disks, wrong settings. */
export const serverCauses: readonly Cause[] = [
  {
    id: 'milter-down',
    whoActs: 'you',
    waitingHelps: false,
    permanent: false,
    rules: [
      // Postfix' reply when a milter cannot be asked and milter_default_action is tempfail (milter(8) client, MILTER_README).
      { from: ['inbound', 'own', 'unknown'], text: ['service unavailable - try again later'] },
      // smtpd/cleanup: "warning: connect to Milter service inet:127.0.0.1:2500: Connection refused"
      { text: ['connect to milter service', ['milter inet:127.0.0.1:2500', 'refused']] },
    ],
  },
  {
    id: 'core-down',
    whoActs: 'you',
    waitingHelps: false,
    permanent: false,
    rules: [
      // bm-ysnp answers the access map with "DEFER Service unavailable" while BlueMind's core is not running:
      // "450 4.7.1 <a@b>: Sender address rejected: Service unavailable"
      { from: ['inbound', 'own', 'unknown'], text: [['sender address rejected', 'service unavailable']] },
    ],
  },
  {
    id: 'authentication-unavailable',
    whoActs: 'you',
    waitingHelps: false,
    permanent: false,
    rules: [
      // smtpd when saslauthd's socket (bm-ysnp) does not answer: "454 4.7.0 Temporary authentication failure"
      {
        from: ['inbound', 'unknown'],
        text: ['temporary authentication failure', 'cannot connect to saslauthd server'],
      },
    ],
  },
  {
    id: 'lookup-down',
    whoActs: 'you',
    waitingHelps: false,
    permanent: false,
    rules: [
      // BlueMind's main.cf asks bm-ysnp (25250) and bm-milter (25251) through tcp_table(5).
      { text: ['127.0.0.1:25250', '127.0.0.1:25251'] },
      // smtpd: "451 4.3.0 <a@b>: Temporary lookup failure"; qmgr/trivial-rewrite: "address resolver failure".
      {
        from: ['inbound', 'own', 'mailbox', 'unknown'],
        text: ['temporary lookup failure', 'address resolver failure', 'alias database unavailable'],
      },
    ],
  },
  {
    id: 'disk-full',
    whoActs: 'you',
    waitingHelps: false,
    permanent: false,
    rules: [
      // smtpd below queue_minfree: "452 4.3.1 Insufficient system storage" (postconf(5)); errno text of full disks.
      {
        from: ['inbound', 'own', 'mailbox', 'unknown'],
        text: ['insufficient system storage', 'no space left on device', 'disk full', 'index read-only'],
      },
      { from: ['inbound', 'own', 'mailbox', 'unknown'], dsn: ['4.3.1'] },
    ],
  },
  {
    id: 'queue-write-error',
    whoActs: 'you',
    waitingHelps: false,
    permanent: false,
    // smtpd when cleanup could not store the mail: "451 4.3.0 Error: queue file write error"
    rules: [{ from: ['inbound', 'own', 'unknown'], text: ['queue file write error'] }],
  },
  {
    id: 'server-configuration',
    whoActs: 'you',
    waitingHelps: false,
    permanent: false,
    rules: [
      // smtpd: "451 4.3.5 Server configuration error"; local/virtual/pipe: "mail system configuration error"
      {
        from: ['inbound', 'own', 'unknown'],
        text: [
          'server configuration error',
          'server configuration problem',
          'mail system configuration error',
        ],
      },
    ],
  },
  {
    id: 'lmtp-down',
    whoActs: 'you',
    waitingHelps: false,
    permanent: false,
    rules: [
      // bm-lmtpd about Cyrus behind it (BlueMind 4): "451 4.5.0 Too short response from Cyrus LMTP"
      { text: ['from cyrus lmtp'] },
      // Postfix' lmtp client: "connect to 192.168.124.72[192.168.124.72]:2400: Connection refused",
      // "lost connection with 192.168.124.72[192.168.124.72] while receiving the initial server greeting"
      {
        from: ['mailbox'],
        text: [
          'connection refused',
          'timed out',
          'lost connection with',
          'no route to host',
          'network is unreachable',
          'connection reset',
          'server shutting down',
          'service shutting down',
          'remote server unavailable',
          'no such file or directory',
        ],
      },
    ],
  },
  {
    id: 'transport-unavailable',
    whoActs: 'you',
    waitingHelps: false,
    permanent: false,
    // qmgr: the delivery program named in the transport map does not exist or keeps dying ("4.3.0 mail transport unavailable")
    rules: [
      {
        from: ['own', 'mailbox', 'inbound', 'unknown'],
        text: ['mail transport unavailable', 'unknown mail transport error'],
      },
    ],
  },
  {
    id: 'transport-paused',
    whoActs: 'you',
    waitingHelps: false,
    permanent: false,
    // qmgr with defer_transports set (postconf(5)): "4.3.2 deferred transport"
    rules: [{ from: ['own', 'unknown'], text: ['deferred transport'] }],
  },
  {
    id: 'mail-loop',
    whoActs: 'you',
    waitingHelps: false,
    permanent: true,
    rules: [
      // smtp(8): "mail for example.org loops back to myself"; smtpd: "554 5.4.0 Error: too many hops";
      // local/virtual: "mail forwarding loop for a@b"; Exchange: "5.4.14 Hop count exceeded - possible mail loop"
      {
        text: [
          'loops back to myself',
          'too many hops',
          'hop count exceeded',
          'mail forwarding loop',
          'forwarding loop',
          'mail loop',
          'loop detected',
          'routing loop',
        ],
      },
      // RFC 3463 X.4.6: routing loop detected; Exchange Online uses 5.4.14.
      { dsn: ['4.4.6', '5.4.6', '5.4.14', '4.4.14'] },
    ],
  },
  {
    id: 'deleted-by-admin',
    whoActs: 'nobody',
    waitingHelps: false,
    permanent: true,
    rules: [
      // postsuper -d logs "C5BF3135FAF: removed" under its own name; qmgr's "removed" after delivery is another thing.
      { from: ['admin'], text: ['removed'] },
    ],
  },
];
