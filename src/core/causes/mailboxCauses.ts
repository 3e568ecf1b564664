import type { Cause } from './cause.ts';

/** What is wrong with the addressee: no such mailbox, full, closed. Ours and foreign ones have ids of their own. */
export const mailboxCauses: readonly Cause[] = [
  {
    id: 'over-quota',
    whoActs: 'user',
    waitingHelps: false,
    permanent: false,
    rules: [
      // Cyrus (BlueMind 4): "452 4.2.2 Over quota SESSIONID=<cyrus-...>"; BlueMind 5: "452 <a@b> rejected, reason: over quota"
      {
        from: ['mailbox', 'own', 'inbound', 'unknown'],
        text: [
          'over quota',
          'quota exceeded',
          'mailbox full',
          'mailbox is full',
          'overquota',
          'out of storage',
          'exceeded storage',
        ],
      },
      // RFC 3463 X.2.2: mailbox full.
      { from: ['mailbox', 'own', 'inbound', 'unknown'], dsn: ['4.2.2', '5.2.2'] },
    ],
  },
  {
    id: 'remote-over-quota',
    whoActs: 'other-side',
    waitingHelps: true,
    permanent: false,
    rules: [
      // Gmail: "452 4.2.2 The email account that you tried to reach is over quota" / "552-5.2.2 The recipient's inbox is
      // out of storage space"; Dovecot: "Quota exceeded (mailbox for user is full)"; Exchange: "Mailbox full"
      {
        from: ['remote'],
        text: [
          'over quota',
          'overquota',
          'out of storage',
          'quota exceeded',
          'exceeded storage',
          'quota limit',
          'exceeds quota',
          'exceeded quota',
          'mailbox full',
          'mailbox is full',
          'mail box full',
          'inbox is full',
          'inbox full',
          'mailbox size limit exceeded',
          'insufficient mailbox space',
          'quotaexceeded',
          'not enough space in the mailbox',
          'exceeded its quota',
          'exceeded their quota',
        ],
      },
      { from: ['remote'], dsn: ['4.2.2', '5.2.2'] },
    ],
  },
  {
    id: 'no-transport',
    whoActs: 'you',
    waitingHelps: false,
    permanent: true,
    rules: [
      // BlueMind's main.cf: virtual_transport = error:mailbox does not exist
      {
        from: ['own', 'unknown'],
        text: ['mailbox does not exist'],
        without: [' said: ', 'in reply to', '550', '5.1.1'],
      },
    ],
  },
  {
    id: 'remote-mailbox-disabled',
    whoActs: 'other-side',
    waitingHelps: false,
    permanent: true,
    rules: [
      // Gmail: "550-5.2.1 The email account that you tried to reach is disabled/inactive"; Yahoo: "This mailbox is disabled (554.30)"
      {
        from: ['remote', 'unknown'],
        text: [
          'mailbox is disabled',
          'mailbox disabled',
          'account is disabled',
          'account disabled',
          'account has been disabled',
          'account that you tried to reach is disabled',
          'account that you tried to reach is inactive',
          'is inactive',
          'mailbox is inactive',
          'inactive user',
          'account is suspended',
          'account suspended',
          'user suspended',
          'account has been suspended',
          'mailbox has been blocked',
          'account is locked',
        ],
        without: ['sender', 'relay'],
      },
      // RFC 3463 X.2.1: mailbox disabled, not accepting messages. Gmail's 4.2.1 is a rate limit, hence only 5.2.1.
      { from: ['remote', 'unknown'], dsn: ['5.2.1'] },
    ],
  },
  {
    id: 'unknown-user',
    whoActs: 'you',
    waitingHelps: false,
    permanent: true,
    rules: [
      // smtpd: "550 5.1.1 <a@b>: Recipient address rejected: User unknown in virtual mailbox table" (local/relay recipient table
      // likewise); local/virtual: `unknown user: "x"`; Cyrus: "550 5.1.1 User unknown"; BlueMind 5: "553 <a@b> rejected, reason: Unknown"
      {
        from: ['inbound', 'own', 'mailbox', 'unknown'],
        text: [
          'user unknown',
          'unknown user',
          'no such user',
          'no such mailbox',
          'mailbox unknown',
          'unknown mailbox',
          'undeliverable address: unknown',
        ],
      },
      { from: ['mailbox'], text: ['mailbox does not exist'] },
      { from: ['mailbox'], text: ['rejected, reason: unknown'], without: ['452 <', '451 <', '450 <'] },
      // RFC 3463 X.1.1: bad destination mailbox address.
      { from: ['inbound', 'own', 'mailbox', 'unknown'], dsn: ['5.1.1'] },
    ],
  },
  {
    id: 'remote-unknown-user',
    whoActs: 'sender',
    waitingHelps: false,
    permanent: true,
    rules: [
      // Gmail "550-5.1.1 The email account that you tried to reach does not exist"; Exchange Online "550 5.1.10
      // RESOLVER.ADR.RecipientNotFound" and "550 5.4.1 Recipient address rejected: Access denied" (directory based edge
      // blocking); Yahoo "This user doesn't have a yahoo.com account"; Exim "Unrouteable address"; RFC 5321's own words
      // "Requested action not taken: mailbox unavailable" with 550.
      {
        from: ['remote'],
        text: [
          'user unknown',
          'unknown user',
          'no such user',
          'no such recipient',
          'no such mailbox',
          'no such address',
          'no such account',
          'no such person',
          'no mailbox here',
          'no mailbox by that name',
          'not our customer',
          'user not found',
          'recipient not found',
          'recipientnotfound',
          'mailbox not found',
          'address not found',
          'account not found',
          'unknown recipient',
          'recipient unknown',
          'unknown address',
          'address unknown',
          'unknown mailbox',
          'mailbox unknown',
          'unknown local part',
          'unknown local-part',
          'invalid recipient',
          'invalid mailbox',
          'recipient is not valid',
          'not a valid recipient',
          'not a valid mailbox',
          'not a known user',
          "user doesn't have a",
          "user doesn't exist",
          "doesn't exist",
          'unrouteable address',
          'unroutable address',
          'undeliverable address',
          'account is closed',
          'account closed',
          'mailbox closed',
          'no longer available',
          'no longer valid',
          'no longer exists',
          ['550', 'mailbox unavailable'],
          ['5.4.1', 'recipient address rejected', 'access denied'],
          ['recipient', 'does not exist'],
          ['mailbox', 'does not exist'],
          ['user', 'does not exist'],
          ['account', 'does not exist'],
          ['address', 'does not exist'],
        ],
        without: ['sender'],
      },
      { from: ['remote'], dsn: ['5.1.1'] },
    ],
  },
  {
    id: 'user-archived',
    whoActs: 'you',
    waitingHelps: false,
    permanent: true,
    // BlueMind leaves suspended users out of the maps, so that a sender reads "User unknown": no reply can tell the
    // two apart. `bm-cli user get --archived` can, and names this cause.
    rules: [],
  },
  {
    id: 'delegation-denied',
    whoActs: 'you',
    waitingHelps: false,
    permanent: true,
    // bm-milter of BlueMind 5: "503 ... Message cannot be delivered because of insufficient delegation rights."
    rules: [{ text: ['insufficient delegation rights'] }],
  },
  {
    id: 'malformed-message',
    whoActs: 'sender',
    waitingHelps: false,
    permanent: true,
    rules: [
      // Cyrus lmtpd's 554 5.6.0 family; Gmail "5.7.1 ... not RFC 5322 compliant", "Messages missing a valid address in From: header"
      {
        text: [
          'message contains nul characters',
          'message contains bare newlines',
          'bare <lf>',
          'bare lf',
          'message contains invalid header',
          'non-ascii characters in headers',
          'message has no header/body separator',
          'rfc 5322 compliant',
          'rfc 5322',
          'rfc5322',
          'rfc 2822',
          'missing a valid address in from',
          'missing a valid messageid',
          'multiple addresses in from',
          'duplicate headers',
        ],
        without: ['spf', 'dkim', 'dmarc'],
      },
    ],
  },
  {
    id: 'mailbox-store-failed',
    whoActs: 'you',
    waitingHelps: false,
    permanent: true,
    // BlueMind 5's LMTP after DATA: "552 Failed"; Cyrus: "554 5.0.0 Unexpected internal error"
    rules: [{ from: ['mailbox'], text: ['552 failed', 'unexpected internal error'] }],
  },
  {
    id: 'mailbox-temporary-failure',
    whoActs: 'wait',
    waitingHelps: true,
    permanent: false,
    rules: [
      // BlueMind 5: "452 Temporary failure, reason: ..." after DATA, "452 <a@b> rejected, reason: <exception>" after RCPT;
      // Cyrus: "451 4.3.0 System I/O error", "451 4.2.0 Mailbox has an invalid format", "mailbox is locked"
      {
        from: ['mailbox'],
        text: [
          'temporary failure, reason:',
          ['452 <', 'rejected, reason:'],
          'system i/o error',
          'mailbox has an invalid format',
          'mailbox is locked',
          'mailbox locked',
          'mailbox moved',
          'transient system error',
        ],
      },
    ],
  },
  {
    id: 'bad-address-syntax',
    whoActs: 'sender',
    waitingHelps: false,
    permanent: true,
    rules: [
      // smtpd: "501 5.1.3 Bad recipient address syntax", "504 5.5.2 <x>: Recipient address rejected: need fully-qualified address"
      {
        text: [
          'bad address syntax',
          'bad recipient address syntax',
          'bad destination mailbox address syntax',
          'recipient address syntax',
          'malformed address',
          'malformed recipient',
          'invalid address syntax',
          'syntax error in recipient',
          ['recipient address rejected', 'need fully-qualified'],
        ],
      },
      // RFC 3463 X.1.3: bad destination mailbox address syntax.
      { dsn: ['5.1.3'] },
    ],
  },
  {
    id: 'recipient-restricted',
    whoActs: 'other-side',
    waitingHelps: false,
    permanent: true,
    rules: [
      // Exchange: "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup", "5.7.1 RESOLVER.RST.AuthRequired"
      {
        text: [
          'resolver.rst.',
          'only accepts messages from',
          'accepts mail only from',
          'only accepts mail from',
          'not allowed to send to this group',
          'sender not authenticated for group',
          'sender not authenticated for mailbox',
        ],
        without: ['sizelimit', 'size limit'],
      },
      { dsn: ['5.7.133', '5.7.134', '5.7.136'] },
    ],
  },
];
