import { drawTable } from './asciiTable.ts';
import { BmCliError, onlyTarget, readBmCliArguments, requiredOption, wholeNumber } from './bmCliArguments.ts';
import { deletedMessages, entryOfAddress, folderOf, isFull, restoreMessage } from './mailbox.ts';
import { javaDate } from './serverClock.ts';
import {
  DAY,
  serverUid,
  technicalDomain,
  type DirectoryEntry,
  type MailFolder,
  type PracticeWorld,
  type StoredMessage,
} from './world.ts';

/** What a bm-cli command printed. */
export interface Printed {
  readonly out: string[];
  readonly err: string[];
}

const historyHeader = ['Date', 'Type', 'Owner', 'Folder-UID', 'Folder', 'Item/IMAP-UID', 'Flags'];

/** `mail history-imap --email A --imapUid N [--folderPath F]`: nothing and exit 0 for an unknown number. */
export function historyImap(world: PracticeWorld, args: readonly string[], { out }: Printed): void {
  const given = readBmCliArguments(args, ['--email', '--imapUid', '--folderPath'], []);
  const entry = mailboxOf(world, requiredOption(given, '--email'));
  const uid = wholeNumber(requiredOption(given, '--imapUid'), '--imapUid');
  const folder = folderOf(world, entry.login, given.options.get('--folderPath') ?? 'INBOX');
  if (folder === null)
    throw new Error('java.lang.NullPointerException: Cannot read field "uid" because "folder" is null');
  const found = folder.messages.find((message) => message.uid === uid);
  if (found !== undefined) out.push(...historyTable(world, found.bodyId));
}

/** `mail history-query --email A --query Q`: a table for each different message of that mailbox that matches. */
export function historyQuery(world: PracticeWorld, args: readonly string[], { out }: Printed): void {
  const given = readBmCliArguments(args, ['--email', '--query'], []);
  const entry = mailboxOf(world, requiredOption(given, '--email'));
  const words = requiredOption(given, '--query')
    .toLowerCase()
    .replace(/["*()]/g, ' ')
    .replace(/\b(?:subject|from|to|content):/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '' && word !== 'and');
  const bodies = new Set<string>();
  for (const { owner, messages } of world.folders) {
    if (owner !== entry.login) continue;
    for (const { bodyId, mail } of messages) {
      const text = `${mail.subject} ${mail.preview} ${mail.from} ${mail.to}`.toLowerCase();
      if (words.length > 0 && words.every((word) => text.includes(word))) bodies.add(bodyId);
    }
  }
  for (const bodyId of bodies) out.push(...historyTable(world, bodyId));
}

/** All events of one message in every mailbox, oldest first; flags as they are now, on the last row of each item. */
function historyTable(world: PracticeWorld, bodyId: string): readonly string[] {
  const rows: { readonly at: number; readonly cells: readonly string[] }[] = [];
  for (const folder of world.folders) {
    const owner = world.entries.find(({ login }) => login === folder.owner);
    for (const { events, uid, flags } of folder.messages.filter((message) => message.bodyId === bodyId)) {
      for (const [index, { at, type }] of events.entries()) {
        rows.push({
          at,
          cells: [
            javaDate(at),
            type,
            `${owner?.displayName ?? folder.owner} (${owner?.kind ?? 'USER'})`,
            `mbox_records_${folder.uid}`,
            folder.path,
            `${String(uid)}.`,
            index === events.length - 1 ? flags.join(',') : '',
          ],
        });
      }
    }
  }
  return drawTable(
    historyHeader,
    rows.toSorted((a, b) => a.at - b.at).map(({ cells }) => cells),
  );
}

/** `mail unexpunge <address> [--folder F] [--days N | --id N] [--dry] [--authn A]` (UnexpungeCommand of 4.4 and later). */
export function mailUnexpunge(world: PracticeWorld, args: readonly string[], printed: Printed): void {
  const given = readBmCliArguments(args, ['--folder', '--days', '--id', '--authn'], ['--dry']);
  const address = onlyTarget(given);
  const entry = mailboxOf(world, address);
  const actor = actingUser(world, entry, address, given.options.get('--authn'));
  const days = wholeNumber(given.options.get('--days') ?? '0', '--days');
  const id = wholeNumber(given.options.get('--id') ?? '0', '--id');
  const dry = given.options.has('--dry');
  const path = given.options.get('--folder') ?? (entry.kind === 'USER' ? 'INBOX' : entry.login);
  const { out } = printed;
  out.push(
    `authN resolves to ${actor.login}@${technicalDomain}`,
    `Partition is CyrusPartition{datalocation=${serverUid}, domain=${technicalDomain}}, checked folder is '${path}'`,
  );
  const folder = folderOf(world, entry.login, path);
  if (folder === null) {
    const names = world.folders.filter(({ owner }) => owner === entry.login).map((other) => other.path);
    out.push(
      `Could not locate folder '${path}', available folders are:`,
      ...names.map((name) => ` * ${name}`),
    );
    return;
  }
  out.push(`Located folder is ItemValue{uid=${folder.uid}, value=MailboxFolder{fullName=${folder.path}}}`);
  const deleted = deletedMessages(folder, world.now);
  out.push(`Folder has ${String(deleted.length)} deleted message(s)`);
  if (id > 0) {
    out.push(`Recover message with id ${String(id)}`);
    if (dry) out.push('dry mode is ON.');
    else restoreOne(world, folder, deleted.find(({ itemId }) => itemId === id) ?? null, id, 'ack: ', printed);
    return;
  }
  if (days > 0) out.push(`Recovering messages less than ${String(days)} day(s)) old`);
  const chosen = deleted.filter(
    (message) => days === 0 || Math.floor((world.now - deletedAt(world, message)) / DAY) < days,
  );
  listInTables(world, chosen, deleted.length, out);
  if (days === 0) return;
  for (const message of chosen) {
    if (dry) out.push(`Skipping action on ${String(message.itemId)} because dry mode is enabled.`);
    else restoreOne(world, folder, message, message.itemId, 'ack received: ', printed);
  }
}

/** 4 prints a table for 25 messages each and the count once, 5 a table and a count for 450 each. */
function listInTables(
  world: PracticeWorld,
  messages: readonly StoredMessage[],
  deleted: number,
  out: string[],
): void {
  const chunk = world.edition === 4 ? 25 : 450;
  for (let first = 0; first === 0 || first < messages.length; first += chunk) {
    const rows = messages
      .slice(first, first + chunk)
      .map((message) => [
        String(message.itemId),
        message.mail.subject,
        message.mail.preview,
        javaDate(deletedAt(world, message)),
      ]);
    out.push(...drawTable(['id', 'subject', 'preview', 'last-modification'], rows));
  }
  out.push(`Checked ${String(deleted)} deleted item(s), will restore ${String(messages.length)} item(s)`);
}

function deletedAt({ edition }: PracticeWorld, { events, expungedAt, receivedAt }: StoredMessage): number {
  const changed = events.at(-1)?.at ?? receivedAt;
  return edition === 4 ? changed : (expungedAt ?? changed);
}

/** 4 appends the mail anew (no flags, and not into a full mailbox), 5 copies its record and keeps the other flags. */
function restoreOne(
  world: PracticeWorld,
  folder: MailFolder,
  message: StoredMessage | null,
  id: number,
  words: string,
  { out, err }: Printed,
): void {
  if (message === null) err.push(`Cannot unexpunge item ${String(id)}: item ${String(id)} not found`);
  else if (world.edition === 4 && isFull(world, folder.owner))
    err.push(`Cannot unexpunge item ${String(id)}: NO Over quota`);
  else {
    const kept = world.edition === 4 ? [] : message.flags.filter((flag) => flag !== 'Deleted');
    const { itemId } = restoreMessage(world, folder, message, kept);
    out.push(`${words}${String(itemId)}`);
  }
}

/** Any alias finds a mailbox; what is behind the `@` is taken without looking, so an address without one ends in a stack trace. */
function mailboxOf(world: PracticeWorld, address: string): DirectoryEntry {
  if (!address.includes('@'))
    throw new Error('java.lang.ArrayIndexOutOfBoundsException: Index 1 out of bounds for length 1');
  const entry = entryOfAddress(world, address);
  if (entry === null || entry.kind === 'GROUP') throw new BmCliError(`No mailbox matches ${address}`);
  return entry;
}

function actingUser(
  world: PracticeWorld,
  entry: DirectoryEntry,
  address: string,
  authn: string | undefined,
): DirectoryEntry {
  if (authn !== undefined) {
    const actor = entryOfAddress(world, authn);
    if (actor?.kind !== 'USER') throw new BmCliError('--authn must match a valid user alias');
    return actor;
  }
  if (entry.kind === 'USER') return entry;
  throw new BmCliError(
    `To recover from ${address} you need to specify --authn with the alias of a user with write perms on the mailbox`,
  );
}
