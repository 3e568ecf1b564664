import type { Message } from '../message.ts';
import type { Confidence } from '../playbook/verdict.ts';

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

/** The technical domain of `address` by the best source; null when none tells it. Contradictions are listed in `others`. */
export function technicalDomain(
  _address: string,
  _sources: TechnicalDomainSources,
): { readonly best: TechnicalDomainAnswer | null; readonly others: readonly TechnicalDomainAnswer[] } {
  return { best: null, others: [] };
}
