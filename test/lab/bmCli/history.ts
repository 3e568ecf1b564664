import { existsSync, readFileSync } from 'node:fs';
import { mailboxName, type Directory, type DirectoryEntry } from '../directory.ts';
import { drawTable, javaDate } from './asciiTable.ts';
import { ownerOf, readItems, type MailboxItem } from './mailboxEvents.ts';
import { entryOf, mailboxPath, readDirectory, readSettings } from './serverFiles.ts';
import { CliError, type Terminal } from './terminal.ts';

const header = ['Date', 'Type', 'Owner', 'Folder-UID', 'Folder', 'Item/IMAP-UID', 'Flags'];

/** `mail history-imap --email A --imapUid N [--folderPath F]`: nothing and exit 0 for an unknown UID. */
export function historyImap(terminal: Terminal, email: string, imapUid: number, folderPath: string): void {
  const directory = readDirectory();
  const entry = entryOf(directory, email);
  const items = readItems(readSettings().auditLog);
  const inFolder = items.filter((item) => isIn(directory, item, entry, folderPath));
  if (inFolder.length === 0 && mailboxPath(mailboxName(directory, entry, folderPath)) === null) {
    throw new Error('java.lang.NullPointerException: Cannot invoke "ItemValue.uid" because "folder" is null');
  }
  const found = inFolder.find((item) => item.uid === imapUid);
  if (found !== undefined) print(terminal, directory, items, found.guid);
}

/** `mail history-query --email A --query Q`: a table for each different message of that mailbox that matches. */
export function historyQuery(terminal: Terminal, email: string, query: string): void {
  const directory = readDirectory();
  const entry = entryOf(directory, email);
  const items = readItems(readSettings().auditLog);
  const seen = new Set<string>();
  for (const item of items) {
    const owner = ownerOf(directory, item.mailbox);
    if (owner?.entry.uid !== entry.uid || seen.has(item.guid)) continue;
    const text = messageText(directory, item);
    if (text === null || !matches(text, query)) continue;
    seen.add(item.guid);
    print(terminal, directory, items, item.guid);
  }
}

/** `mail history-guid --body-guid G`. */
export function historyGuid(terminal: Terminal, guid: string): void {
  print(terminal, readDirectory(), readItems(readSettings().auditLog), guid);
}

function isIn(directory: Directory, item: MailboxItem, entry: DirectoryEntry, folder: string): boolean {
  const owner = ownerOf(directory, item.mailbox);
  const wanted = entry.kind === 'MAILSHARE' && folder === 'INBOX' ? entry.login : folder;
  return owner?.entry.uid === entry.uid && owner.folder === wanted;
}

/** All events of one message in every mailbox, oldest first; its flags as they are now, on the last row of each item. */
function print(terminal: Terminal, directory: Directory, items: readonly MailboxItem[], guid: string): void {
  const rows: { order: number; cells: string[] }[] = [];
  for (const item of items) {
    if (item.guid !== guid) continue;
    const owner = ownerOf(directory, item.mailbox);
    if (owner === null) continue;
    // Two events with the same millisecond are one row.
    const events = item.events.filter((event, n) => event.at.getTime() !== item.events[n + 1]?.at.getTime());
    events.forEach((event, n) => {
      rows.push({
        order: event.order,
        cells: [
          javaDate(event.at),
          event.type,
          `${owner.entry.displayName} (${owner.entry.kind})`,
          `mbox_records_${item.folderUid}`,
          owner.folder,
          `${String(item.uid)}.`,
          n === events.length - 1 ? item.flags.join(',') : '',
        ],
      });
    });
  }
  rows.sort((a, b) => a.order - b.order);
  for (const line of drawTable(
    header,
    rows.map((row) => row.cells),
  ))
    terminal.info(line);
}

/** The message itself, from Cyrus' own files; a deleted one is still there until it expires. */
export function messageText(directory: Directory, item: MailboxItem): string | null {
  const owner = ownerOf(directory, item.mailbox);
  if (owner === null) return null;
  const share = owner.entry.kind === 'MAILSHARE';
  const folder = share ? owner.folder.split('/').slice(1).join('/') || 'INBOX' : owner.folder;
  const path = mailboxPath(mailboxName(directory, owner.entry, folder));
  const file = path === null ? '' : `${path}/${String(item.uid)}.`;
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

/** The part of Elasticsearch's query strings that the lab needs: words, `field:word`, quotes; all must be found. */
function matches(text: string, query: string): boolean {
  const end = text.indexOf('\r\n\r\n');
  const head = text.slice(0, end < 0 ? undefined : end).replace(/\r\n[ \t]+/g, ' ');
  const terms = query.match(/(?:[^\s"]+:)?"[^"]*"|\S+/g);
  if (terms === null) throw new CliError('Empty query');
  return terms.every((term) => {
    const parts = /^(?:(\w+):)?"?([^"]*)"?$/.exec(term);
    const name = parts?.[1]
      ?.toLowerCase()
      .replace('messageid', 'message-id')
      .replace('message_id', 'message-id');
    const words = (parts?.[2] ?? term).toLowerCase();
    const where =
      name === undefined || !['subject', 'from', 'to', 'cc', 'message-id'].includes(name)
        ? text
        : head
            .split('\r\n')
            .filter((line) => line.toLowerCase().startsWith(`${name}:`))
            .join('\n');
    return words === 'and' || where.toLowerCase().includes(words);
  });
}
