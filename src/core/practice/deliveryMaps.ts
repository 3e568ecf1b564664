import {
  aliasDomain,
  mailDomain,
  serverAddress,
  technicalDomain,
  type DeliveryMaps,
  type DirectoryEntry,
  type MapName,
  type PracticeWorld,
} from './world.ts';

const relayOfExternalUsers = 'smtp:relay.partner.example:25';

/**
 * The maps as BlueMind writes them from its directory (its map generators; `docs` of the product call the button that starts
 * it "Execute"): every address to `login@technical`, a shared mailbox to `+name@technical`, a group to all members;
 * suspended entries are left out.
 */
export function writeMaps(entries: readonly DirectoryEntry[], writtenAt: number): DeliveryMaps {
  const alias: Record<string, string> = {};
  const mailbox: Record<string, string> = {};
  const transport: Record<string, string> = {};
  for (const entry of entries) {
    if (entry.archived) continue;
    const target = targetOf(entry);
    for (const email of entry.emails) alias[email] = target;
    if (entry.kind === 'GROUP') continue;
    if (entry.routing === 'external') transport[target] = relayOfExternalUsers;
    else {
      mailbox[target] = 'OK';
      if (entry.routing === 'internal') transport[target] = `lmtp:${serverAddress}:2400`;
    }
  }
  const domains = { [mailDomain]: 'OK', [aliasDomain]: 'OK', [technicalDomain]: 'OK' };
  return {
    writtenAt,
    tables: { virtual_domains: domains, virtual_alias: alias, virtual_mailbox: mailbox, transport },
  };
}

function targetOf(entry: DirectoryEntry): string {
  switch (entry.kind) {
    case 'GROUP':
      return entry.members.map((login) => `${login}@${technicalDomain}`).join(',');
    case 'MAILSHARE':
      return `+${entry.login}@${technicalDomain}`;
    case 'USER':
      return entry.routing === 'external' ? (entry.emails[0] ?? '') : `${entry.login}@${technicalDomain}`;
  }
}

/** What `postmap -q` finds; keys of `hash:` maps are looked up in lower case (postmap(1), "-f" not given). */
export function lookUp(maps: DeliveryMaps, map: MapName, key: string): string | null {
  const table = maps.tables[map];
  return Object.hasOwn(table, key.toLowerCase()) ? (table[key.toLowerCase()] ?? null) : null;
}

/** Where an address leads after the alias map: several for a group; null when this server does not know it. */
export function expandAddress({ maps }: PracticeWorld, address: string): readonly string[] | null {
  const mark = address.lastIndexOf('@');
  const plain = `${address.slice(0, mark).split('+')[0] ?? ''}${address.slice(mark)}`;
  const value = lookUp(maps, 'virtual_alias', address) ?? lookUp(maps, 'virtual_alias', plain);
  if (value !== null) return value.split(',');
  return lookUp(maps, 'virtual_mailbox', address) === null ? null : [address];
}
