import { causes } from './catalogue.ts';
import type { Cause, CauseRule, ReplyOrigin } from './cause.ts';
import { originOfReply } from './replyOrigin.ts';

/** What is known about a delivery attempt or a refusal, as the log or the queue listing gives it. */
export interface ReplyFacts {
  /** Enhanced status code such as `4.2.2`; null when there is none. One that opens the reply is found there too. */
  readonly dsn: string | null;
  /** The words: what stands in parentheses after `status=`, a queue listing's reason, or the text of a reject line. */
  readonly reply: string | null;
  /** Postfix's `status=` word or ours (see RecipientStatus). */
  readonly status?: string | undefined;
  /** Program that logged it: `smtp`, `lmtp`, `smtpd`, `postfix/submission/smtpd`... */
  readonly service?: string | undefined;
}

const succeeded = new Set(['sent', 'delivered', 'forwarded', 'deliverable']);
const byId = new Map(causes.map((cause) => [cause.id, cause]));

/**
 * Names the cause of a failed, delayed or refused delivery: an id of the catalogue, or null when nothing went wrong
 * or no rule knows the text. Never guesses. Linear in the length of the reply; never throws.
 */
export function findCause(facts: ReplyFacts): string | null {
  const text = (facts.reply ?? '').toLowerCase();
  const dsn = facts.dsn ?? dsnIn(text);
  const status = facts.status?.toLowerCase();
  if (status !== undefined && succeeded.has(status)) return null;
  if (status === undefined && isSuccess(text, dsn)) return null;

  const from = originOfReply(facts.service, text);
  const words = wordsWithoutNames(text);
  return (
    knownMatch(from, dsn, words) ??
    // Postfix says "returned to sender" and keeps the last reply elsewhere: without one, the time that ran out is all we know.
    (status === 'expired' || status === 'force-expired' ? 'message-expired' : null)
  );
}

/** The catalogue's entry, or null for an id it does not hold (a case saved by a newer version). */
export function causeById(id: string): Cause | null {
  return byId.get(id) ?? null;
}

/** A log says the same words thousands of times; nothing but time depends on what is kept here. */
const matched = new Map<string, string | null>();
const mostMatched = 2000;
const longestMatched = 1000;

function knownMatch(from: ReplyOrigin, dsn: string | null, words: string): string | null {
  if (words.length > longestMatched) return anyMatch(from, dsn, words);
  const facts = `${from}\n${dsn ?? ''}\n${words}`;
  const known = matched.get(facts);
  if (known !== undefined) return known;
  const found = anyMatch(from, dsn, words);
  if (matched.size >= mostMatched) matched.clear();
  matched.set(facts, found);
  return found;
}

function anyMatch(from: ReplyOrigin, dsn: string | null, words: string): string | null {
  return firstMatch(from, dsn, words, true) ?? firstMatch(from, dsn, words, false);
}

function firstMatch(from: ReplyOrigin, dsn: string | null, text: string, withText: boolean): string | null {
  for (const cause of causes) {
    for (const rule of cause.rules) {
      if ((rule.text !== undefined) === withText && matches(rule, from, dsn, text)) return cause.id;
    }
  }
  return null;
}

function matches(rule: CauseRule, from: ReplyOrigin, dsn: string | null, text: string): boolean {
  if (rule.from !== undefined && !rule.from.includes(from)) return false;
  if (rule.dsn !== undefined && (dsn === null || !rule.dsn.includes(dsn))) return false;
  if (rule.without?.some((piece) => text.includes(piece)) === true) return false;
  return rule.text === undefined || rule.text.some((entry) => occurs(entry, text));
}

function occurs(entry: string | readonly string[], text: string): boolean {
  return typeof entry === 'string' ? text.includes(entry) : entry.every((piece) => text.includes(piece));
}

/**
 * Takes out what people named themselves: a mail to `<spam@example.org>` or a server called `mx.antispam.example` says
 * nothing about why the mail was refused. The text is in lower case.
 */
export function wordsWithoutNames(text: string): string {
  const withoutHosts = text
    .replace(/\b(host|to|with|server|from) [^\s[]+\[[^\]\s]*\]/g, '$1')
    // Whose it is tells nothing either; only this machine's own are services one knows.
    .replace(/(?<![\d.])(?!127\.)\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g, '#');
  // Most replies name nobody: a log may hold a hundred thousand of them.
  if (!withoutHosts.includes('@') && !withoutHosts.includes('=')) return withoutHosts;
  return withoutHosts.replace(/\S+/g, (word) => {
    if (word.includes('@')) return isNamed(word) ? '' : maskAddress(word);
    return word.includes('=') && isNamed(word) ? '' : word;
  });
}

function isNamed(word: string): boolean {
  return /^(?:name|helo|from|to|sessionid)=/.test(word);
}

/** Keeps an opening angle bracket: rules tell `452 <addr> rejected` by it. */
function maskAddress(word: string): string {
  return word.startsWith('<') ? '<>' : '';
}

/** `250 2.1.5 Ok SESSIONID=<...>`: a reply of the 2xx family, or a 2.x.x code, is no failure. */
function isSuccess(text: string, dsn: string | null): boolean {
  return dsn?.startsWith('2.') === true || /^\s*2\d\d(?:[ -]|$)/.test(text);
}

/** `452 4.2.2 Over quota`, `host mx[1.2.3.4] said: 550-5.1.1 no such user`: the first code that follows a reply code. */
function dsnIn(text: string): string | null {
  return /\b[245]\d\d[ -]#?([245]\.\d{1,3}\.\d{1,3})\b/.exec(text)?.[1] ?? null;
}
