import { expandAddress, lookUp } from './deliveryMaps.ts';
import { entryOfLogin, folderOf, isFull, storeMessage } from './mailbox.ts';
import { remoteSiteOf, type RemoteAnswer, type RemoteSite } from './remoteSites.ts';
import { postfixSettings } from './postfixSettings.ts';
import { nextHex, nextInteger, nextRandom } from './seededRandom.ts';
import { javaLogStamp } from './serverClock.ts';
import { deliveryTrouble, refusalByTrouble, type Refusal } from './troubleEffects.ts';
import {
  DAY,
  MINUTE,
  serverAddress,
  serverHost,
  technicalDomain,
  type Mail,
  type MailFolder,
  type PracticeWorld,
  type WaitingMail,
  type WaitingRecipient,
} from './world.ts';

/** How a mail comes to the server: from the internet, from a user's mail program, or made by Postfix itself. */
export type Way =
  | { readonly kind: 'internet'; readonly host: string; readonly ip: string }
  | { readonly kind: 'submission'; readonly login: string; readonly ip: string }
  /** From a computer of the own network, which need not sign in. */
  | { readonly kind: 'network'; readonly host: string; readonly ip: string }
  | { readonly kind: 'local' };

const QMGR = 'postfix/qmgr[1287]';
const relay = `${serverAddress}[${serverAddress}]`;

/** postconf(5): minimal and maximal backoff, queue_run_delay and queue lifetime, all Postfix's defaults. */
const BACKOFF = { least: 5 * MINUTE, most: 4000_000, run: 5 * MINUTE, lifetime: 5 * DAY } as const;

export function log(world: PracticeWorld, at: number, text: string): void {
  world.mailLog.push({ at, text });
}

export function logCore(
  world: PracticeWorld,
  at: number,
  logger: string,
  text: string,
  level: 'INFO' | 'WARN' | 'ERROR' = 'INFO',
): void {
  const stamp = javaLogStamp(at, world.clock);
  world.coreLog.push({ at, text: `${stamp} [vert.x-worker-thread-7] ${logger} ${level} - ${text}` });
}

const processId = (world: PracticeWorld): number => nextInteger(world, 20_000, 31_999);
const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);
const loginOf = (address: string): string => address.slice(0, address.lastIndexOf('@')).replace(/^\+/, '');
const newQueueId = (world: PracticeWorld): string => `${nextHex(world, 5)}3${nextHex(world, 5)}`;

/**
 * A mail arrives: checked against the maps, put into the queue and tried at once, with every line Postfix writes about it.
 *
 * @param hold the reason of a header check that holds it, e.g. `header Subject: ...`.
 */
export function receiveMail(
  world: PracticeWorld,
  mail: Mail,
  to: readonly string[],
  at: number,
  way: Way,
  hold: string | null = null,
): void {
  const smtpd = `postfix/${way.kind === 'submission' ? 'submission/' : ''}smtpd[${String(processId(world))}]`;
  const client = clientOf(world, way);
  log(world, at, `${smtpd}: connect from ${client}`);
  const turnedAway = refusalByTrouble(world, mail.sender, to[0] ?? '') ?? tooLarge(mail);
  if (turnedAway !== null) {
    turnAway(world, smtpd, client, mail, to, at, turnedAway);
    return;
  }
  const queueId = newQueueId(world);
  const accepted: WaitingRecipient[] = [];
  for (const address of to) {
    const refusal = way.kind === 'internet' ? refusalOf(world, address) : null;
    if (refusal === null) {
      const targets = expandAddress(world, address) ?? [address];
      for (const target of targets)
        accepted.push({ address: target, original: target === address ? null : address, reason: null });
    } else {
      const helo = client.slice(0, client.indexOf('['));
      const mark = accepted.length === 0 ? 'NOQUEUE' : queueId;
      log(
        world,
        at + 40,
        `${smtpd}: ${mark}: reject: RCPT from ${client}: ${refusal}; from=<${mail.sender}> to=<${address}> proto=ESMTP helo=<${helo}>`,
      );
    }
  }
  if (accepted.length === 0) {
    log(world, at + 90, `${smtpd}: disconnect from ${client} ehlo=1 mail=1 rcpt=0/1 quit=1 commands=3/4`);
    return;
  }
  const sasl =
    way.kind === 'submission' ? `, sasl_method=PLAIN, sasl_username=${way.login}@${technicalDomain}` : '';
  const cleanup = `postfix/cleanup[${String(processId(world))}]`;
  log(world, at + 60, `${smtpd}: ${queueId}: client=${client}${sasl}`);
  if (hold !== null) {
    const helo = way.kind === 'internet' ? way.host : client;
    log(
      world,
      at + 80,
      `${cleanup}: ${queueId}: hold: ${hold} from ${client}; from=<${mail.sender}> to=<${to[0] ?? ''}> proto=ESMTP helo=<${helo}>`,
    );
  }
  log(world, at + 90, `${cleanup}: ${queueId}: message-id=${mail.messageId}`);
  const done = `ehlo=2 starttls=1${way.kind === 'submission' ? ' auth=1' : ''} mail=1 rcpt=${String(to.length)} data=1 quit=1`;
  log(
    world,
    at + 240,
    `${smtpd}: disconnect from ${client} ${done} commands=${String(6 + to.length + (way.kind === 'submission' ? 1 : 0))}`,
  );
  const waiting: WaitingMail = {
    queueId,
    arrivedAt: at,
    mail,
    state: hold === null ? 'incoming' : 'hold',
    nextAttemptAt: at,
    recipients: accepted,
  };
  world.queue.push(waiting);
  if (hold === null) attemptDelivery(world, waiting, at + 150);
}

/** With a filter in front, mail from outside comes from the filter. */
function clientOf(world: PracticeWorld, way: Way): string {
  if (way.kind === 'internet')
    return world.trouble === 'filter-in-front'
      ? 'mxgate.filter.example[192.0.2.30]'
      : `${way.host}[${way.ip}]`;
  if (way.kind === 'network') return `${way.host}[${way.ip}]`;
  return `unknown[${way.kind === 'local' ? '127.0.0.1' : way.ip}]`;
}

/** The sender's program says how large the mail is; Postfix refuses it before it has noted the sender (smtpd(8)). */
function tooLarge({ size }: Mail): Refusal | null {
  return size > Number(postfixSettings['message_size_limit'])
    ? { stage: 'MAIL', word: 'reject', text: '552 5.3.4 Message size exceeds fixed limit', before: [] }
    : null;
}

function turnAway(
  world: PracticeWorld,
  smtpd: string,
  client: string,
  mail: Mail,
  to: readonly string[],
  at: number,
  { stage, word, text, before }: Refusal,
): void {
  const helo = client.slice(0, client.indexOf('['));
  for (const line of before) log(world, at + 30, `${smtpd}: ${line}`);
  const envelope = stage === 'MAIL' ? '' : ` from=<${mail.sender}> to=<${to[0] ?? ''}>`;
  log(
    world,
    at + 40,
    `${smtpd}: NOQUEUE: ${word}: ${stage} from ${client}: ${text};${envelope} proto=ESMTP helo=<${helo}>`,
  );
  const done =
    stage === 'MAIL' ? 'ehlo=1 mail=0/1 quit=1 commands=2/3' : 'ehlo=1 mail=1 rcpt=0/1 quit=1 commands=3/4';
  log(world, at + 90, `${smtpd}: disconnect from ${client} ${done}`);
}

function refusalOf(world: PracticeWorld, address: string): string | null {
  if (lookUp(world.maps, 'virtual_domains', domainOf(address)) === null)
    return `554 5.7.1 <${address}>: Relay access denied`;
  return expandAddress(world, address) === null
    ? // The text is that of BlueMind's virtual_transport, `error:mailbox does not exist`.
      `550 5.1.1 <${address}>: Recipient address rejected: mailbox does not exist`
    : null;
}

/** What became of one recipient at one attempt. */
interface Outcome {
  readonly status: 'sent' | 'deferred' | 'bounced';
  readonly agent: 'lmtp' | 'smtp' | 'error';
  readonly relay: string;
  readonly dsn: string;
  readonly text: string;
  /** Lines that stand before the status line, without time. */
  readonly before: readonly string[];
}

/** Tries to deliver a queued mail now, and plans the next attempt by Postfix's rules when something remains. */
export function attemptDelivery(world: PracticeWorld, waiting: WaitingMail, at: number): void {
  const { queueId, mail } = waiting;
  const age = at - waiting.arrivedAt;
  log(
    world,
    at,
    `${QMGR}: ${queueId}: from=<${mail.sender}>, size=${String(mail.size)}, nrcpt=${String(waiting.recipients.length)} (queue active)`,
  );
  const finished = at + 120 + nextInteger(world, 20, 900);
  const remaining: WaitingRecipient[] = [];
  const failed: WaitingRecipient[] = [];
  const agents = new Map<string, string>();
  for (const recipient of waiting.recipients) {
    const outcome = deliver(world, waiting, recipient, age, finished);
    const agent = agents.get(outcome.agent) ?? `postfix/${outcome.agent}[${String(processId(world))}]`;
    agents.set(outcome.agent, agent);
    for (const line of outcome.before) log(world, finished - 5, line.replace('AGENT', agent));
    const original = recipient.original === null ? '' : `orig_to=<${recipient.original}>, `;
    log(
      world,
      finished,
      `${agent}: ${queueId}: to=<${recipient.address}>, ${original}relay=${outcome.relay}, ${delays(finished - waiting.arrivedAt, age)}, dsn=${outcome.dsn}, status=${outcome.status} (${outcome.text})`,
    );
    if (outcome.status === 'deferred') remaining.push({ ...recipient, reason: outcome.text });
    if (outcome.status === 'bounced') failed.push({ ...recipient, reason: outcome.text });
  }
  if (failed.length > 0) returnToSender(world, waiting, failed, finished + 20);
  waiting.recipients = remaining;
  if (remaining.length > 0 && age > BACKOFF.lifetime) {
    log(
      world,
      finished + 10,
      `${QMGR}: ${queueId}: from=<${mail.sender}>, status=expired, returned to sender`,
    );
    returnToSender(world, waiting, remaining, finished + 20);
    waiting.recipients = [];
  }
  if (waiting.recipients.length === 0) {
    log(world, finished + 60, `${QMGR}: ${queueId}: removed`);
    world.queue = world.queue.filter((other) => other !== waiting);
    return;
  }
  waiting.state = 'deferred';
  const wait = Math.max(BACKOFF.least, Math.min(age, BACKOFF.most));
  waiting.nextAttemptAt = finished + wait + Math.floor(nextRandom(world) * BACKOFF.run);
}

function deliver(
  world: PracticeWorld,
  waiting: WaitingMail,
  { address }: WaitingRecipient,
  age: number,
  at: number,
): Outcome {
  const transport = lookUp(world.maps, 'transport', address);
  if (transport?.startsWith('smtp:'))
    return deliverRemotely(world, remoteSiteOf('partner.example'), address, age);
  if (domainOf(address) !== technicalDomain)
    return deliverRemotely(world, remoteSiteOf(domainOf(address)), address, age);
  if (transport === null) {
    const text = 'mailbox does not exist';
    return { status: 'bounced', agent: 'error', relay: 'none', dsn: '5.0.0', text, before: [] };
  }
  return deliverLocally(world, waiting.mail, address, at);
}

/** Over LMTP to the mailbox server; the replies of BlueMind 4 (Cyrus) and 5 (its own) differ. */
function deliverLocally(world: PracticeWorld, mail: Mail, address: string, at: number): Outcome {
  const login = loginOf(address);
  const shared = address.startsWith('+');
  const cyrus = processId(world);
  const session = `SESSIONID=<cyrus-${String(cyrus)}-${String(Math.floor(at / 1000))}-1-${String(nextInteger(world, 1e9, 9e9))}${String(nextInteger(world, 1e8, 9e8))}>`;
  const lmtp = { agent: 'lmtp', relay: `${relay}:2400`, before: [] } as const;
  const said = (text: string): string => `host ${relay} said: ${text} (in reply to RCPT TO command)`;
  const folder = entryOfLogin(world, login)?.archived === true ? null : folderOf(world, login, 'INBOX');
  if (folder === null) {
    return world.edition === 4
      ? {
          ...lmtp,
          status: 'bounced',
          dsn: '5.1.1',
          text: said(
            `550-Mailbox unknown.  Either there is no mailbox associated with this 550-name or you do not have authorization to see it. 550 5.1.1 User unknown ${session}`,
          ),
        }
      : {
          ...lmtp,
          status: 'bounced',
          dsn: '5.0.0',
          text: said(`553 <${address}> rejected, reason: Unknown`),
        };
  }
  const trouble = deliveryTrouble(world);
  if (trouble !== null) {
    const reached = trouble.text.startsWith('host ');
    return { ...lmtp, relay: reached ? lmtp.relay : 'none', status: 'deferred', ...trouble };
  }
  if (wasSeen(world, folder, mail, at)) return droppedAsSeen(world, login, mail, at, lmtp, session);
  if (isFull(world, login)) {
    if (world.edition === 4)
      return { ...lmtp, status: 'deferred', dsn: '4.2.2', text: said(`452 4.2.2 Over quota ${session}`) };
    logCore(world, at, 'n.b.d.l.i.LmtpDataCommand', `Quota reject from ${mail.sender} to ${address}`, 'WARN');
    return {
      ...lmtp,
      status: 'deferred',
      dsn: '4.0.0',
      text: said(`452 <${address}> rejected, reason: over quota`),
    };
  }
  const { uid } = storeMessage(world, folder, mail, at);
  if (world.edition === 5) {
    const guid = folder.messages.at(-1)?.bodyId ?? '';
    logCore(
      world,
      at,
      'n.b.d.l.LmtpMessageHandler',
      `Deliver ${guid} (${String(mail.size)}bytes) into ${folder.owner} - ${folder.path} (partition ${technicalDomain.replace('.', '_')})`,
    );
    logCore(world, at + 3, 'n.b.d.l.LmtpMessageHandler', `Record with imapUid ${String(uid)} created.`);
    return { ...lmtp, status: 'sent', dsn: '2.0.0', text: '250 Ok' };
  }
  const owner = login.replaceAll('.', '^');
  const internal = `${technicalDomain}!${shared ? owner : `user.${owner}`}`;
  return {
    ...lmtp,
    status: 'sent',
    dsn: '2.1.5',
    text: `250 2.1.5 Ok ${session} [${internal}${shared ? '' : '.INBOX'} () ${String(uid)}]`,
    before: [
      `cyrus/lmtp[${String(cyrus)}]: Delivered: ${mail.messageId} to mailbox: ${internal}`,
      `cyrus/lmtp[${String(cyrus)}]: USAGE ${login}@${technicalDomain} user: 0.00${String(nextInteger(world, 1000, 4999))} sys: 0.000${String(nextInteger(world, 100, 999))}`,
    ],
  };
}

const SEEN_MS = { 4: 3 * DAY, 5: DAY } as const;

/** Cyrus remembers what it delivered for three days (`cyr_expire -E 3`), BlueMind 5 for one (lmtp.dedup.window). */
function wasSeen(
  { edition }: PracticeWorld,
  { messages }: MailFolder,
  { messageId }: Mail,
  at: number,
): boolean {
  return messages.some(
    (message) => message.mail.messageId === messageId && at - message.receivedAt < SEEN_MS[edition],
  );
}

/** A mail the mailbox had already: thrown away, and called delivered. */
function droppedAsSeen(
  world: PracticeWorld,
  login: string,
  mail: Mail,
  at: number,
  lmtp: { readonly agent: 'lmtp'; readonly relay: string },
  session: string,
): Outcome {
  const sent = { ...lmtp, status: 'sent' } as const;
  if (world.edition === 5) {
    const delivery = `{from=${mail.sender}, to=${login}@${technicalDomain}, messageId=${mail.messageId}}`;
    logCore(
      world,
      at,
      'n.b.d.l.LmtpMessageHandler',
      `Message delivery ${delivery} skipped as message id was seen in the last 1 day(s)`,
    );
    return { ...sent, dsn: '2.0.0', text: '250 Ok', before: [] };
  }
  const mailbox = `${technicalDomain}!user.${login.replaceAll('.', '^')}`;
  const before = [
    `cyrus/lmtp[${String(processId(world))}]: dupelim: eliminated duplicate message to ${mailbox} id ${mail.messageId} (delivery)`,
  ];
  return { ...sent, dsn: '2.1.5', text: `250 2.1.5 Ok ${session}`, before };
}

function deliverRemotely(world: PracticeWorld, site: RemoteSite, address: string, age: number): Outcome {
  const token = `4${nextHex(world, 6)}z9v${nextHex(world, 2)}`;
  const answer = remoteAnswer(world, site, address, age, token);
  const host = `${site.host}[${site.ip}]`;
  if (world.trouble === 'outgoing-blocked') {
    const text = `connect to ${host}:25: Connection timed out`;
    return {
      status: 'deferred',
      agent: 'smtp',
      relay: 'none',
      dsn: '4.4.1',
      text,
      before: [`AGENT: ${text}`],
    };
  }
  if (answer.kind === 'refused-connection') {
    const text = `connect to ${host}:25: Connection refused`;
    return {
      status: 'deferred',
      agent: 'smtp',
      relay: 'none',
      dsn: '4.4.1',
      text,
      before: [`AGENT: ${text}`],
    };
  }
  const smtp = { agent: 'smtp', relay: `${host}:25`, before: [] } as const;
  if (answer.kind === 'accepted') return { ...smtp, status: 'sent', dsn: '2.0.0', text: answer.reply };
  const text = `host ${host} said: ${answer.reply} (in reply to RCPT TO command)`;
  return { ...smtp, status: answer.permanent ? 'bounced' : 'deferred', dsn: answer.dsn, text };
}

/** What another server says, as far as our own trouble does not change it. */
function remoteAnswer(
  { trouble }: PracticeWorld,
  site: RemoteSite,
  address: string,
  age: number,
  token: string,
): RemoteAnswer {
  const isFlood = trouble === 'account-misused' || trouble === 'computer-misused';
  if (isFlood && site.domain.startsWith('massen')) {
    const reply = '451 4.7.1 Too many messages from your address, try again later';
    return { kind: 'said', permanent: false, dsn: '4.7.1', reply };
  }
  // Each of the two systems sends unknown people's mail to the other.
  if (trouble === 'split-loop' && site.domain === 'partner.example')
    return { kind: 'said', permanent: true, dsn: '5.4.0', reply: '554 5.4.0 Error: too many hops' };
  return site.answer(address, age, token);
}

/** The non-delivery notification is a mail of its own, from the null sender; nobody is told about a failed one (RFC 5321, 6.1). */
function returnToSender(
  world: PracticeWorld,
  waiting: WaitingMail,
  failed: readonly WaitingRecipient[],
  at: number,
): void {
  const { sender } = waiting.mail;
  if (sender === '') return;
  const queueId = newQueueId(world);
  const stamp = new Date(at).toISOString().replace(/\D/g, '').slice(0, 14);
  const mail: Mail = {
    messageId: `<${stamp}.${queueId}@${serverHost}>`,
    sender: '',
    from: `MAILER-DAEMON@${serverHost} (Mail Delivery System)`,
    to: sender,
    subject: 'Undelivered Mail Returned to Sender',
    preview: `This is the mail system at host ${serverHost}. ${failed[0]?.reason ?? ''}`.slice(0, 160),
    size: waiting.mail.size + 2050,
  };
  log(world, at, `postfix/cleanup[${String(processId(world))}]: ${queueId}: message-id=${mail.messageId}`);
  log(
    world,
    at + 5,
    `postfix/bounce[${String(processId(world))}]: ${waiting.queueId}: sender non-delivery notification: ${queueId}`,
  );
  const targets = expandAddress(world, sender) ?? [sender];
  const bounce: WaitingMail = {
    queueId,
    arrivedAt: at,
    mail,
    state: 'incoming',
    nextAttemptAt: at,
    recipients: targets.map((address) => ({
      address,
      original: address === sender ? null : sender,
      reason: null,
    })),
  };
  world.queue.push(bounce);
  attemptDelivery(world, bounce, at + 10);
}

/** `delay=1.8, delays=1.7/0/0.04/0.05`: in all, and before, in and after the queue manager, connecting, and sending. */
function delays(total: number, beforeQueue: number): string {
  const seconds = (ms: number): string => {
    const value = ms / 1000;
    return value >= 10 ? String(Math.round(value)) : String(Number(value.toPrecision(2)));
  };
  const sending = Math.max(40, total - beforeQueue);
  return `delay=${seconds(total)}, delays=${seconds(beforeQueue)}/0.01/${seconds(sending * 0.3)}/${seconds(sending * 0.7)}`;
}
