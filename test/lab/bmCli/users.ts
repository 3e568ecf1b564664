import { ImapClient } from '../imapClient.ts';
import { mailboxName, type Directory, type DirectoryEntry } from '../directory.ts';
import { ownerOf, readItems } from './mailboxEvents.ts';
import { entryOf, readDirectory, readSettings, writeDirectory } from './serverFiles.ts';
import { CliError, type Terminal } from './terminal.ts';

/** An address means that entry, a bare domain all of its entries. */
export function targets(directory: Directory, target: string): readonly DirectoryEntry[] {
  if (target.includes('@')) return [entryOf(directory, target)];
  if (target !== directory.technicalDomain && !directory.mailDomains.includes(target)) {
    throw new CliError(`Invalid or unknown domain : ${target}`);
  }
  return directory.entries;
}

/** `user get <address|domain> [--display "names"] [--archived]`: one JSON object a line. */
export function userGet(
  terminal: Terminal,
  target: string,
  display: string | undefined,
  archived: boolean,
): void {
  const directory = readDirectory();
  const found = targets(directory, target).filter((e) => e.kind === 'USER' && e.archived === archived);
  if (found.length === 0) throw new CliError(`Your search for '${target}' did not match anything`);
  for (const entry of found)
    terminal.info(JSON.stringify(display === undefined ? whole(directory, entry) : chosen(entry, display)));
}

function whole(directory: Directory, entry: DirectoryEntry): unknown {
  return {
    routing: 'internal',
    hidden: false,
    system: false,
    archived: entry.archived,
    emails: entry.emails.map((address, n) => ({ address, allAliases: false, isDefault: n === 0 })),
    dataLocation: 'mail',
    login: entry.login,
    password: null,
    contactInfos: { identification: { formatedName: { value: entry.displayName } } },
    quota: entry.quotaKiB,
    uid: entry.uid,
    technicalDomain: directory.technicalDomain,
  };
}

function chosen(entry: DirectoryEntry, display: string): Record<string, unknown> {
  const [email = '', ...aliases] = entry.emails;
  const [given = '', ...family] = entry.displayName.split(' ');
  const all: Record<string, unknown> = {
    email,
    uid: entry.uid,
    extId: null,
    quota: entry.quotaKiB,
    aliases,
    familyNames: family.join(' '),
    givenNames: given,
    login: entry.login,
  };
  return Object.fromEntries(
    display
      .split(/\s+/)
      .filter((name) => name in all)
      .map((name) => [name, all[name]]),
  );
}

/** `index info <address|domain>`: the space used, counted from what is in the mailbox now. */
export function indexInfo(terminal: Terminal, target: string): void {
  const directory = readDirectory();
  const items = readItems(readSettings().auditLog);
  for (const entry of targets(directory, target)) {
    const email = entry.emails[0];
    if (email === undefined) continue;
    const bytes = items
      .filter((item) => !item.expunged && ownerOf(directory, item.mailbox)?.entry.uid === entry.uid)
      .reduce((sum, item) => sum + item.size, 0);
    const used = Math.floor(bytes / 1024);
    terminal.info(JSON.stringify({ email, ESQuotaKiB: used, IMAPQuotaKiB: used, ratio: 100 }));
  }
}

/** `user update <address> --quota <KiB>`: says nothing; Cyrus' quota really changes. */
export async function userUpdateQuota(address: string, kib: number): Promise<void> {
  if (kib < 0) throw new CliError('Quota must be greater or equal to 0');
  const directory = readDirectory();
  const entry = entryOf(directory, address);
  const { imapPort, password } = readSettings();
  const admin = await ImapClient.login(imapPort, 'admin0', password);
  try {
    await admin.command(
      `SETQUOTA "${mailboxName(directory, entry)}" (${kib > 0 ? `STORAGE ${String(kib)}` : ''})`,
    );
  } finally {
    await admin.close();
  }
  const entries = directory.entries.map((e) => (e.uid === entry.uid ? { ...e, quotaKiB: kib } : e));
  writeDirectory({ ...directory, entries });
}
