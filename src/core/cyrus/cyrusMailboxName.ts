/** Whose mailbox: a person's (`user/login`) or a shared one. */
export type MailboxKind = 'user' | 'shared';

export interface CyrusMailbox {
  readonly kind: MailboxKind;
  /** Technical domain (domain uid), null when the name has none. */
  readonly technicalDomain: string | null;
  /** Login with its dots, or the shared mailbox's name. */
  readonly name: string;
  /** `INBOX` or the path with `/`, decoded from IMAP UTF-7. */
  readonly folder: string;
}

/** `user/login[/Folder/Sub]@technicaldomain`, as Cyrus tools want it. */
export function cyrusMailboxName(mailbox: CyrusMailbox): string {
  return mailbox.name;
}

/** Reads `domain!user.login.Folder` (`^` stands for a dot). Null when it is not such a name. */
export function parseInternalMailboxName(_name: string): CyrusMailbox | null {
  return null;
}

/** Reads `user/login/Folder@domain`. Null when it is not such a name. */
export function parseCyrusMailboxName(_name: string): CyrusMailbox | null {
  return null;
}
