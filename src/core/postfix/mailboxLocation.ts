import { parseInternalMailboxName } from '../cyrus/cyrusMailboxName.ts';
import { decodeImapUtf7 } from '../cyrus/imapUtf7.ts';
import type { MailboxLocation } from './tracedMessage.ts';

/**
 * Reads where BlueMind 4's Cyrus put a message from the end of its LMTP reply:
 * `250 2.1.5 Ok SESSIONID=<cyrus-12823-1488397532-1> [bluemind.net!user.john^doe.Some Folder.Sub () 2294]`.
 * In Cyrus' internal names a dot separates folders, `^` stands for a dot; a login has no dots otherwise. Folder names
 * are modified UTF-7. A shared mailbox has no `user.`: `[bluemind.net!support.Sub () 12]`, its root is INBOX here.
 * BlueMind 5 and upstream Cyrus say nothing: null.
 */
export function mailboxInReply(reply: string): MailboxLocation | null {
  const text = reply.trimEnd();
  if (!text.endsWith(']')) return null;
  const middle = text.lastIndexOf(' () ');
  const open = middle < 0 ? null : nameStart(text, middle);
  if (open === null) return null;
  const uid = text.slice(middle + 4, -1);
  const name = text.slice(open, middle);
  const mark = name.indexOf('!');
  if (!/^\d{1,10}$/.test(uid)) return null;

  const mailbox = parseInternalMailboxName(name);
  if (mailbox === null) return null;
  return {
    domain: name.slice(0, mark),
    user: decodeImapUtf7(mailbox.name),
    folder: mailbox.folder,
    imapUid: Number(uid),
    ...(mailbox.kind === 'shared' ? { shared: true as const } : {}),
  };
}

/** Behind the first `[` that a domain and `!` follow; folder names may hold brackets, domains do not. */
function nameStart(text: string, end: number): number | null {
  let open = -1;
  for (let at = 0; at < end; at += 1) {
    const char = text[at];
    if (char === '[') open = at + 1;
    else if (char === ' ' || char === ']') open = -1;
    else if (char === '!' && open >= 0 && at > open) return open;
  }
  return null;
}
