import type { Directory, DirectoryEntry } from './directory.ts';

export const technicalDomain = '5f3a8c1e.internal';

const people: readonly Omit<DirectoryEntry, 'uid'>[] = [
  {
    kind: 'USER',
    login: 'john',
    displayName: 'John Doe',
    emails: ['john@bluemind.net', 'john.doe@bluemind.net', 'john@bluemind.example'],
    quotaKiB: 0,
    archived: false,
  },
  {
    kind: 'USER',
    login: 'jane.roe',
    displayName: 'Jane Roe',
    emails: ['jane.roe@bluemind.net', 'jane@bluemind.net'],
    quotaKiB: 0,
    archived: false,
  },
  {
    kind: 'USER',
    login: 'full',
    displayName: 'Fred Full',
    emails: ['full@bluemind.net'],
    quotaKiB: 4,
    archived: false,
  },
  {
    kind: 'USER',
    login: 'gone',
    displayName: 'Gwen Gone',
    emails: ['gone@bluemind.net'],
    quotaKiB: 0,
    archived: true,
  },
  {
    kind: 'MAILSHARE',
    login: 'sales',
    displayName: 'Sales',
    emails: ['sales@bluemind.net'],
    quotaKiB: 0,
    archived: false,
  },
];

/** Who has a mailbox in the lab when it starts. */
export function labDirectory(lmtpPort: number): Directory {
  return {
    technicalDomain,
    mailDomains: ['bluemind.net', 'bluemind.example'],
    lmtp: { host: '127.0.0.1', port: lmtpPort },
    entries: people.map((person, n) => ({
      ...person,
      uid: `9C4F2A${String(n).padStart(2, '0')}-0B1D-4E60-8A55-61D0F2C3B7E${String(n)}`,
    })),
  };
}
