import { isAddress, readAddressList } from './addressList.ts';
import { headerBlocks, readableValue, type HeaderBlock, type HeaderField } from './headerBlocks.ts';
import { readMailDate } from './mailDate.ts';
import { statusCodeIn } from './statusCode.ts';

/** An address picked out of a header block or a bounce message. Not lower-cased. */
export interface HeaderAddress {
  readonly address: string;
  readonly name: string | null;
  /** Header it stood in, lower case, e.g. `from`, `final-recipient`. */
  readonly header: string;
}

/** What a pasted header block or bounce message tells. Empty or null where it tells nothing. */
export interface ReadHeaders {
  readonly from: readonly HeaderAddress[];
  readonly to: readonly HeaderAddress[];
  readonly cc: readonly HeaderAddress[];
  /** Delivered-To, X-Original-To, Envelope-To. */
  readonly deliveredTo: readonly HeaderAddress[];
  /** Envelope sender from Return-Path; `''` is the null sender, null when absent. */
  readonly returnPath: string | null;
  readonly finalRecipients: readonly HeaderAddress[];
  readonly originalRecipients: readonly HeaderAddress[];
  /** Without angle brackets. In a bounce: of the returned message. */
  readonly messageId: string | null;
  /** Of the bounce itself, when the text is one. */
  readonly bounceMessageId: string | null;
  /** ISO 8601 with the offset given; null when absent or unreadable. In a bounce: of the returned message. */
  readonly date: string | null;
  /** Decoded and unfolded. In a bounce: of the returned message. */
  readonly subject: string | null;
  /** Queue IDs of Received lines and X-Postfix-Queue-ID, first seen first. */
  readonly queueIds: readonly string[];
  /** Enhanced status codes (Status: 5.1.1), first seen first. */
  readonly statusCodes: readonly string[];
  /** Diagnostic-Code texts without their type. */
  readonly diagnostics: readonly string[];
  readonly isBounce: boolean;
  /** failed, delayed, delivered, relayed, expanded; null when not said. */
  readonly action: string | null;
  /** The sender and recipient a trace should start with; null when undecided. */
  readonly sender: string | null;
  readonly recipients: readonly string[];
}

/**
 * Picks out of a header block or a whole bounce message (RFC 3464, or Postfix's text alone) what a trace can look for.
 * In a bounce the returned message counts, because it is the one to look for. Total.
 */
export function readHeaders(text: string): ReadHeaders {
  const { blocks, rest } = headerBlocks(text);
  const messages = blocks.filter(({ kind }) => kind === 'message');
  const status = blocks.filter(({ kind }) => kind === 'delivery-status');
  const prose = bounceProse(rest, text);
  const isBounce = status.some(hasRecipient) || prose.length > 0 || messages.some(isReport);
  const { bounce, message } = rolesOf(messages, isBounce);

  const all = (block: HeaderBlock | null, ...names: string[]): readonly HeaderField[] =>
    names.flatMap((name) => block?.fields.filter((field) => field.name === name) ?? []);
  const addresses = (block: HeaderBlock | null, ...names: string[]): readonly HeaderAddress[] =>
    unique(
      all(block, ...names).flatMap((field) =>
        readAddressList(field.value).map((found) => ({ ...found, header: field.name })),
      ),
    );
  const reported = (...names: string[]): readonly HeaderAddress[] =>
    unique(
      status
        .flatMap((block) => all(block, ...names))
        .flatMap((field) => {
          const address = withoutType(field.value).replace(/^<|>$/g, '');
          return isAddress(address) ? [{ address, name: null, header: field.name }] : [];
        }),
    );

  const finals = reported('final-recipient');
  const finalRecipients =
    finals.length > 0
      ? finals
      : unique(prose.map(({ address }) => ({ address, name: null, header: 'bounce-text' })));
  const originalRecipients = reported('original-recipient');
  const diagnosticFields = status
    .flatMap((block) => all(block, 'diagnostic-code'))
    .map((field) => withoutType(field.value));
  const diagnostics = distinct(
    diagnosticFields.length > 0 ? diagnosticFields : prose.map(({ reason }) => reason),
  );
  const codes = status
    .flatMap((block) => all(block, 'status'))
    .map((field) => /^[245]\.\d{1,3}\.\d{1,3}/.exec(field.value)?.[0] ?? '');

  const from = addresses(message, 'from');
  const to = addresses(message, 'to');
  const cc = addresses(message, 'cc');
  const deliveredTo = addresses(message, 'delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to');
  const returnPath = readReturnPath(all(message, 'return-path')[0]);
  const envelopeSender = reported('x-postfix-sender')[0]?.address ?? null;

  const recipients = isBounce
    ? firstFilled(finalRecipients, originalRecipients).concat(originalRecipients)
    : [...deliveredTo, ...receivedFor(all(message, 'received')), ...to, ...cc];
  const sender = [
    envelopeSender,
    returnPath === '' ? null : returnPath,
    from[0]?.address,
    isBounce ? addresses(bounce, 'to')[0]?.address : null,
  ].find((candidate) => candidate !== null && candidate !== undefined);

  return {
    from,
    to,
    cc,
    deliveredTo,
    returnPath,
    finalRecipients,
    originalRecipients,
    messageId: readMessageId(all(message, 'message-id')[0]),
    bounceMessageId: readMessageId(all(bounce, 'message-id')[0]),
    date: readMailDate(all(message, 'date')[0]?.value ?? ''),
    subject: readableValue(all(message, 'subject')[0]),
    queueIds: distinct([
      ...status.flatMap((block) => all(block, 'x-postfix-queue-id')).map(({ value }) => value.trim()),
      ...all(message, 'received').flatMap(queueIdOf),
      ...all(bounce, 'received').flatMap(queueIdOf),
    ]),
    statusCodes: distinct([...codes, ...diagnostics.map((words) => statusCodeIn(words) ?? '')]),
    diagnostics,
    isBounce,
    action:
      status
        .flatMap((block) => all(block, 'action'))[0]
        ?.value.trim()
        .toLowerCase() ?? null,
    sender: sender ?? null,
    recipients: distinct((recipients.length > 0 ? recipients : to).map(({ address }) => address)),
  };
}

/** Which header block is the bounce's own and which the returned message's. A bounce comes first (RFC 3462, 3464). */
function rolesOf(
  messages: readonly HeaderBlock[],
  isBounce: boolean,
): { readonly bounce: HeaderBlock | null; readonly message: HeaderBlock | null } {
  const [first = null] = messages;
  if (!isBounce) return { bounce: null, message: first };
  if (first !== null && (isReport(first) || messages.length > 1))
    return { bounce: first, message: messages.at(1) ?? null };
  return { bounce: null, message: first };
}

function hasRecipient(block: HeaderBlock): boolean {
  return block.fields.some(
    ({ name }) => name === 'final-recipient' || name === 'diagnostic-code' || name === 'original-recipient',
  );
}

function isReport(block: HeaderBlock): boolean {
  return block.fields.some(
    ({ name, value }) =>
      (name === 'content-type' && /multipart\/report/i.test(value)) ||
      (name === 'from' && /\bmailer-daemon\b/i.test(value)) ||
      name === 'x-failed-recipients',
  );
}

/**
 * Postfix's words in a bounce, when the report behind them is missing (bounce(5), bounce.c):
 *   <nobody@domain.net>: host 192.168.124.72[192.168.124.72] said: 550 5.1.1 User unknown
 *       (in reply to RCPT TO command)
 *   <x@domain.net> (expanded from <y@domain.net>): mail for ... loops back to myself
 */
function bounceProse(
  rest: readonly { readonly line: number; readonly text: string }[],
  text: string,
): readonly { readonly address: string; readonly reason: string }[] {
  if (!/mail system|undeliver|non remis|unzustellbar|delivery/i.test(text)) return [];
  const found: { address: string; reason: string; last: number }[] = [];
  for (const { line, text: words } of rest) {
    const start = /^<([^<>\s]{3,320})>(?: \(expanded from [^)]{1,400}\))?: (.*)$/s.exec(words);
    const open = found.at(-1);
    if (start !== null && isAddress(start[1] ?? ''))
      found.push({ address: start[1] ?? '', reason: start[2] ?? '', last: line });
    else if (open !== undefined && open.last === line - 1 && /^\s/.test(words)) {
      open.reason += ` ${words.trim()}`;
      open.last = line;
    }
  }
  return found;
}

/** `rfc822;user@domain.net`, `rfc822; user@domain.net`, `smtp; 550 5.1.1 ...`: the part after the type (RFC 3464, 2.1.2). */
function withoutType(value: string): string {
  return value.replace(/^[A-Za-z0-9-]{1,40} ?; ?/, '').trim();
}

function readReturnPath(field: HeaderField | undefined): string | null {
  if (field === undefined) return null;
  const inside = /<([^<>]{0,400})>/.exec(field.value)?.[1]?.trim() ?? field.value.trim();
  return inside === '' || isAddress(inside) ? inside : null;
}

function readMessageId(field: HeaderField | undefined): string | null {
  const value = field?.value.trim() ?? '';
  const id = (/<([^<>\s]{1,900})>/.exec(value)?.[1] ?? value).trim();
  return id === '' || /\s/.test(id) ? null : id;
}

/** `by mail.domain.net (Postfix) with ESMTPS id 4E4D83AF8E for <john@domain.net>; Mon, ...`: other servers' IDs are no use. */
function queueIdOf(field: HeaderField): string[] {
  const value = field.value.slice(0, 4000);
  if (!/\(Postfix/i.test(value)) return [];
  const id = /\sid ([0-9A-Za-z]{5,30})(?=[\s;]|$)/.exec(value)?.[1];
  return id === undefined ? [] : [id];
}

function receivedFor(fields: readonly HeaderField[]): readonly HeaderAddress[] {
  return fields.flatMap(({ value }) => {
    const address = /\sfor <([^<>\s]{3,320})>/.exec(value.slice(0, 4000))?.[1] ?? '';
    return isAddress(address) ? [{ address, name: null, header: 'received' }] : [];
  });
}

function firstFilled<T>(...lists: readonly (readonly T[])[]): T[] {
  return [...(lists.find((list) => list.length > 0) ?? [])];
}

function distinct(texts: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return texts.filter((text) => {
    const key = text.toLowerCase();
    if (text === '' || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function unique(addresses: readonly HeaderAddress[]): readonly HeaderAddress[] {
  const kept = new Set(distinct(addresses.map(({ address }) => address)));
  return addresses.filter(({ address }) => kept.delete(address));
}
