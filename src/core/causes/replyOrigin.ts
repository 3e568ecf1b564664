import type { ReplyOrigin } from './cause.ts';

const originOfService: ReadonlyMap<string, ReplyOrigin> = new Map([
  ['lmtp', 'mailbox'],
  ['smtp', 'remote'],
  ['smtpd', 'inbound'],
  ['postscreen', 'inbound'],
  ['cleanup', 'inbound'],
  ['virtual', 'own'],
  ['local', 'own'],
  ['pipe', 'own'],
  ['pickup', 'own'],
  ['postsuper', 'admin'],
]);

/** Programs of which all replies come from one place, whatever they say. */
export const servicesOfOneOrigin: ReadonlySet<string> = new Set(originOfService.keys());

/** These repeat what another program met ("delivery temporarily suspended: connect to ..."), so the text is asked first. */
const servicesThatQuote = new Set(['error', 'retry', 'qmgr', 'bounce']);

/**
 * Words only our own mailbox service says: Cyrus' session ID (BlueMind 4), BlueMind 5's LMTP
 * (`452 <addr> rejected, reason: over quota`, `452 Temporary failure, reason: ...`) and bm-lmtpd's errors about Cyrus.
 */
const mailboxWords = [
  'sessionid=<cyrus-',
  '> rejected, reason: ',
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
  const program = (service ?? '').slice((service ?? '').lastIndexOf('/') + 1).toLowerCase();
  return (
    originOfService.get(program) ?? originByText(text, servicesThatQuote.has(program) ? 'own' : 'unknown')
  );
}

function originByText(text: string, otherwise: ReplyOrigin): ReplyOrigin {
  if (mailboxWords.some((words) => text.includes(words)) || namesMailboxPort(text)) return 'mailbox';
  if (namesOwnHost(text)) return 'mailbox';
  if (text.includes(' said: ') || text.includes(' refused to talk to me: ')) return 'remote';
  if (providerWords.some((words) => text.includes(words))) return 'remote';
  return otherwise;
}

/** `connect to 192.168.124.72[192.168.124.72]:2400: Connection refused`; 24 is Cyrus' own port on BlueMind 4. */
function namesMailboxPort(text: string): boolean {
  return text.includes(']:2400') || text.includes(']:24:') || text.includes(' port 2400');
}

/**
 * `host 192.168.124.72[192.168.124.72] said: ...`, `lost connection with 192.168.124.72[...] while ...`: BlueMind's transport map names mailbox servers by bare address, and
 * a private one is no other organisation's mail server.
 */
function namesOwnHost(text: string): boolean {
  return /^\s*\(?(?:delivery temporarily suspended: )?(?:host|lost connection with|conversation with) (?:localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/.test(
    text,
  );
}
