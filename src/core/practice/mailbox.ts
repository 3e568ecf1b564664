import { nextHex, nextInteger } from './seededRandom.ts';
import {
  DAY,
  retentionDays,
  technicalDomain,
  type DirectoryEntry,
  type Mail,
  type MailFolder,
  type PracticeWorld,
  type StoredMessage,
} from './world.ts';

/** The entry with this address (any alias, or `login@technical`), suspended ones included. */
export function entryOfAddress(world: PracticeWorld, address: string): DirectoryEntry | null {
  const wanted = address.toLowerCase();
  return (
    world.entries.find(({ emails }) => emails.some((email) => email.toLowerCase() === wanted)) ??
    world.entries.find(({ login }) => wanted === `${login}@${technicalDomain}`) ??
    null
  );
}

export function entryOfLogin(world: PracticeWorld, login: string): DirectoryEntry | null {
  return world.entries.find((entry) => entry.login === login && entry.kind !== 'GROUP') ?? null;
}

/** The folder, made when it is missing and `create` is set. `INBOX` of a shared mailbox is its root. */
export function folderOf(world: PracticeWorld, login: string, path: string): MailFolder | null {
  const entry = entryOfLogin(world, login);
  const name = entry?.kind === 'MAILSHARE' && path === 'INBOX' ? entry.login : path;
  return world.folders.find((folder) => folder.owner === login && folder.path === name) ?? null;
}

export function newFolder(world: PracticeWorld, owner: string, path: string): MailFolder {
  const folder = {
    owner,
    path,
    uid: `${nextHex(world, 8)}-${nextHex(world, 4)}-4${nextHex(world, 3)}-9${nextHex(world, 3)}-${nextHex(world, 12)}`.toLowerCase(),
    nextUid: path === 'INBOX' ? nextInteger(world, 900, 5200) : nextInteger(world, 12, 260),
    messages: [],
  };
  world.folders.push(folder);
  return folder;
}

/** Puts a mail into a folder, as delivery, a copy or a restore does. */
export function storeMessage(
  world: PracticeWorld,
  folder: MailFolder,
  mail: Mail,
  at: number,
  given: { readonly bodyId?: string; readonly flags?: readonly string[]; readonly receivedAt?: number } = {},
): StoredMessage {
  const message: StoredMessage = {
    uid: folder.nextUid,
    itemId: world.nextItemId,
    bodyId: given.bodyId ?? nextHex(world, 40).toLowerCase(),
    mail,
    receivedAt: given.receivedAt ?? at,
    flags: [...(given.flags ?? [])],
    expungedAt: null,
    unlinked: false,
    events: [{ at, type: 'Created' }],
  };
  folder.nextUid += 1;
  world.nextItemId += nextInteger(world, 1, 3);
  folder.messages.push(message);
  return message;
}

export function markRead(message: StoredMessage, at: number): void {
  message.flags.push('Seen');
  message.events.push({ at, type: 'Updated' });
}

/** Deleted for good, as with Shift+Del: no copy in the trash, but kept for the retention time. */
export function deleteMessage(message: StoredMessage, at: number): void {
  message.flags.push('Deleted');
  message.events.push({ at, type: 'Updated' });
  message.expungedAt = at;
}

/** A mail program moves by copying and deleting; BlueMind records no moves. */
export function moveMessage(
  world: PracticeWorld,
  message: StoredMessage,
  target: MailFolder,
  at: number,
): StoredMessage {
  const { bodyId, receivedAt } = message;
  const copy = storeMessage(world, target, message.mail, at, { bodyId, flags: ['Seen'], receivedAt });
  deleteMessage(message, at + 800);
  return copy;
}

/** Deleted and not yet purged, oldest number first. */
export function deletedMessages(folder: MailFolder, now: number): readonly StoredMessage[] {
  return folder.messages.filter(
    ({ expungedAt, unlinked }) => expungedAt !== null && !unlinked && now - expungedAt < retentionDays * DAY,
  );
}

/** Brings a deleted message back: it gets a new number and is gone from the list of deleted ones. */
export function restoreMessage(
  world: PracticeWorld,
  folder: MailFolder,
  message: StoredMessage,
  flags: readonly string[],
): StoredMessage {
  const { bodyId, receivedAt } = message;
  message.unlinked = true;
  return storeMessage(world, folder, message.mail, world.now, { bodyId, flags, receivedAt });
}

/** Space used, KiB: what Cyrus counts against the quota. */
export function usedKib(world: PracticeWorld, login: string): number {
  const bytes = world.folders
    .filter(({ owner }) => owner === login)
    .flatMap(({ messages }) => messages)
    .filter(({ expungedAt }) => expungedAt === null)
    .reduce((sum, { mail }) => sum + mail.size, 0);
  return (entryOfLogin(world, login)?.olderMailKib ?? 0) + Math.ceil(bytes / 1024);
}

export function isFull(world: PracticeWorld, login: string): boolean {
  const quota = entryOfLogin(world, login)?.quotaKib ?? 0;
  return quota > 0 && usedKib(world, login) >= quota;
}
