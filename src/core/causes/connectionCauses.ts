import type { Cause } from './cause.ts';

/** Trouble on the way to another mail server. Words of Postfix' smtp client unless said otherwise. */
export const connectionCauses: readonly Cause[] = [
  {
    id: 'no-mail-domain',
    whoActs: 'sender',
    waitingHelps: false,
    permanent: true,
    rules: [
      // RFC 7505: "Domain example.org does not accept mail (nullMX)", 5.1.10. Exchange Online uses 5.1.10 for unknown
      // recipients, but then says so, and words win.
      { text: ['(nullmx)', 'null mx', 'does not accept mail'], without: ['sender address', 'sender domain'] },
      { from: ['own', 'inbound', 'unknown'], dsn: ['5.1.10'] },
    ],
  },
  {
    id: 'dns-failure',
    whoActs: 'wait',
    waitingHelps: true,
    permanent: false,
    rules: [
      // "Host or domain name not found. Name service error for name=example.org type=MX: Host not found, try again"
      { text: ['host not found, try again', ['name service error', 'try again']] },
      { dsn: ['4.4.3'] },
    ],
  },
  {
    id: 'host-not-found',
    whoActs: 'sender',
    waitingHelps: false,
    permanent: true,
    rules: [
      // "Host or domain name not found. Name service error for name=exmaple.org type=A: Host not found";
      // smtpd: "450 4.1.2 <a@b>: Recipient address rejected: Domain not found"
      {
        text: [
          'host or domain name not found',
          'name service error',
          'host not found',
          'no such host',
          'no such domain',
          'unknown host',
          'unrouteable mail domain',
          'unable to look up host',
          ['recipient address rejected', 'domain not found'],
        ],
      },
      // RFC 3463 X.1.2: bad destination system; X.4.4: unable to route.
      { dsn: ['4.1.2', '5.1.2', '5.4.4'] },
    ],
  },
  {
    id: 'tls-failure',
    whoActs: 'other-side',
    waitingHelps: true,
    permanent: false,
    rules: [
      // "Cannot start TLS: handshake failure", "TLS is required, but was not offered by host x", "Server certificate not
      // verified / not trusted"; smtpd: "530 5.7.0 Must issue a STARTTLS command first"
      {
        text: [
          'cannot start tls',
          'tls is required',
          'tls required',
          'server certificate',
          'starttls',
          'tls handshake',
          'handshake failure',
          'tls not available',
          'tls negotiation',
          'ssl_connect error',
          'ssl_accept error',
          'certificate verification failed',
          'encryption required',
          'untrusted issuer',
          'no tlsa records',
        ],
      },
      // RFC 3463 X.7.5: cryptographic failure; RFC 7504 registry X.7.10: encryption needed.
      { dsn: ['4.7.5', '5.7.10'] },
    ],
  },
  {
    id: 'connection-refused',
    whoActs: 'other-side',
    waitingHelps: true,
    permanent: false,
    // "connect to mx.example.org[192.0.2.1]:25: Connection refused"
    rules: [{ text: ['connection refused'] }],
  },
  {
    id: 'network-unreachable',
    whoActs: 'you',
    waitingHelps: true,
    permanent: false,
    // "connect to mx.example.org[2001:db8::1]:25: Network is unreachable"
    rules: [
      { text: ['network is unreachable', 'no route to host', 'network unreachable', 'host is unreachable'] },
    ],
  },
  {
    id: 'connection-lost',
    whoActs: 'wait',
    waitingHelps: true,
    permanent: false,
    rules: [
      // "lost connection with mx.example.org[192.0.2.1] while sending RCPT TO", "conversation with x timed out while ..."
      {
        text: [
          'lost connection with',
          'connection reset by peer',
          ['conversation with', 'timed out while'],
          'lost connection after',
        ],
      },
    ],
  },
  {
    id: 'connection-timed-out',
    whoActs: 'you',
    waitingHelps: true,
    permanent: false,
    // "connect to mx.example.org[192.0.2.1]:25: Connection timed out"
    rules: [
      { text: ['connection timed out', 'operation timed out', 'connect timed out', 'connection timeout'] },
    ],
  },
  {
    id: 'remote-temporary-problem',
    whoActs: 'wait',
    waitingHelps: true,
    permanent: false,
    rules: [
      // RFC 5321 4.2.3's 421/451/452 in the many words of foreign servers.
      {
        from: ['remote'],
        text: [
          'temporary lookup failure',
          'temporary local problem',
          'local error in processing',
          'temporary failure',
          'temporary error',
          'temporary server error',
          'temporary problem',
          'temporarily unavailable',
          'temporarily not available',
          'service temporarily',
          'service not available',
          'server busy',
          'server is busy',
          'system busy',
          'insufficient system storage',
          'insufficient system resources',
          'queue file write error',
          'server configuration error',
          'server configuration problem',
          'service unavailable - try again later',
          'no space left on device',
          'system is overloaded',
          'system load',
          ['450', 'mailbox unavailable'],
          ['sender address rejected', 'service unavailable'],
        ],
      },
      // RFC 3463 X.3.x: trouble of the receiving mail system.
      { from: ['remote'], dsn: ['4.3.0', '4.3.1', '4.3.2', '4.3.5'] },
    ],
  },
  {
    id: 'message-expired',
    whoActs: 'sender',
    waitingHelps: false,
    permanent: true,
    rules: [
      // Exim: "retry timeout exceeded"; Exchange: "4.4.7 Message expired". Postfix says it by status=expired alone.
      {
        text: [
          'message expired',
          'retry timeout exceeded',
          'retry time not reached',
          'delivery time expired',
          'force-expired',
        ],
      },
      { dsn: ['4.4.7', '5.4.7'] },
    ],
  },
];
