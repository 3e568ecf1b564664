import { decodeImapUtf7, encodeImapUtf7 } from './imapUtf7.ts';

/** Whose mailbox: a person's (`user/login`) or a shared one. */
export type MailboxKind = 'user' | 'shared';

export interface CyrusMailbox {
  readonly kind: MailboxKind;
  /** Technical domain (domain uid), null when the name has none. */
  readonly technicalDomain: string | null;
  /** Login with its dots, or the shared mailbox's name. */
  readonly name: string;
  /** `INBOX` (also for the root of a shared mailbox) or the path with `/`, decoded from IMAP UTF-7. */
  readonly folder: string;
}

/**
 * The name as Cyrus' tools want it with `unixhierarchysep: yes`: `user/login/Folder/Sub@technicaldomain`, a shared mailbox
 * without `user/`. Folders go in modified UTF-7, a dot in a login or folder stays a dot.
 */
export function cyrusMailboxName({ kind, technicalDomain, name, folder }: CyrusMailbox): string {
  const path = [...(kind === 'user' ? ['user'] : []), name, ...folderParts(folder).map(encodeImapUtf7)].join(
    '/',
  );
  return technicalDomain === null ? path : `${path}@${technicalDomain}`;
}

/**
 * Reads Cyrus' internal name, as logs and error texts show it: `bluemind.net!user.john^doe.Some Folder.Sub`. The dot
 * separates, `^` stands for a dot. Null when it is not such a name.
 */
export function parseInternalMailboxName(name: string): CyrusMailbox | null {
  const bang = name.indexOf('!');
  const technicalDomain = bang > 0 ? name.slice(0, bang) : null;
  const parts = name
    .slice(bang + 1)
    .split('.')
    .map((part) => part.replaceAll('^', '.'));
  return mailboxOf(parts, technicalDomain, name);
}

/** Reads the external name `user/john.doe/Some Folder@bluemind.net`. Null when it is not such a name. */
export function parseCyrusMailboxName(name: string): CyrusMailbox | null {
  const at = name.lastIndexOf('@');
  const technicalDomain = at > 0 && !name.slice(at).includes('/') ? name.slice(at + 1) : null;
  const parts = (technicalDomain === null ? name : name.slice(0, at)).split('/');
  return mailboxOf(parts, technicalDomain === '' ? null : technicalDomain, name);
}

function mailboxOf(
  parts: readonly string[],
  technicalDomain: string | null,
  whole: string,
): CyrusMailbox | null {
  const kind: MailboxKind = parts[0] === 'user' && parts.length > 1 ? 'user' : 'shared';
  const [name, ...folders] = kind === 'user' ? parts.slice(1) : parts;
  if (
    name === undefined ||
    name === '' ||
    folders.includes('') ||
    /[\s\0]/.test(technicalDomain ?? '') ||
    whole.length > 2000
  )
    return null;
  const folder = folders.map(decodeImapUtf7).join('/');
  return { kind, technicalDomain, name, folder: folder === '' ? 'INBOX' : folder };
}

/** The parts of a folder path; none for `INBOX`, which is the mailbox itself (its name has no case, RFC 3501 5.1). */
export function folderParts(folder: string): readonly string[] {
  return folder === '' || folder.toUpperCase() === 'INBOX'
    ? []
    : folder.split('/').filter((part) => part !== '');
}
