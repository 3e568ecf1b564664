import type { HistoryEvent, HistoryOwner } from './history.ts';

/** The message in one folder: all rows with the same folder and IMAP UID. */
export interface HistoryItem {
  readonly folder: string;
  readonly folderUid: string;
  readonly owner: HistoryOwner;
  readonly itemUid: number | null;
  readonly rows: readonly HistoryEvent[];
  readonly firstEvent: HistoryEvent;
  readonly lastEvent: HistoryEvent;
  /** Line of the first row: the order of appearance. */
  readonly first: number;
  /** False when the table begins after the message's arrival. */
  readonly created: boolean;
  /** Flags it carries now. */
  readonly flags: readonly string[];
  /** The row that shows its removal: expunged, or marked `Deleted`; null while it is there. */
  readonly removal: HistoryEvent | null;
}

/** Two rows this many seconds apart belong to one action; slower mail programs exist, so a wider gap only lowers the confidence. */
export const promptRemoval = 120;

/** A server may write the removal this many seconds before the copy. */
const removalFirst = 2;

/** BlueMind calls it Trash; migrated and Outlook mailboxes keep other names. */
export const trash =
  /^(?:trash|corbeille|papierkorb|deleted items|deleted messages|éléments supprimés|gelöschte (?:elemente|objekte))$/i;
/** Folders a user's own mail is stored in: the message was not received there. */
export const ownMail =
  /^(?:sent|sent items|drafts|outbox|templates|brouillons|éléments envoyés|entwürfe|gesendet|gesendete (?:elemente|objekte))$/i;

/** The last part of a folder's path. */
export function leaf(folder: string): string {
  return folder.slice(folder.lastIndexOf('/') + 1);
}

/** The items of one message's rows, in order of appearance. */
export function itemsOf(events: readonly HistoryEvent[]): HistoryItem[] {
  const rowsOf = new Map<string, HistoryEvent[]>();
  for (const event of events) {
    const key = `${event.folderUid}\n${event.folder}\n${String(event.itemUid)}`;
    const rows = rowsOf.get(key);
    if (rows === undefined) rowsOf.set(key, [event]);
    else rows.push(event);
  }
  return [...rowsOf.values()].flatMap((rows) => {
    const [firstEvent] = rows;
    const lastEvent = rows.at(-1);
    if (firstEvent === undefined || lastEvent === undefined) return [];
    return [
      {
        folder: firstEvent.folder,
        folderUid: firstEvent.folderUid,
        owner: firstEvent.owner,
        itemUid: firstEvent.itemUid,
        rows,
        firstEvent,
        lastEvent,
        first: firstEvent.line,
        created: firstEvent.type === 'Created',
        flags: lastEvent.flags,
        removal: removalOf(rows, lastEvent),
      },
    ];
  });
}

/**
 * `Deleted` stands on the last row only, so when rows follow each other (marked, then expunged a week later) the first of
 * them may be the marking. The last `Updated` before an expunge is taken for it, unless it is the arrival.
 */
function removalOf(rows: readonly HistoryEvent[], last: HistoryEvent): HistoryEvent | null {
  const flagged = rows.find(({ flags }) => flags.includes('Deleted'));
  const expunged = rows.find(({ type }) => type === 'Deleted');
  if (expunged === undefined) return last.flags.includes('Deleted') ? last : null;
  if (flagged !== undefined && flagged.line < expunged.line) return flagged;
  return expunged;
}

/**
 * Pairs each removed original with the copy it was moved to: the last one that appeared before the removal (or up to two
 * seconds after it, because a server may write the removal first) and is not the goal of another move.
 */
export function pairMoves(items: readonly HistoryItem[]): ReadonlyMap<HistoryItem, HistoryItem> {
  const moves = new Map<HistoryItem, HistoryItem>();
  const taken = new Set<HistoryItem>();
  // Earlier removals choose first, so that in INBOX -> Trash -> INBOX each move finds its own goal.
  const removed = items
    .filter(({ removal }) => removal !== null)
    .sort((a, b) => (a.removal?.line ?? 0) - (b.removal?.line ?? 0));
  for (const source of removed) {
    const target = items
      .filter(
        (item) =>
          item !== source &&
          !taken.has(item) &&
          item.created &&
          item.first > source.first &&
          appearsBefore(item, source),
      )
      .filter((item) => !(item.folderUid === source.folderUid && item.folder === source.folder))
      .sort((a, b) => distance(source, a) - distance(source, b) || b.first - a.first)[0];
    if (target === undefined) continue;
    moves.set(source, target);
    taken.add(target);
  }
  return moves;
}

function appearsBefore(item: HistoryItem, source: HistoryItem): boolean {
  const removal = source.removal;
  if (removal === null) return false;
  if (item.first < removal.line) return true;
  const gap = secondsBetween(removal.date, item.firstEvent.date);
  return gap !== null && gap <= removalFirst;
}

/**
 * A copy made before the removal explains it better than one made just after: in INBOX -> Trash -> shared mailbox within a
 * second, both copies are as close to the removal from INBOX, and only the table's order tells which one it was.
 */
function distance(source: HistoryItem, item: HistoryItem): number {
  const after = source.removal !== null && item.first > source.removal.line;
  return closeness(source, item) + (after ? removalFirst + 1 : 0);
}

/** Seconds between the copy and the nearest row of the original after it: a move touches both at once. */
function closeness(source: HistoryItem, item: HistoryItem): number {
  const gaps = source.rows
    .filter(({ type }) => type !== 'Created')
    .map(({ date }) => secondsBetween(item.firstEvent.date, date))
    .filter((gap): gap is number => gap !== null && gap >= -removalFirst);
  return gaps.length === 0 ? Number.MAX_SAFE_INTEGER : Math.min(...gaps.map(Math.abs));
}

/** What a new item that no removed original explains was copied from: the latest item still there at that moment. */
export function copiedFrom(items: readonly HistoryItem[], item: HistoryItem): HistoryItem | null {
  const present = items.filter(
    (other) =>
      other !== item &&
      other.first < item.first &&
      (other.removal === null || other.removal.line > item.first),
  );
  const source = present.at(-1) ?? null;
  return source !== null && isInboxOfAnother(present, item) ? null : source;
}

/** The same mail delivered to somebody else (history-guid shows every mailbox): another owner's INBOX, no copy. */
export function isInboxOfAnother(others: readonly HistoryItem[], item: HistoryItem): boolean {
  return (
    item.folder.toUpperCase() === 'INBOX' &&
    others.every((other) => other === item || other.folderUid !== item.folderUid) &&
    others.every((other) => other === item || other.owner.name !== item.owner.name)
  );
}

/** Seconds from one ISO time to another; null when one is unknown. */
export function secondsBetween(from: string | null, to: string | null): number | null {
  if (from === null || to === null) return null;
  return (Date.parse(to) - Date.parse(from)) / 1000;
}
