import type { Cause } from './cause.ts';

/** Refusals by a rule about the sender or its server: logging in, relaying, size, syntax of names. */
export const policyCauses: readonly Cause[] = [
  {
    id: 'authentication-failed',
    whoActs: 'user',
    waitingHelps: false,
    permanent: true,
    rules: [
      // smtpd: "535 5.7.8 Error: authentication failed", "warning: x[1.2.3.4]: SASL LOGIN authentication failed"
      {
        from: ['inbound', 'unknown'],
        text: [
          'authentication failed',
          'authentication failure',
          'authentication credentials invalid',
          'authentication unsuccessful',
        ],
        without: ['said: '],
      },
      // RFC 4954: 535 with 5.7.8.
      { from: ['inbound', 'unknown'], dsn: ['5.7.8'] },
    ],
  },
  {
    id: 'relay-authentication-failed',
    whoActs: 'you',
    waitingHelps: false,
    permanent: false,
    rules: [
      // smtp: "SASL authentication failed; server relay.example.org[192.0.2.1] said: 535 ..."; "530 5.7.0 Authentication required"
      {
        from: ['remote', 'own'],
        text: [
          'sasl authentication failed',
          'authentication failed',
          'authentication required',
          'authentication is required',
          'authentication unsuccessful',
          'authentication credentials invalid',
          'username and password not accepted',
          'client was not authenticated',
          'must authenticate',
          'smtp auth is required',
          'no mechanism available',
        ],
        without: ['spf', 'dkim', 'dmarc', 'sender authentication', 'domain authentication'],
      },
      { from: ['remote', 'own'], dsn: ['5.7.8', '5.7.57'] },
    ],
  },
  {
    id: 'relay-denied',
    whoActs: 'you',
    waitingHelps: false,
    permanent: true,
    // smtpd: "554 5.7.1 <a@b>: Relay access denied"
    rules: [
      {
        from: ['inbound', 'own', 'mailbox', 'unknown'],
        text: ['relay access denied', 'relaying denied', 'relay denied', 'relay not permitted'],
      },
    ],
  },
  {
    id: 'remote-relay-denied',
    whoActs: 'other-side',
    waitingHelps: false,
    permanent: true,
    rules: [
      // Postfix "Relay access denied", Exchange "5.7.54 SMTP; Unable to relay recipient in non-accepted domain", Exim "relay not permitted"
      {
        from: ['remote'],
        text: [
          'relay access denied',
          'relaying denied',
          'relay denied',
          'relay not permitted',
          'relaying not permitted',
          'relaying not allowed',
          'relay not allowed',
          'unable to relay',
          'not permitted to relay',
          'do not relay',
          'does not relay',
          'no relaying',
          'not a relay',
          'relaying is prohibited',
          'relaying prohibited',
        ],
      },
    ],
  },
  {
    id: 'message-too-large',
    whoActs: 'you',
    waitingHelps: false,
    permanent: true,
    rules: [
      // smtpd: "552 5.3.4 Message size exceeds fixed limit" (also "Error: message file too big")
      {
        from: ['inbound', 'own', 'mailbox', 'unknown'],
        text: [
          'message size exceeds',
          'message file too big',
          'message too large',
          'message too big',
          'exceeds maximum message size',
        ],
      },
      { from: ['inbound', 'own', 'mailbox', 'unknown'], dsn: ['5.3.4', '5.2.3'] },
    ],
  },
  {
    id: 'remote-message-too-large',
    whoActs: 'sender',
    waitingHelps: false,
    permanent: true,
    rules: [
      // smtp: "message size 31457280 exceeds size limit 26214400 of server mx[192.0.2.1]"; Gmail "552-5.3.4 Your message
      // exceeded Google's message size limits"; Exchange "5.2.3 RESOLVER.RST.RecipSizeLimit"
      {
        from: ['remote'],
        text: [
          'exceeds size limit',
          'message size exceeds',
          'message size limit',
          'message too large',
          'message is too large',
          'message too big',
          'message is too big',
          'message file too big',
          'maximum message size',
          'maximum allowed message size',
          'max message size',
          'recipsizelimit',
          'message length exceeds',
          'message larger than',
          'size of the message exceeds',
        ],
      },
      // RFC 3463 X.3.4: message too big for system; X.2.3: length exceeds administrative limit.
      { from: ['remote'], dsn: ['5.3.4', '5.2.3'] },
    ],
  },
  {
    id: 'sender-not-allowed',
    whoActs: 'user',
    waitingHelps: false,
    permanent: true,
    rules: [
      // smtpd reject_sender_login_mismatch: "553 5.7.1 <a@b>: Sender address rejected: not owned by user x", "... not logged in";
      // Exchange: "5.7.60 SMTP; Client does not have permissions to send as this sender"
      {
        text: [
          'not owned by user',
          'sender address rejected: not logged in',
          'permissions to send as',
          'not allowed to send as',
          'sendasdenied',
        ],
      },
      { dsn: ['5.7.60'] },
    ],
  },
  {
    id: 'helo-rejected',
    whoActs: 'other-side',
    waitingHelps: false,
    permanent: true,
    // smtpd: "504 5.5.2 <PC-12>: Helo command rejected: need fully-qualified hostname"
    rules: [{ from: ['inbound', 'unknown'], text: ['helo command rejected', 'ehlo command rejected'] }],
  },
  {
    id: 'remote-helo-rejected',
    whoActs: 'you',
    waitingHelps: false,
    permanent: true,
    rules: [
      {
        from: ['remote', 'own'],
        text: [
          'helo command rejected',
          'ehlo command rejected',
          'invalid helo',
          'bad helo',
          'helo name',
          'helo/ehlo',
          'ehlo/helo',
          'helo hostname',
          'helo argument',
        ],
      },
    ],
  },
  {
    id: 'sender-rejected',
    whoActs: 'sender',
    waitingHelps: false,
    permanent: true,
    rules: [
      // smtpd: "450 4.1.8 <a@b>: Sender address rejected: Domain not found", "504 5.5.2 <x>: ... need fully-qualified address"
      {
        from: ['inbound', 'own', 'mailbox', 'unknown'],
        text: ['sender address rejected', 'sender domain', 'bad sender address'],
      },
      // RFC 3463 X.1.7, X.1.8: bad sender's address; RFC 7505 5.7.27: the sender's domain has a null MX.
      { from: ['inbound', 'own', 'mailbox', 'unknown'], dsn: ['4.1.8', '5.1.7', '5.1.8', '5.7.27'] },
    ],
  },
  {
    id: 'remote-sender-rejected',
    whoActs: 'you',
    waitingHelps: false,
    permanent: true,
    rules: [
      // Postfix as above; Exim "Sender verify failed"; "550 5.1.8 Access denied, bad outbound sender" of Exchange Online
      {
        from: ['remote'],
        text: [
          'sender address rejected',
          'sender verify failed',
          'sender verification failed',
          'verify sender',
          'invalid sender',
          'sender domain does not exist',
          'domain of sender address',
          'sender domain must',
          'sender domain not found',
          'bad outbound sender',
          'bad sender address',
          'unresolvable sender',
          'sender unknown',
        ],
        without: ['spf', 'dkim', 'dmarc'],
      },
      { from: ['remote'], dsn: ['4.1.8', '5.1.7', '5.1.8', '5.7.27'] },
    ],
  },
  {
    id: 'remote-access-denied',
    whoActs: 'other-side',
    waitingHelps: false,
    permanent: true,
    rules: [
      {
        from: ['remote'],
        text: [
          'access denied',
          'client host rejected',
          'recipient address rejected: access denied',
          'rejected by policy',
          'policy rejection',
          'policy violation',
          'administrative prohibition',
          'administratively denied',
          'administratively prohibited',
          'not authorized',
          'delivery not authorized',
          'permission denied',
          'message refused',
          'blocked by policy',
          'local policy',
        ],
      },
      // RFC 3463 X.7.1: delivery not authorized, message refused. No more is known.
      { from: ['remote'], dsn: ['5.7.1'] },
    ],
  },
  {
    id: 'access-denied',
    whoActs: 'you',
    waitingHelps: false,
    permanent: true,
    rules: [
      // smtpd access(5) maps: "554 5.7.1 <x>: Client host rejected: Access denied"
      {
        from: ['inbound', 'own', 'mailbox', 'unknown'],
        text: ['access denied', 'client host rejected', 'permission denied'],
      },
      { from: ['inbound', 'own', 'mailbox', 'unknown'], dsn: ['5.7.1'] },
    ],
  },
];
