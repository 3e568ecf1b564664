import type { Message } from '../message.ts';
import type { Confidence } from '../playbook/verdict.ts';
import { parseInternalMailboxName } from '../cyrus/cyrusMailboxName.ts';
import { parseCyrusPartitions } from '../cyrus/messageFile.ts';
import { isAddress } from '../recognise/addressList.ts';
import { parseMailUnexpunge } from './mailUnexpunge.ts';
import { parsePostmapAnswer } from './postmapAnswer.ts';

/** How the technical domain was learned. */
export type TechnicalDomainWay =
  'alias-map' | 'rest' | 'bm-cli-unexpunge' | 'cyrus-partitions' | 'lmtp-reply';

export interface TechnicalDomainAnswer {
  readonly technicalDomain: string;
  readonly way: TechnicalDomainWay;
  readonly confidence: Confidence;
  /** The login, when the way tells it too. */
  readonly login: string | null;
  readonly sentence: Message;
}

/** Outputs gathered so far; each is optional. */
export interface TechnicalDomainSources {
  /** stdout of `postmap -q user@alias hash:/etc/postfix/virtual_alias`. */
  readonly aliasMap?: string;
  /** Body of `GET /api/domains` or `/api/domains/_lookup?name=...`. */
  readonly restDomains?: string;
  /** Output of `bm-cli mail unexpunge`. */
  readonly mailUnexpunge?: string;
  /** `/etc/cyrus-partitions`. */
  readonly cyrusPartitions?: string;
  /** Postfix's reply of a delivery, `... [domain!user.x.INBOX () 2294]`. */
  readonly lmtpReply?: string;
}

/**
 * The technical domain of `address`, by the best source at hand; null when none tells it. What other sources say differently is in
 * `others`, for the user to see. In order of trust: what BlueMind itself resolved for this address, the mailbox a mail
 * was delivered to, the list of domains, the alias map (which may be stale), the partitions (which may name several).
 */
export function technicalDomain(
  address: string,
  sources: TechnicalDomainSources,
): { readonly best: TechnicalDomainAnswer | null; readonly others: readonly TechnicalDomainAnswer[] } {
  const answers = [
    fromMailUnexpunge(sources.mailUnexpunge),
    fromLmtpReply(sources.lmtpReply),
    fromRest(address, sources.restDomains),
    fromAliasMap(sources.aliasMap),
    fromPartitions(sources.cyrusPartitions),
  ].filter((answer) => answer !== null);
  const [best = null] = answers;
  return {
    best,
    others: answers.slice(1).filter(({ technicalDomain: domain }) => domain !== best?.technicalDomain),
  };
}

function answer(
  way: TechnicalDomainWay,
  domain: string,
  login: string | null,
  confidence: Confidence,
): TechnicalDomainAnswer {
  return {
    technicalDomain: domain,
    way,
    confidence,
    login,
    sentence: { key: `mailbox:technical-domain.${way}`, values: { domain } },
  };
}

function fromMailUnexpunge(text: string | undefined): TechnicalDomainAnswer | null {
  if (text === undefined) return null;
  const { technicalDomain: domain, login } = parseMailUnexpunge(text);
  return domain === null ? null : answer('bm-cli-unexpunge', domain, login, 'certain');
}

/** `250 2.1.5 Ok SESSIONID=<...> [bluemind.net!user.user.INBOX () 2294]` */
function fromLmtpReply(text: string | undefined): TechnicalDomainAnswer | null {
  const name = /\[([^[\]\s!]{1,255}![^[\]()]{1,800}) \(/.exec(text ?? '')?.[1];
  const mailbox = name === undefined ? null : parseInternalMailboxName(name);
  if (mailbox?.technicalDomain == null) return null;
  return answer(
    'lmtp-reply',
    mailbox.technicalDomain,
    mailbox.kind === 'user' ? mailbox.name : null,
    'certain',
  );
}

/** Value of the alias map: `login@technical`, a shared mailbox `+name@technical`; a group has several. */
function fromAliasMap(text: string | undefined): TechnicalDomainAnswer | null {
  if (text === undefined) return null;
  const found = parsePostmapAnswer(text, '', null);
  if (found.kind !== 'found' || !found.values.every(isAddress)) return null;
  const domains = new Set(found.values.map((value) => value.slice(value.lastIndexOf('@') + 1)));
  const [first = ''] = found.values;
  const domain = first.slice(first.lastIndexOf('@') + 1);
  if (domains.size !== 1) return null;
  const login = first.slice(0, first.lastIndexOf('@'));
  return answer(
    'alias-map',
    domain,
    found.values.length === 1 && !login.startsWith('+') ? login : null,
    'likely',
  );
}

/** Items `{"uid":"e6e3736c.internal","value":{"name":"...","aliases":["domain.net"],"defaultAlias":"domain.net"}}`, one or a list. */
function fromRest(address: string, text: string | undefined): TechnicalDomainAnswer | null {
  const wanted = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  let body: unknown;
  try {
    body = JSON.parse(text ?? '');
  } catch {
    return null;
  }
  for (const item of (Array.isArray(body) ? body : [body]) as readonly unknown[]) {
    if (typeof item !== 'object' || item === null) continue;
    const outer = item as Record<string, unknown>;
    const value = (
      typeof outer['value'] === 'object' && outer['value'] !== null ? outer['value'] : outer
    ) as Record<string, unknown>;
    const uid = outer['uid'] ?? value['uid'] ?? value['name'];
    const names = [
      uid,
      value['name'],
      value['defaultAlias'],
      ...(Array.isArray(value['aliases']) ? (value['aliases'] as unknown[]) : []),
    ];
    if (
      typeof uid === 'string' &&
      uid !== '' &&
      names.some((name) => typeof name === 'string' && name.toLowerCase() === wanted)
    )
      return answer('rest', uid, null, 'certain');
  }
  return null;
}

/**
 * Partition names end in `__` and the domain with its dots as `_`, so a real underscore cannot be told from a dot: never certain.
 * Several domains answer nothing.
 */
function fromPartitions(text: string | undefined): TechnicalDomainAnswer | null {
  const domains = new Set(
    parseCyrusPartitions(text ?? '')
      .items.filter(({ kind }) => kind === 'data')
      .map(({ name }) => name.slice(name.lastIndexOf('__') + (name.includes('__') ? 2 : 1)))
      .map((name) => name.replaceAll('_', '.'))
      .filter((name) => name.includes('.') && name !== 'global.virt'),
  );
  const [only] = domains;
  return only !== undefined && domains.size === 1 ? answer('cyrus-partitions', only, null, 'likely') : null;
}
