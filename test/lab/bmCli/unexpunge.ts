import { ImapClient } from '../imapClient.ts';
import type { Directory, DirectoryEntry } from '../directory.ts';
import { drawTable, javaDate } from './asciiTable.ts';
import { messageText } from './history.ts';
import { ownerOf, readItems, type MailboxItem } from './mailboxEvents.ts';
import { entryOf, readDirectory, readSettings } from './serverFiles.ts';
import { CliError, type Terminal } from './terminal.ts';

const dayMs = 86_400_000;
const tableRows = 25;

/**
 * `mail unexpunge <address> [--folder F] [--days N | --id N] [--dry] [--authn A]` as BlueMind 4 has it: without --days and
 * --id it only lists, although it says "will restore". A restored message is appended anew: new UID, no flags, and the
 * deleted one stays in the list.
 */
export async function mailUnexpunge(
  terminal: Terminal,
  address: string,
  options: {
    readonly folder?: string;
    readonly days: number;
    readonly id: number;
    readonly dry: boolean;
    readonly authn?: string;
  },
): Promise<void> {
  const directory = readDirectory();
  const entry = entryOf(directory, address);
  const actor = actingUser(directory, entry, address, options.authn);
  const folder = options.folder ?? (entry.kind === 'USER' ? 'INBOX' : entry.login);
  terminal.info(`authN resolves to ${actor.login}@${directory.technicalDomain}`);
  terminal.info(
    `Partition is CyrusPartition{datalocation=mail, domain=${directory.technicalDomain}}, checked folder is '${folder}'`,
  );
  const session = await openAs(actor, directory);
  try {
    const folders = await folderNames(session, directory, entry);
    if (!folders.includes(folder)) {
      terminal.info(`Could not locate folder '${folder}', available folders are:`);
      for (const name of folders) terminal.info(` * ${name}`);
      return;
    }
    terminal.info(`Located folder is ItemValue{value=${folder}}`);
    const deleted = readItems(readSettings().auditLog).filter((item) => {
      const owner = ownerOf(directory, item.mailbox);
      return (
        owner?.entry.uid === entry.uid &&
        owner.folder === folder &&
        item.flags.includes('Deleted') &&
        !item.unlinked
      );
    });
    terminal.info(`Folder has ${String(deleted.length)} deleted message(s)`);
    if (options.id > 0) {
      terminal.info(`Recover message with id ${String(options.id)}`);
      if (options.dry) terminal.info('dry mode is ON.');
      else
        await restoreOne(
          terminal,
          session,
          directory,
          folder,
          deleted.find((item) => item.itemId === options.id),
          options.id,
          'ack: ',
        );
      return;
    }
    if (options.days > 0) terminal.info(`Recovering messages less than ${String(options.days)} day(s)) old`);
    const chosen = deleted.filter(
      (item) => options.days === 0 || Date.now() - changedAt(item) < options.days * dayMs,
    );
    for (let first = 0; first === 0 || first < chosen.length; first += tableRows) {
      const rows = chosen.slice(first, first + tableRows).map((item) => describe(directory, item));
      for (const line of drawTable(['id', 'subject', 'preview', 'last-modification'], rows))
        terminal.info(line);
    }
    terminal.info(
      `Checked ${String(deleted.length)} deleted item(s), will restore ${String(chosen.length)} item(s)`,
    );
    if (options.days === 0) return;
    for (const item of chosen) {
      if (options.dry)
        terminal.info(`Skipping action on ${String(item.itemId)} because dry mode is enabled.`);
      else await restoreOne(terminal, session, directory, folder, item, item.itemId, 'ack received: ');
    }
  } finally {
    await session.close();
  }
}

function actingUser(
  directory: Directory,
  entry: DirectoryEntry,
  address: string,
  authn: string | undefined,
): DirectoryEntry {
  if (authn !== undefined) {
    const actor = entryOf(directory, authn);
    if (actor.kind !== 'USER') throw new CliError('--authn must match a valid user alias');
    return actor;
  }
  if (entry.kind === 'USER') return entry;
  throw new CliError(
    `To recover from ${address} you need to specify --authn with the alias of a user with write perms on the mailbox`,
  );
}

/** Cyrus lets its administrator act as anybody (RFC 4616: authorisation identity before authentication identity). */
async function openAs(actor: DirectoryEntry, directory: Directory): Promise<ImapClient> {
  const { imapPort, password } = readSettings();
  return ImapClient.proxy(imapPort, `${actor.login}@${directory.technicalDomain}`, 'admin0', password);
}

const sharedPrefix = 'Shared Folders/';

async function folderNames(
  session: ImapClient,
  directory: Directory,
  entry: DirectoryEntry,
): Promise<string[]> {
  const all = (await session.command('LIST "" "*"'))
    .split('\n')
    .map((line) => /^\* LIST \([^)]*\) "[^"]*" "?([^"\r]*)"?\r?$/.exec(line)?.[1])
    .filter((name) => name !== undefined);
  void directory;
  if (entry.kind === 'USER') return all.filter((name) => !name.startsWith(sharedPrefix));
  return all
    .filter(
      (name) => name === `${sharedPrefix}${entry.login}` || name.startsWith(`${sharedPrefix}${entry.login}/`),
    )
    .map((name) => name.slice(sharedPrefix.length));
}

function changedAt(item: MailboxItem): number {
  return item.events.at(-1)?.at.getTime() ?? 0;
}

function describe(directory: Directory, item: MailboxItem): string[] {
  const text = messageText(directory, item) ?? '';
  const end = text.indexOf('\r\n\r\n');
  const subject = /^subject:[ \t]*([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)/im.exec(text.slice(0, end))?.[1] ?? '';
  const preview = text
    .slice(end + 4)
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 160);
  return [
    String(item.itemId),
    subject.replace(/\r?\n[ \t]+/g, ' '),
    preview,
    javaDate(new Date(changedAt(item))),
  ];
}

async function restoreOne(
  terminal: Terminal,
  session: ImapClient,
  directory: Directory,
  folder: string,
  item: MailboxItem | undefined,
  id: number,
  words: string,
): Promise<void> {
  const text = item === undefined ? null : messageText(directory, item);
  const owner = item === undefined ? null : ownerOf(directory, item.mailbox);
  if (text === null || owner === null) {
    terminal.warn(`Cannot unexpunge item ${String(id)}: not found`);
    return;
  }
  try {
    await session.append(owner.entry.kind === 'USER' ? folder : `${sharedPrefix}${folder}`, text);
    terminal.info(`${words}${String(Date.now() % 100_000)}`);
  } catch (error) {
    terminal.warn(
      `Cannot unexpunge item ${String(id)}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
