import type { AccessAction, AccessEvent } from './event.ts';

const actions: Readonly<Record<string, AccessAction>> = {
  reject: 'reject',
  reject_warning: 'reject_warning',
  hold: 'hold',
  quarantine: 'hold',
  discard: 'discard',
  redirect: 'redirect',
  filter: 'other',
  prepend: 'other',
  replace: 'other',
  info: 'other',
  warn: 'other',
  bcc: 'other',
  strip: 'other',
  ignore: 'other',
  delay: 'other',
  permit: 'other',
  trigger: 'other',
  accept: 'other',
};

// `reject: `, `milter-reject: `, `proxy-reject: `; at the start of the text after the queue ID or NOQUEUE
const opening = /(?:(milter|proxy)-)?([a-z_]{2,20})(?:-[a-z]{2,10})?: /y;
// `RCPT from mail.example.org[192.0.2.1]: `, `RCPT from [192.0.2.1]:4711: ` (postscreen), `RCPT from local: `
const stageFrom =
  /([A-Z][A-Z-]{1,30}) from ([^\s[\]]{0,300}\[[^\]\s]{0,100}\]|[^\s[\]:]{1,300})(?::(\d{1,5}))?: /y;
const stageOnly = /([A-Z][A-Z-]{1,30}): /y;
const enhancedStatus = /^(?:\d{3}[ -])?(?:(\d\.\d{1,3}\.\d{1,3})(?= |$))?/;

/**
 * Reads a decision of smtpd and postscreen (access(5), smtpd_recipient_restrictions), of a milter or of a before-queue
 * filter, from the text behind the queue ID or NOQUEUE:
 * `reject: RCPT from mail.example.org[192.0.2.1]: 550 5.1.1 <x@example.org>: Recipient address rejected: User unknown;
 * from=<a@example.net> to=<x@example.org> proto=ESMTP helo=<mail>`. postscreen puts commas between the fields.
 * cleanup's header and body checks (header_checks(5)) put their words behind the fields:
 * `reject: header Subject: x from mail[192.0.2.1]; from=<a> to=<b> proto=ESMTP helo=<h>: 5.7.1 message content rejected`.
 * Null when the text is no such line.
 */
export function parseAccess(text: string): AccessEvent | null {
  opening.lastIndex = 0;
  const open = opening.exec(text);
  if (open === null) return null;
  const action = open[2] === 'warning' ? 'reject_warning' : actions[open[2] ?? ''];
  if (action === undefined) return null;
  const by = open[1] === 'milter' ? 'milter' : open[1] === 'proxy' ? 'proxy' : 'access';
  return smtpStage(text, opening.lastIndex, action, by) ?? contentCheck(text, opening.lastIndex, action);
}

function smtpStage(
  text: string,
  from: number,
  action: AccessAction,
  by: AccessEvent['by'],
): AccessEvent | null {
  stageFrom.lastIndex = from;
  stageOnly.lastIndex = from;
  const withClient = stageFrom.exec(text);
  const found = withClient ?? stageOnly.exec(text);
  if (found === null) return null;
  const start = withClient === null ? stageOnly.lastIndex : stageFrom.lastIndex;
  const trailer = trailerStart(text, start);
  const reply = text.slice(start, trailer).trim();
  const client = withClient?.[2] ?? null;
  return {
    type: 'access',
    action,
    by,
    stage: found[1] ?? '',
    client: client === 'local' ? null : client,
    dsn: enhancedStatus.exec(reply)?.[1] ?? null,
    reply,
    ...envelope(text.slice(trailer)),
  };
}

/** The fields are the last thing on the line; the words before them may hold anything. */
function trailerStart(text: string, from: number): number {
  for (const mark of ['; from=<', '; to=<', '; proto=']) {
    const at = text.lastIndexOf(mark);
    if (at >= from - 1 && at >= 0) return at;
  }
  return text.length;
}

function envelope(trailer: string): { sender: string | null; recipient: string | null } {
  return { sender: field(trailer, 'from=<'), recipient: field(trailer, 'to=<') };
}

function field(trailer: string, mark: string): string | null {
  const at = trailer.indexOf(` ${mark}`);
  if (at < 0) return null;
  const from = at + 1 + mark.length;
  const ends = ['> ', '>, ', '>:', '>;'].map((end) => trailer.indexOf(end, from)).filter((end) => end >= 0);
  const last = trailer.endsWith('>') ? [trailer.length - 1] : [];
  const end = Math.min(...ends, ...last);
  return Number.isFinite(end) && end >= from ? trailer.slice(from, end) : null;
}

function contentCheck(text: string, from: number, action: AccessAction): AccessEvent | null {
  const stage = ['header', 'body', 'nested header', 'mime-error', 'mime header'].find((word) =>
    text.startsWith(`${word} `, from),
  );
  if (stage === undefined) return null;
  const trailer = trailerStart(text, from);
  const fields = text.slice(trailer);
  const words = fields.lastIndexOf('>: ');
  const lead = text.slice(from + stage.length + 1, trailer);
  const source = lead.lastIndexOf(' from ');
  const client = source < 0 ? null : lead.slice(source + 6).replace(/:\d{1,5}$/, '');
  const reply = words < 0 ? lead : fields.slice(words + 3);
  return {
    type: 'access',
    action,
    by: 'content',
    stage,
    client: client === null || !client.endsWith(']') || client.includes(' ') ? null : client,
    dsn: enhancedStatus.exec(reply)?.[1] ?? null,
    reply,
    ...envelope(fields),
  };
}
