import type { BlueMindUser } from '../../bluemind/userGet.ts';

/** One link of the chain an address is looked up along. */
export interface MapLink {
  readonly map: 'virtual_domains' | 'virtual_alias' | 'virtual_mailbox' | 'transport';
  readonly key: string;
  /** Null: not in the map. */
  readonly value: string | null;
  readonly state: 'found' | 'missing' | 'unreadable';
}

/** What the delivery maps say about an address, and what BlueMind itself says. */
export interface MapsFindings {
  readonly view: 'maps';
  readonly address: string;
  readonly chain: readonly MapLink[];
  /** When the alias map was last written, ISO 8601 in UTC; null when unknown. */
  readonly writtenAt: string | null;
  /** Null: not asked, not answered, or no such user. */
  readonly user: BlueMindUser | null;
}
