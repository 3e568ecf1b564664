import { advanceWorld } from './advanceWorld.ts';
import { writeMaps } from './deliveryMaps.ts';
import { deleteMessage, folderOf, markRead, moveMessage, newFolder } from './mailbox.ts';
import { logCore, receiveMail } from './mailFlow.ts';
import { people, renamedUser } from './people.ts';
import type { ServerClock } from './serverClock.ts';
import { lastMidnight } from './serverClock.ts';
import { storyMails, type Deed, type StoryMail } from './storyMails.ts';
import { everydayTraffic, type Happening } from './traffic.ts';
import { canHappen, happeningsOf } from './troubles.ts';
import {
  DAY,
  HOUR,
  mailDomain,
  serverAddress,
  serverUid,
  retentionDays,
  type Edition,
  type PracticeTrouble,
  type PracticeWorld,
  type StoredMessage,
} from './world.ts';

export interface PracticeWorldOptions {
  readonly edition?: Edition;
  /** The clock the server's logs use; UTC when not given. */
  readonly clock?: ServerClock;
  /** Something to be found besides the everyday stories. */
  readonly trouble?: PracticeTrouble;
}

/** Any number does; it only has to stay the same. */
const SEED = 20_260_301;

const folderNames = ['INBOX', 'Drafts', 'Sent', 'Trash', 'Junk', 'Archive/2026'] as const;

/**
 * A small mail server with some days behind it, all of it seen from `now`: the same moment gives the same world. Its past is not
 * written down but happens: mails arrive, are tried again, read, moved and deleted by the same rules that hold afterwards, so
 * logs, queue, mailboxes and histories agree.
 *
 * @param now milliseconds since 1970.
 */
export function createPracticeWorld(now: number, options: PracticeWorldOptions = {}): PracticeWorld {
  const clock = options.clock ?? { zone: 'Etc/UTC', offsetMinutes: 0 };
  const renamedAt = now - 4 * DAY;
  const world: PracticeWorld = {
    edition: options.edition ?? 4,
    clock,
    trouble: null,
    createdAt: now,
    now: now - 12 * DAY,
    seed: SEED,
    entries: people.map((entry) => ({ ...entry })),
    folders: [],
    maps: writeMaps(beforeRenaming(), Math.floor((renamedAt - 5 * DAY) / 1000) * 1000),
    mapsDueAt: null,
    queue: [],
    mailLog: [],
    coreLog: [],
    nextItemId: 41_207,
  };
  makeFolders(world);
  const logBegin = lastMidnight(now, clock) - 2 * DAY;
  const happenings = [
    ...everydayTraffic(world, logBegin, now).filter((one) => canHappen(one, options.trouble, now)),
    ...storyMails.flatMap((story) => toldBy(story, now)),
    { at: renamedAt, run: failToWriteMaps },
    ...(options.trouble === undefined ? [] : happeningsOf(options.trouble, now)),
  ].sort((a, b) => a.at - b.at);
  for (const { at, run } of happenings) {
    advanceWorld(world, at);
    run(world);
  }
  advanceWorld(world, now);
  purge(world);
  world.mailLog = world.mailLog.filter(({ at }) => at >= logBegin);
  return world;
}

/** The directory as it was when the maps were last written. */
function beforeRenaming(): typeof people {
  return people.map((entry) =>
    entry.login === renamedUser.now
      ? {
          ...entry,
          login: renamedUser.before,
          emails: [`${renamedUser.before}@${mailDomain}`],
        }
      : entry,
  );
}

function makeFolders(world: PracticeWorld): void {
  for (const { kind, login, routing } of world.entries) {
    if (kind === 'GROUP' || routing === 'external') continue;
    if (kind === 'MAILSHARE') newFolder(world, login, login);
    else for (const path of folderNames) newFolder(world, login, path);
  }
}

function toldBy(story: StoryMail, now: number): readonly Happening[] {
  const { mail, to, way, ago, hold, deeds } = story;
  const login = (to[0] ?? '').split('@')[0] ?? '';
  return [
    { at: now - ago, run: (world) => receiveMail(world, mail, to, now - ago, way, hold ?? null) },
    ...deeds.map((deed) => ({
      at: now - deed.ago,
      run: (world: PracticeWorld) => {
        carryOut(world, login, mail.messageId, deed, now - deed.ago);
      },
    })),
  ];
}

function carryOut(world: PracticeWorld, login: string, messageId: string, deed: Deed, at: number): void {
  const message = findMessage(world, login, deed.kind === 'delete-copy' ? deed.in : 'INBOX', messageId);
  if (message === undefined) return;
  if (deed.kind === 'read') markRead(message, at);
  else if (deed.kind === 'move') {
    const target = folderOf(world, deed.owner ?? login, deed.to);
    if (target !== null) moveMessage(world, message, target, at);
  } else deleteMessage(message, at);
}

function findMessage(
  world: PracticeWorld,
  login: string,
  path: string,
  messageId: string,
): StoredMessage | undefined {
  return folderOf(world, login, path)?.messages.find(({ mail }) => mail.messageId === messageId);
}

/** Why the maps are stale: the one attempt to write them after the renaming failed, and nobody looked. */
function failToWriteMaps(world: PracticeWorld): void {
  const logger = 'n.b.b.p.i.m.e.DirtyMapEvent';
  const at = world.now;
  logCore(world, at, logger, 'Updating postfix maps');
  logCore(
    world,
    at + 5100,
    logger,
    `Fail to update flat maps on server: ${serverUid}, address: ${serverAddress}`,
    'ERROR',
  );
  logCore(world, at + 5120, logger, 'Postfix maps updated (5120 ms)');
}

/** The nightly cyr_expire: what was deleted too long ago is gone for good, and its history says so. */
function purge(world: PracticeWorld): void {
  const night = lastMidnight(world.now, world.clock) + 4 * HOUR + 60_000;
  for (const message of world.folders.flatMap(({ messages }) => messages)) {
    if (message.expungedAt === null || message.unlinked) continue;
    if (night - message.expungedAt < retentionDays * DAY) continue;
    message.unlinked = true;
    message.events.push({ at: message.expungedAt + retentionDays * DAY + HOUR, type: 'Deleted' });
  }
}
