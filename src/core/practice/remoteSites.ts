import { MINUTE } from './world.ts';

/** How another mail server answers one recipient. */
export type RemoteAnswer =
  | { readonly kind: 'accepted'; readonly reply: string }
  /** Said no, for good or for now; `dsn` as Postfix logs it. */
  | { readonly kind: 'said'; readonly permanent: boolean; readonly dsn: string; readonly reply: string }
  | { readonly kind: 'refused-connection' };

/** Another organisation's mail server. Addresses are of the ranges reserved for documentation (RFC 5737). */
export interface RemoteSite {
  readonly domain: string;
  readonly host: string;
  readonly ip: string;
  /** @param age milliseconds since the mail first came to us: greylisting looks at it. */
  readonly answer: (address: string, age: number, token: string) => RemoteAnswer;
}

const accepts = (_address: string, _age: number, token: string): RemoteAnswer => ({
  kind: 'accepted',
  reply: `250 2.0.0 Ok: queued as ${token}`,
});

const GREYLIST_MS = 5 * MINUTE;

function greylists(address: string, age: number, token: string): RemoteAnswer {
  if (age >= GREYLIST_MS) return accepts(address, age, token);
  const text = `Recipient address rejected: Greylisted, please try again in 300 seconds`;
  return { kind: 'said', permanent: false, dsn: '4.2.0', reply: `450 4.2.0 <${address}>: ${text}` };
}

function knowsOnlyOffice(address: string, age: number, token: string): RemoteAnswer {
  if (!address.startsWith('falsch.')) return accepts(address, age, token);
  const text = 'Recipient address rejected: User unknown in virtual mailbox table';
  return { kind: 'said', permanent: true, dsn: '5.1.1', reply: `550 5.1.1 <${address}>: ${text}` };
}

function blocks(): RemoteAnswer {
  const reply = '554 5.7.1 Service unavailable; Client host [192.0.2.25] blocked using a block list';
  return { kind: 'said', permanent: true, dsn: '5.7.1', reply };
}

const sites: readonly RemoteSite[] = [
  { domain: 'lieferant.example', host: 'mx.lieferant.example', ip: '198.51.100.10', answer: accepts },
  { domain: 'client.example', host: 'mx1.client.example', ip: '198.51.100.11', answer: knowsOnlyOffice },
  { domain: 'uni.example', host: 'mail.uni.example', ip: '198.51.100.12', answer: accepts },
  { domain: 'partner.example', host: 'relay.partner.example', ip: '198.51.100.25', answer: accepts },
  { domain: 'stadt.example', host: 'mx.stadt.example', ip: '203.0.113.14', answer: greylists },
  { domain: 'streng.example', host: 'mx.streng.example', ip: '203.0.113.15', answer: blocks },
  {
    domain: 'geschlossen.example',
    host: 'mx.geschlossen.example',
    ip: '203.0.113.16',
    answer: () => ({ kind: 'refused-connection' }),
  },
];

/** The mail server of a domain; every domain nobody thought of has one that takes mail. */
export function remoteSiteOf(domain: string): RemoteSite {
  const known = sites.find((site) => site.domain === domain.toLowerCase());
  return known ?? { domain, host: `mx.${domain}`, ip: '198.51.100.99', answer: accepts };
}
