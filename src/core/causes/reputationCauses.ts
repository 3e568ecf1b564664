import type { Cause } from './cause.ts';

/** What spam protection refuses: greylisting, limits, blocklists, reverse DNS, SPF/DKIM/DMARC, content. */
export const reputationCauses: readonly Cause[] = [
  {
    id: 'greylisted',
    whoActs: 'wait',
    waitingHelps: true,
    permanent: false,
    rules: [
      // Postgrey "450 4.2.0 <a@b>: Recipient address rejected: Greylisted, see http://...", milter-greylist "451 4.7.1 Greylisting in action"
      { text: ['greylist', 'graylist', 'grey-list', 'gray-list', 'grey list', 'postgrey'] },
    ],
  },
  {
    id: 'inbound-rate-limited',
    whoActs: 'sender',
    waitingHelps: true,
    permanent: false,
    rules: [
      // smtpd with anvil: "421 4.7.0 x Error: too many connections from 192.0.2.1", "450 4.7.1 Error: too much mail from 192.0.2.1"
      {
        from: ['inbound'],
        text: [
          'too many connections',
          'too much mail from',
          'connection rate limit',
          'connection concurrency limit',
          'too many errors',
          'too many recipients',
          'rate limit',
          'all server ports are busy',
          'too many new tls sessions',
        ],
      },
    ],
  },
  {
    id: 'rate-limited',
    whoActs: 'wait',
    waitingHelps: true,
    permanent: false,
    rules: [
      // Gmail "421-4.7.28 Gmail has detected an unusual rate of unsolicited mail originating from your IP address"; Outlook.com
      // "4.7.650 The mail server [192.0.2.1] has been temporarily rate limited due to IP reputation", RP-001; Yahoo "[TSS04]
      // Messages from 192.0.2.1 temporarily deferred due to unexpected volume or user complaints"
      {
        from: ['remote', 'own', 'unknown'],
        text: [
          'unusual rate of',
          'rate limit',
          'rate-limit',
          'ratelimit',
          'too many messages',
          'too many connections',
          'too many concurrent',
          'too many sessions',
          'too many emails',
          'too many mails',
          'too many recipients',
          'sending limit',
          'receiving mail at a rate',
          'receiving mail too quickly',
          'throttl',
          '[tss0',
          '[ts0',
          '[ts1',
          'unexpected volume',
          'temporarily deferred due to',
          'exceeded the maximum number of',
          'message rate exceeded',
          'slow down',
          'messages per hour',
          'temporary rejected. messages limit',
        ],
      },
      // RFC 7372's registry: X.7.28 mail flood; Outlook's 4.7.650 and following; Exchange Online's 4.7.500 server busy.
      {
        from: ['remote', 'own', 'unknown'],
        dsn: ['4.7.28', '5.7.28', '4.7.650', '4.7.651', '4.7.652', '4.7.500'],
      },
    ],
  },
  {
    id: 'client-reverse-dns',
    whoActs: 'other-side',
    waitingHelps: true,
    permanent: false,
    rules: [
      // smtpd: "450 4.7.25 Client host rejected: cannot find your hostname, [192.0.2.1]" / "... your reverse hostname"
      {
        from: ['inbound'],
        text: ['cannot find your hostname', 'cannot find your reverse hostname', 'reverse dns', 'no ptr'],
      },
      { from: ['inbound'], dsn: ['4.7.25', '5.7.25'] },
    ],
  },
  {
    id: 'ip-reverse-dns',
    whoActs: 'you',
    waitingHelps: false,
    permanent: true,
    rules: [
      // Gmail "550-5.7.25 The IP address sending this message does not have a PTR record setup"
      {
        from: ['remote', 'own', 'mailbox', 'unknown'],
        text: [
          'ptr record',
          'ptr resource record',
          'no ptr',
          'reverse dns',
          'rdns',
          'reverse hostname',
          'reverse lookup',
          'reverse host lookup',
          'cannot find your hostname',
          'fix reverse',
          'does not resolve to a hostname',
          'forward confirmed',
        ],
      },
      { from: ['remote', 'own', 'mailbox', 'unknown'], dsn: ['4.7.25', '5.7.25'] },
    ],
  },
  {
    id: 'client-blocklisted',
    whoActs: 'other-side',
    waitingHelps: false,
    permanent: true,
    rules: [
      // smtpd reject_rbl_client: "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org"
      {
        from: ['inbound'],
        text: ['blocked using', 'spamhaus', 'spamcop', 'blocklist', 'block list', 'blacklist', 'dnsbl'],
      },
    ],
  },
  {
    id: 'blocklisted',
    whoActs: 'you',
    waitingHelps: false,
    permanent: true,
    rules: [
      // Outlook.com "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent ... part of their network is on our block
      // list (S3150)" and S3140; Exchange Online "5.7.606 Access denied, banned sending IP", "5.7.511 Access denied, banned sender"
      {
        from: ['remote', 'own', 'mailbox', 'unknown'],
        text: [
          'blocked using',
          'blocklist',
          'block list',
          'block-list',
          'blacklist',
          'black list',
          'blackhole',
          'denylist',
          'deny list',
          'spamhaus',
          'spamcop',
          'barracudacentral',
          'sorbs.net',
          'uceprotect',
          'dnsbl',
          ' rbl',
          '(s3140)',
          '(s3150)',
          'banned sending ip',
          'banned sender',
          'poor reputation',
          'bad reputation',
          'low reputation',
          'very low reputation',
          'reputation of',
          'ip reputation',
          'ip address has been blocked',
          'ip address is blocked',
          'your ip is blocked',
          'your ip has been blocked',
          'is not allowed to send mail',
          'traffic not accepted from this ip',
          'permanently deferred',
        ],
      },
      { from: ['remote', 'own', 'mailbox', 'unknown'], dsn: ['5.7.511', '5.7.606', '5.7.708'] },
    ],
  },
  {
    id: 'client-not-authentic',
    whoActs: 'other-side',
    waitingHelps: false,
    permanent: true,
    rules: [
      // Policy servers and filters in front of our Postfix: "550 5.7.23 ... Message rejected due to: SPF fail", "DMARC policy reject"
      {
        from: ['inbound'],
        text: ['spf fail', 'spf check', 'spf validation', 'due to: spf', 'openspf', 'dmarc', 'dkim'],
      },
      { from: ['inbound'], dsn: ['5.7.20', '5.7.21', '5.7.22', '5.7.23', '5.7.26'] },
    ],
  },
  {
    id: 'dmarc-failed',
    whoActs: 'you',
    waitingHelps: false,
    permanent: true,
    rules: [
      // Gmail "550-5.7.26 Unauthenticated email from example.org is not accepted due to domain's DMARC policy"
      { from: ['remote', 'own', 'mailbox', 'unknown'], text: ['dmarc'] },
    ],
  },
  {
    id: 'sender-unauthenticated',
    whoActs: 'you',
    waitingHelps: false,
    permanent: true,
    rules: [
      // Gmail "550-5.7.26 Your email has been blocked because the sender is unauthenticated. ... SPF or DKIM"
      {
        from: ['remote', 'own', 'mailbox', 'unknown'],
        text: [
          ['spf', 'dkim'],
          'sender is unauthenticated',
          'unauthenticated email',
          'unauthenticated message',
          'multiple authentication checks failed',
        ],
      },
      // RFC 7372: 5.7.26 multiple authentication checks failed.
      { from: ['remote', 'own', 'mailbox', 'unknown'], dsn: ['5.7.26', '4.7.26'] },
    ],
  },
  {
    id: 'spf-failed',
    whoActs: 'you',
    waitingHelps: false,
    permanent: true,
    rules: [
      // RFC 7208 8.4 example: "550 5.7.1 SPF MAIL FROM check failed"; RFC 7372: 5.7.23, 5.7.24
      {
        from: ['remote', 'own', 'mailbox', 'unknown'],
        text: [
          'spf ',
          'spf:',
          'spf-',
          '(spf)',
          'openspf',
          'sender policy framework',
          'not a permitted sender',
          'not permitted to send mail from',
          'not authorized to send mail from',
          'not authorized to send from',
        ],
      },
      { from: ['remote', 'own', 'mailbox', 'unknown'], dsn: ['5.7.23', '4.7.23', '5.7.24', '4.7.24'] },
    ],
  },
  {
    id: 'dkim-failed',
    whoActs: 'you',
    waitingHelps: false,
    permanent: true,
    rules: [
      // RFC 7372: 5.7.20 no passing DKIM signature, 5.7.21 no acceptable one, 5.7.22 no valid author-matched one
      { from: ['remote', 'own', 'mailbox', 'unknown'], text: ['dkim'] },
      {
        from: ['remote', 'own', 'mailbox', 'unknown'],
        dsn: ['5.7.20', '5.7.21', '5.7.22', '4.7.20', '4.7.21', '4.7.22'],
      },
    ],
  },
  {
    id: 'inbound-filtered',
    whoActs: 'you',
    waitingHelps: false,
    permanent: true,
    rules: [
      // rspamd "554 5.7.1 Spam message rejected"; amavis "554 5.7.0 Reject, id=... - spam"; cleanup header/body_checks
      // "5.7.1 message content rejected"; clamav-milter "5.7.1 virus Eicar-Signature detected by ClamAV"
      {
        from: ['inbound'],
        text: [
          'spam',
          'virus',
          'malware',
          'infected',
          'content rejected',
          'message content',
          'banned',
          'attachment',
          'blocked by filter',
        ],
      },
    ],
  },
  {
    id: 'content-rejected',
    whoActs: 'sender',
    waitingHelps: false,
    permanent: true,
    rules: [
      // Gmail "552-5.7.0 This message was blocked because its content presents a potential security issue"
      {
        from: ['remote', 'own', 'mailbox', 'unknown'],
        text: [
          'virus',
          'malware',
          'infected',
          'potential security issue',
          'attachment',
          'banned file',
          'banned content',
          'blocked content',
          'content rejected',
          'message content not accepted',
          'executable',
          'phishing',
          'malicious',
          'suspicious url',
          'prohibited content',
        ],
      },
    ],
  },
  {
    id: 'spam-rejected',
    whoActs: 'you',
    waitingHelps: false,
    permanent: true,
    rules: [
      // Gmail "550-5.7.1 [192.0.2.1] Our system has detected that this message is likely unsolicited mail"
      {
        from: ['remote', 'own', 'mailbox', 'unknown'],
        text: ['spam', 'unsolicited', 'bulk mail', 'bulk email', 'junk mail', 'uce rejected'],
      },
    ],
  },
];
