import { aliasDomain, mailDomain, type DirectoryEntry } from './world.ts';

const at = (name: string): string => `${name}@${mailDomain}`;

function person(
  login: string,
  displayName: string,
  rest: Partial<DirectoryEntry> & { readonly uid: string },
): DirectoryEntry {
  return {
    kind: 'USER',
    login,
    displayName,
    emails: [at(login), `${login}@${aliasDomain}`],
    quotaKib: 2 * 1024 * 1024,
    routing: 'internal',
    archived: false,
    members: [],
    olderMailKib: 310_000,
    ...rest,
  };
}

/** BlueMind's own directory as it is now. The delivery maps may be older, and one entry of them is. */
export const people: readonly DirectoryEntry[] = [
  person('anna.keller', 'Anna Keller', {
    uid: '2F7D1C40-91AB-4E0B-8A55-0C1E7D3B6A01',
    olderMailKib: 512_340,
  }),
  // Full: 24 MiB arrived this morning and filled it.
  person('bruno.lang', 'Bruno Lang', {
    uid: '2F7D1C40-91AB-4E0B-8A55-0C1E7D3B6A02',
    quotaKib: 204_800,
    olderMailKib: 180_000,
  }),
  person('claire.moreau', 'Claire Moreau', { uid: '2F7D1C40-91AB-4E0B-8A55-0C1E7D3B6A03' }),
  person('david.weber', 'David Weber', { uid: '2F7D1C40-91AB-4E0B-8A55-0C1E7D3B6A04' }),
  person('emma.roth', 'Emma Roth', { uid: '2F7D1C40-91AB-4E0B-8A55-0C1E7D3B6A05', olderMailKib: 820_112 }),
  person('farid.benali', 'Farid Benali', { uid: '2F7D1C40-91AB-4E0B-8A55-0C1E7D3B6A06' }),
  // Was greta.sommer; the maps still say so.
  person('greta.vogel', 'Greta Vogel', {
    uid: '2F7D1C40-91AB-4E0B-8A55-0C1E7D3B6A07',
    emails: [at('greta.vogel'), at('greta.sommer'), `greta.vogel@${aliasDomain}`],
  }),
  // Left the company: suspended, so the maps leave him out.
  person('henri.dubois', 'Henri Dubois', { uid: '2F7D1C40-91AB-4E0B-8A55-0C1E7D3B6A08', archived: true }),
  // Has her mailbox at another provider.
  person('ines.santos', 'Inês Santos', {
    uid: '2F7D1C40-91AB-4E0B-8A55-0C1E7D3B6A09',
    emails: [at('ines.santos')],
    routing: 'external',
    olderMailKib: 0,
  }),
  person('jonas.huber', 'Jonas Huber', { uid: '2F7D1C40-91AB-4E0B-8A55-0C1E7D3B6A0A' }),
  person('katrin.berg', 'Katrin Berg', { uid: '2F7D1C40-91AB-4E0B-8A55-0C1E7D3B6A0B' }),
  person('luca.ferrari', 'Luca Ferrari', { uid: '2F7D1C40-91AB-4E0B-8A55-0C1E7D3B6A0C', quotaKib: 0 }),
  person('projet', 'projet', {
    kind: 'MAILSHARE',
    uid: '2F7D1C40-91AB-4E0B-8A55-0C1E7D3B6A10',
    emails: [at('projet')],
    quotaKib: 0,
    olderMailKib: 96_000,
  }),
  person('team', 'team', {
    kind: 'GROUP',
    uid: '2F7D1C40-91AB-4E0B-8A55-0C1E7D3B6A11',
    emails: [at('team')],
    quotaKib: 0,
    olderMailKib: 0,
    members: ['anna.keller', 'david.weber', 'jonas.huber', 'katrin.berg'],
  }),
];

/** The login the stale maps still have for her. */
export const renamedUser = { before: 'greta.sommer', now: 'greta.vogel' } as const;
