import type { ReplyOrigin } from './cause.ts';

const originOfService: Readonly<Record<string, ReplyOrigin>> = {
  lmtp: 'mailbox',
  smtp: 'remote',
  smtpd: 'inbound',
  postscreen: 'inbound',
  cleanup: 'inbound',
  dnsblog: 'inbound',
  policyd: 'inbound',
  error: 'own',
  retry: 'own',
  discard: 'own',
  virtual: 'own',
  local: 'own',
  pipe: 'own',
  qmgr: 'own',
  bounce: 'own',
  pickup: 'own',
  postsuper: 'own',
};

/**
 * Words only our own mailbox service says: Cyrus' session ID (BlueMind 4), BlueMind 5's LMTP
 * (`452 <addr> rejected, reason: over quota`, `452 Temporary failure, reason: ...`), bm-lmtpd's errors about Cyrus,
 * and Postfix about LMTP's port 2400.
 */
const mailboxWords = [
  'sessionid=<cyrus-',
  'rejected, reason: ',
  'temporary failure, reason: ',
  'from cyrus lmtp',
];

/** How the big providers sign their replies; only asked when the log does not name the service. */
const providerWords = [
  'gsmtp',
  'support.google.com',
  '.outlook.com',
  'aka.ms/',
  '.yahoo.com',
  '.yahoodns.net',
];

/**
 * Says where a reply comes from. `text` is the reply in lower case; the service may carry its syslog name
 * (`postfix/submission/smtpd`).
 */
export function originOfReply(service: string | undefined, text: string): ReplyOrigin {
  const program = service?.slice(service.lastIndexOf('/') + 1).toLowerCase();
  const known = program === undefined || program === '' ? undefined : originOfService[program];
  if (known !== undefined) return known;
  if (mailboxWords.some((words) => text.includes(words)) || namesMailboxPort(text)) return 'mailbox';
  if (providerWords.some((words) => text.includes(words))) return 'remote';
  if (text.includes(' said: ') || text.includes(' refused to talk to me: '))
    return namesOwnHost(text) ? 'mailbox' : 'remote';
  return 'unknown';
}

/** `connect to 192.168.124.72[192.168.124.72]:2400: Connection refused`; 24 is Cyrus' own port on BlueMind 4. */
export function namesMailboxPort(text: string): boolean {
  return /\]:(?:2400|24)\b/.test(text) || /\bport (?:2400|24)\b/.test(text);
}

/**
 * `host 192.168.124.72[192.168.124.72] said: ...`: BlueMind's transport map names mailbox servers by bare private
 * address, which no MX of another organisation has.
 */
function namesOwnHost(text: string): boolean {
  return /^\s*\(?(?:delivery temporarily suspended: )?host (?:localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/.test(
    text,
  );
}
