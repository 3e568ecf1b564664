import type { Message } from '../message.ts';
import type { Confidence } from '../playbook/verdict.ts';
import type { HistoryEvent, HistoryOwner } from './history.ts';
import {
  copiedFrom,
  isInboxOfAnother,
  itemsOf,
  leaf,
  ownMail,
  pairMoves,
  promptRemoval,
  secondsBetween,
  trash,
  type HistoryItem,
} from './historyItem.ts';

export type StoryKind =
  | 'received'
  | 'read'
  | 'moved-to-trash'
  | 'moved-to-folder'
  | 'moved-to-shared'
  | 'copied'
  | 'deleted'
  | 'still-there';

/** Something that happened to one message. The command line prints kind, at, from, to, by. */
export interface StoryEvent {
  readonly kind: StoryKind;
  /** ISO 8601 UTC; null when unknown. For `still-there` the last time the message is mentioned. */
  readonly at: string | null;
  readonly from: string | null;
  readonly to: string | null;
  /** Name of the mailbox owner who most likely did it; null when the table does not tell. */
  readonly by: string | null;
  readonly confidence: Confidence;
  /** 0-based: which message of the output. */
  readonly message: number;
  /** IMAP UID in the folder where it was, and where it is afterwards. */
  readonly fromUid: number | null;
  readonly toUid: number | null;
  /** The sentence, in namespace `history`. */
  readonly sentence: Message;
  /** Rows it rests on (1-based lines). */
  readonly lines: readonly number[];
}

/** A place where a message is now. */
export interface MessagePlace {
  readonly message: number;
  readonly folder: string;
  readonly folderUid: string;
  readonly owner: HistoryOwner;
  readonly itemUid: number | null;
  readonly flags: readonly string[];
  /** True when it carries `Deleted` or was expunged: no longer visible, perhaps restorable. */
  readonly deleted: boolean;
}

/**
 * What happened to each message of a history, in order of time, message by message.
 *
 * BlueMind records no moves. A mail program moves by copying: the message is created in the other folder and the original is
 * marked `Deleted` (and expunged later). So each removed original is paired with the last copy made before its removal; a
 * copy without a removed original is a copy. Nor does it record who did it: only whose mailbox each folder is.
 */
export function tellStory(events: readonly HistoryEvent[]): readonly StoryEvent[] {
  return messageNumbers(events).flatMap((message) => {
    const items = itemsOf(events.filter((event) => event.message === message));
    return storyOf(items, pairMoves(items));
  });
}

/** Every place the messages have been in and what is there now, latest first within a message. */
export function whereNow(events: readonly HistoryEvent[]): readonly MessagePlace[] {
  return messageNumbers(events).flatMap((message) =>
    itemsOf(events.filter((event) => event.message === message))
      .sort((a, b) => b.first - a.first)
      .map(({ folder, folderUid, owner, itemUid, flags, removal }) => ({
        message,
        folder,
        folderUid,
        owner,
        itemUid,
        flags,
        deleted: removal !== null,
      })),
  );
}

function messageNumbers(events: readonly HistoryEvent[]): readonly number[] {
  return [...new Set(events.map(({ message }) => message))];
}

function storyOf(
  items: readonly HistoryItem[],
  moves: ReadonlyMap<HistoryItem, HistoryItem>,
): readonly StoryEvent[] {
  const sourceOf = new Map([...moves].map(([source, target]) => [target, source]));
  const told: StoryEvent[] = [];
  const origins: HistoryItem[] = [];

  for (const item of items) {
    const source = sourceOf.get(item);
    if (source !== undefined) told.push(moved(source, item));
    else {
      const original = copiedFrom(items, item);
      if (original === null) {
        origins.push(item);
        told.push(arrived(item, origins.length > 1 && !isInboxOfAnother(origins, item)));
      } else told.push(copied(original, item));
    }
  }
  const read = readOf(items);
  if (read !== null) told.push(read);
  for (const item of items) {
    if (item.removal !== null && !moves.has(item)) told.push(deleted(item, item.removal));
  }
  for (const item of items) {
    if (item.removal === null && origins.some(({ folderUid }) => folderUid === item.folderUid))
      told.push(stillThere(item));
  }
  return told
    .map((event, index) => ({ event, index }))
    .sort((a, b) => order(a.event) - order(b.event) || timeOf(a.event) - timeOf(b.event) || a.index - b.index)
    .map(({ event }) => event);
}

/** `still-there` is the end of every story; what has no time is told where its kind stands. */
function order(event: StoryEvent): number {
  return event.kind === 'still-there' ? 1 : 0;
}

/** Position in the table when two things happened in the same second: lines are in order of time. */
function timeOf(event: StoryEvent): number {
  return event.lines[0] ?? 0;
}

function arrived(item: HistoryItem, again: boolean): StoryEvent {
  const variant = again
    ? 'appeared-again'
    : ownMail.test(leaf(item.folder))
      ? 'stored'
      : item.created
        ? 'received'
        : 'first-seen';
  return {
    ...nothingKnown(item),
    kind: 'received',
    at: item.firstEvent.date,
    to: item.folder,
    toUid: item.itemUid,
    confidence: item.created && !again ? 'certain' : 'likely',
    sentence: sentence(variant, { folder: item.folder, owner: item.owner.name }),
    lines: [item.firstEvent.line],
  };
}

function moved(source: HistoryItem, target: HistoryItem): StoryEvent {
  const toTrash = trash.test(leaf(target.folder));
  const sameOwner = source.owner.name === target.owner.name && source.owner.kind === target.owner.kind;
  const shared = !sameOwner && target.owner.kind !== null && target.owner.kind !== 'USER';
  const kind = shared ? 'moved-to-shared' : toTrash ? 'moved-to-trash' : 'moved-to-folder';
  const removal = source.removal ?? source.lastEvent;
  const gap = secondsBetween(target.firstEvent.date, removal.date);
  return {
    ...nothingKnown(target),
    kind,
    at: target.firstEvent.date,
    from: source.folder,
    to: target.folder,
    by: moverOf(source, target),
    confidence: gap !== null && Math.abs(gap) <= promptRemoval ? 'likely' : 'possible',
    fromUid: source.itemUid,
    toUid: target.itemUid,
    sentence: sentence(toTrash && !sameOwner && !shared ? 'moved-to-trash-of-another' : kind, {
      from: source.folder,
      to: target.folder,
      owner: target.owner.name,
    }),
    lines: [target.firstEvent.line, removal.line],
  };
}

function copied(source: HistoryItem, target: HistoryItem): StoryEvent {
  return {
    ...nothingKnown(target),
    kind: 'copied',
    at: target.firstEvent.date,
    from: source.folder,
    to: target.folder,
    by: moverOf(source, target),
    confidence: 'likely',
    fromUid: source.itemUid,
    toUid: target.itemUid,
    sentence: sentence('copied', { from: source.folder, to: target.folder, owner: target.owner.name }),
    lines: [target.firstEvent.line],
  };
}

function deleted(item: HistoryItem, removal: HistoryEvent): StoryEvent {
  return {
    ...nothingKnown(item),
    kind: 'deleted',
    at: removal.date,
    from: item.folder,
    confidence: removal.type === 'Deleted' ? 'certain' : 'likely',
    fromUid: item.itemUid,
    sentence: sentence(trash.test(leaf(item.folder)) ? 'deleted-from-trash' : 'deleted', {
      folder: item.folder,
      owner: item.owner.name,
    }),
    lines: [removal.line],
  };
}

function stillThere(item: HistoryItem): StoryEvent {
  return {
    ...nothingKnown(item),
    kind: 'still-there',
    at: item.lastEvent.date,
    to: item.folder,
    by: null,
    confidence: 'likely',
    toUid: item.itemUid,
    sentence: sentence(item.flags.includes('Seen') ? 'still-there' : 'still-there-unread', {
      folder: item.folder,
      owner: item.owner.name,
    }),
    lines: [item.lastEvent.line],
  };
}

/**
 * Flags are what the message carries now, so `Seen` says that it was read, not when. The first row after the arrival that is
 * not the move itself is the most likely moment; it is sure only when that row itself shows `Seen` and is not the last.
 */
function readOf(items: readonly HistoryItem[]): StoryEvent | null {
  const [proof] = items.flatMap(({ rows }) => rows).filter(({ flags }) => flags.includes('Seen'));
  if (proof === undefined) return null;
  const owner = items.find(({ rows }) => rows.includes(proof)) ?? items[0];
  const home =
    items.find(({ rows }) => rows.some(({ type, line }) => type === 'Updated' && line <= proof.line)) ??
    owner;
  if (home === undefined) return null;
  const before = home.rows.find(({ type, line }) => type === 'Updated' && line <= proof.line);
  const moment = before ?? proof;
  return {
    ...nothingKnown(home),
    kind: 'read',
    at: moment.date,
    from: home.folder,
    confidence: moment === proof && moment !== home.lastEvent ? 'certain' : 'likely',
    fromUid: home.itemUid,
    sentence: sentence('read', { folder: home.folder, owner: home.owner.name }),
    lines: moment === proof ? [proof.line] : [moment.line, proof.line],
  };
}

function nothingKnown(
  item: HistoryItem,
): Pick<StoryEvent, 'from' | 'to' | 'by' | 'fromUid' | 'toUid' | 'message'> {
  return {
    from: null,
    to: null,
    by: item.owner.name,
    fromUid: null,
    toUid: null,
    message: item.firstEvent.message,
  };
}

/**
 * Only owners are recorded. Into a shared mailbox things are moved by the owner of the original; into another person's mailbox
 * only that person (who has access to the first one) usually can.
 */
function moverOf(source: HistoryItem, target: HistoryItem): string {
  return target.owner.kind === 'USER' ? target.owner.name : source.owner.name;
}

function sentence(variant: string, values: Readonly<Record<string, string>>): Message {
  return { key: `history:story.${variant}`, values };
}
