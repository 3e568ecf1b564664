import { readFileSync } from 'node:fs';
import type { Directory, DirectoryEntry } from '../directory.ts';

/** One thing that happened to one message in one folder, as Cyrus wrote it down. */
export interface MailboxEvent {
  readonly at: Date;
  /** Its place in the audit log: two changes of one millisecond still have an order. */
  readonly order: number;
  readonly type: 'Created' | 'Updated' | 'Deleted';
  readonly mailbox: string;
  readonly folderUid: string;
  readonly uid: number;
  /** SHA-1 of the message's bytes: the same message in two folders has the same. */
  readonly guid: string;
  readonly flags: readonly string[];
}

/** One message in one folder, with all that happened to it there. */
export interface MailboxItem {
  /** BlueMind's own number of it, which is not the IMAP UID: here the order in which items came to be, from 1001. */
  readonly itemId: number;
  readonly mailbox: string;
  readonly folderUid: string;
  readonly uid: number;
  readonly guid: string;
  readonly messageId: string | null;
  readonly size: number;
  /** As they are now. */
  readonly flags: readonly string[];
  /** No longer to be seen over IMAP. */
  readonly expunged: boolean;
  /** Gone from the disk as well. */
  readonly unlinked: boolean;
  readonly events: readonly MailboxEvent[];
}

/*
 * Cyrus 3.6 with `auditlog: yes` (imap/mailbox.c), one line a change, after rsyslog's RFC 3339 stamp:
 *
 *   2026-11-23T01:31:20.262454+00:00 mail cyrus/lmtp[373]: auditlog: append sessionid=<..> mailbox=<5f3a8c1e.internal!user.john>
 *     uniqueid=<y95559sc1s06ssbq2v8k1cze> uid=<1> modseq=<2> sysflags=<> guid=<63b4f58f...> messageid=<a@example.org> size=<640>
 *   ... auditlog: touched sessionid=<..> mailbox=<..> uniqueid=<..> uid=<1> guid=<..> cid=<NIL> modseq=<3> oldflags=<> sysflags=<SE>
 *   ... auditlog: expunge sessionid=<..> mailbox=<..> uniqueid=<..> uid=<1> modseq=<3> sysflags=<DE|SE|EX> guid=<..> size=<640>
 *   ... auditlog: unlink sessionid=<..> mailbox=<..> uniqueid=<..> uid=<1> modseq=<3> sysflags=<DE|SE|UN|EX> guid=<..>
 */
const auditLine = /^(\S+) \S+ \S+ auditlog: (append|touched|expunge|unlink) (.*)$/;

/** BlueMind's words for IMAP's system flags, in the order it prints them. */
const flagNames: readonly (readonly [code: string, name: string])[] = [
  ['AN', 'Answered'],
  ['FL', 'Flagged'],
  ['DR', 'Draft'],
  ['SE', 'Seen'],
  ['DE', 'Deleted'],
];

function field(rest: string, name: string): string | null {
  const start = rest.indexOf(`${name}=<`);
  if (start < 0) return null;
  const end = rest.indexOf('>', start);
  return rest.slice(start + name.length + 2, end < 0 ? undefined : end);
}

/** Reads the audit log from the beginning. Mailbox names are Cyrus' own (`domain!user.jane^roe.Trash`). */
export function readItems(path: string): MailboxItem[] {
  const items = new Map<
    string,
    { -readonly [K in keyof MailboxItem]: MailboxItem[K] } & { events: MailboxEvent[] }
  >();
  const lines = readFileSync(path, 'utf8').split('\n');
  for (const [order, line] of lines.entries()) {
    const match = auditLine.exec(line);
    if (match === null) continue;
    const [, stamp = '', verb = '', rest = ''] = match;
    const mailbox = field(rest, 'mailbox') ?? '';
    const folderUid = field(rest, 'uniqueid') ?? '';
    const uid = Number(field(rest, 'uid'));
    const codes = (field(rest, 'sysflags') ?? '').split('|').filter(Boolean);
    const flags = flagNames.filter(([code]) => codes.includes(code)).map(([, name]) => name);
    const key = `${folderUid}/${String(uid)}`;
    let item = items.get(key);
    if (item === undefined) {
      item = {
        itemId: 1001 + items.size,
        mailbox,
        folderUid,
        uid,
        guid: field(rest, 'guid') ?? '',
        messageId: field(rest, 'messageid'),
        size: Number(field(rest, 'size') ?? 0),
        flags,
        expunged: false,
        unlinked: false,
        events: [],
      };
      items.set(key, item);
    }
    item.flags = flags;
    item.expunged = codes.includes('EX');
    const wasUnlinked = item.unlinked;
    item.unlinked = codes.includes('UN');
    const type = verb === 'append' ? 'Created' : verb === 'unlink' ? 'Deleted' : 'Updated';
    if (type === 'Deleted' && wasUnlinked) continue;
    const at = new Date(stamp);
    // "touched" and "expunge" tell the same change twice.
    if (verb === 'expunge' && item.events.at(-1)?.type === 'Updated') continue;
    if (item.unlinked && type === 'Updated') continue;
    item.events.push({ at, order, type, mailbox, folderUid, uid, guid: item.guid, flags });
  }
  return [...items.values()];
}

/** Splits a Cyrus name into its owner's entry and the folder as BlueMind names it; null for a mailbox of nobody's. */
export function ownerOf(
  directory: Directory,
  mailbox: string,
): { entry: DirectoryEntry; folder: string } | null {
  const [domain = '', box = ''] = mailbox.split('!');
  if (domain !== directory.technicalDomain) return null;
  const parts = box.split('.').map((part) => part.replaceAll('^', '.'));
  const isUser = parts[0] === 'user';
  const login = (isUser ? parts[1] : parts[0]) ?? '';
  const entry = directory.entries.find((e) => e.login === login && (e.kind === 'USER') === isUser);
  if (entry === undefined) return null;
  const path = parts.slice(isUser ? 2 : 1);
  const folder = path.length > 0 ? path.join('/') : isUser ? 'INBOX' : login;
  return { entry, folder: isUser || path.length === 0 ? folder : `${login}/${folder}` };
}
