/** One mailbox of the lab, as BlueMind's directory knows it. */
export interface DirectoryEntry {
  readonly kind: 'USER' | 'MAILSHARE';
  /** Name before the `@` of the technical domain; for a shared mailbox the name without BlueMind's `+`. */
  readonly login: string;
  readonly displayName: string;
  /** First is the default address. */
  readonly emails: readonly string[];
  /** KiB, 0 for none. */
  readonly quotaKiB: number;
  /** Suspended: kept, but left out of the maps on purpose. */
  readonly archived: boolean;
  readonly uid: string;
}

/** What the lab's stand-in for BlueMind's core knows. Kept as JSON inside the sandbox, where `bm-cli` reads it too. */
export interface Directory {
  /** Domain uid, `<hex>.internal` as BlueMind has named them since 4.3. */
  readonly technicalDomain: string;
  readonly mailDomains: readonly string[];
  readonly lmtp: { readonly host: string; readonly port: number };
  readonly entries: readonly DirectoryEntry[];
}

export const directoryPath = '/etc/bm-lab/directory.json';

/** Name of the Cyrus mailbox, as `unexpunge` and IMAP want it (unix hierarchy separator). */
export function mailboxName(directory: Directory, entry: DirectoryEntry, folder = 'INBOX'): string {
  const root = entry.kind === 'USER' ? `user/${entry.login}` : entry.login;
  return `${folder === 'INBOX' ? root : `${root}/${folder}`}@${directory.technicalDomain}`;
}

/**
 * The four maps as BlueMind writes them: every address leads to `login@technical`, that one is a known mailbox, and
 * has a transport. A shared mailbox is `+name@technical`; a suspended entry is left out.
 */
export function postfixMaps(directory: Directory): Readonly<Record<PostfixMap, string>> {
  const alias: string[] = [];
  const mailbox: string[] = [];
  const transport: string[] = [];
  for (const entry of directory.entries) {
    if (entry.archived) continue;
    const target = `${entry.kind === 'USER' ? '' : '+'}${entry.login}@${directory.technicalDomain}`;
    for (const email of entry.emails) alias.push(`${email} ${target}`);
    mailbox.push(`${target} OK`);
    transport.push(`${target} lmtp:${directory.lmtp.host}:${String(directory.lmtp.port)}`);
  }
  const domains = [directory.technicalDomain, ...directory.mailDomains].map((d) => `${d} OK`);
  const text = (lines: string[]): string => lines.map((line) => `${line}\n`).join('');
  return {
    virtual_domains: text(domains),
    virtual_alias: text(alias),
    virtual_mailbox: text(mailbox),
    transport: text(transport),
  };
}

export const postfixMapNames = ['virtual_domains', 'virtual_alias', 'virtual_mailbox', 'transport'] as const;
export type PostfixMap = (typeof postfixMapNames)[number];
