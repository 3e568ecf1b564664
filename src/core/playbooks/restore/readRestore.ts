import { parseMailUnexpunge } from '../../bluemind/mailUnexpunge.ts';
import type { MailUnexpunge } from '../../bluemind/mailUnexpunge.ts';
import { parseUnexpungeListing } from '../../cyrus/parseUnexpunge.ts';
import type { UnexpungeListing } from '../../cyrus/expungedMessage.ts';
import { outputOf, wholeText } from '../../playbook/collectOutputs.ts';
import type { NamedOutput } from '../../playbook/model.ts';
import { bmCliList, cyrusList, cyrusRetention, systemSettings } from './commands.ts';
import type { DeletedMessage } from './findings.ts';

const DAY = 86_400_000;

/**
 * Days a deleted message is kept. From the schedule BlueMind 4 writes for Cyrus:
 *   cyr_expire cmd="cyr_expire -E 3 -X 7" at=0401
 * or from `bm-cli sysconf list`, a table of attributes and values:
 *   | cyrus_expunged_retention_time | 7 |
 */
export function retentionDaysIn(outputs: readonly NamedOutput[]): number | null {
  const schedule = /cyr_expire[^\n]{0,200}?-X ?(\d{1,5})/.exec(
    outputOf(outputs, cyrusRetention.id)?.stdout ?? '',
  );
  const setting = /cyrus_expunged_retention_time[\s|]{1,80}(\d{1,5})/.exec(
    outputOf(outputs, systemSettings.id)?.stdout ?? '',
  );
  const days = schedule?.[1] ?? setting?.[1];
  return days === undefined ? null : Number(days);
}

/** Whole days until a message deleted at `deletedAt` is purged; never negative. Null when either is not known. */
export function daysLeft(deletedAt: string | null, retentionDays: number | null, now: number): number | null {
  if (deletedAt === null || retentionDays === null) return null;
  // A time without zone is the server's wall clock; a few hours do not matter for days, and rounding down is the safe side.
  const at = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(deletedAt) ? deletedAt : `${deletedAt}Z`);
  if (Number.isNaN(at)) return null;
  return Math.max(0, Math.floor((at + retentionDays * DAY - now) / DAY));
}

/** The listings read so far, folder by folder. `label` of each output is its folder. */
export interface FolderListing {
  readonly folder: string;
  readonly cyrus: UnexpungeListing | null;
  readonly bmCli: MailUnexpunge | null;
}

export function folderListings(outputs: readonly NamedOutput[]): readonly FolderListing[] {
  return outputs.flatMap(({ command, label, output }): FolderListing[] => {
    const text = wholeText(output);
    if (command === cyrusList.id) return [{ folder: label, cyrus: parseUnexpungeListing(text), bmCli: null }];
    if (command !== bmCliList.id) return [];
    // Pasted text may be the other tool's: what it looks like decides.
    return /^UID: \d/m.test(text)
      ? [{ folder: label, cyrus: parseUnexpungeListing(text), bmCli: null }]
      : [{ folder: label, cyrus: null, bmCli: parseMailUnexpunge(text) }];
  });
}

/** Cyrus' `Sent:` has the day only, printed as midnight: `Sun Nov 22 00:00:00 2026` (imap/unexpunge.c). */
const daySent = (sent: string | null): string | null => sent?.replace(/T00:00:00$/, '') ?? null;

export function deletedMessages(
  { folder, cyrus, bmCli }: FolderListing,
  retentionDays: number | null,
  now: number,
): readonly DeletedMessage[] {
  const fromCyrus = (cyrus?.items ?? []).map((message) => ({
    number: message.uid,
    folder,
    subject: message.subject,
    from: message.from,
    date: daySent(message.sent) ?? message.received,
    size: message.size,
    deletedAt: message.expunged,
    daysLeft: daysLeft(message.expunged, retentionDays, now),
  }));
  const fromBmCli = (bmCli?.items ?? []).map((item) => ({
    number: item.itemId,
    folder,
    subject: item.subject,
    from: null,
    date: item.lastModification,
    size: null,
    // The last change of a deleted message is its deletion (UnexpungeCommand.java).
    deletedAt: item.lastModification,
    daysLeft: daysLeft(item.lastModification, retentionDays, now),
  }));
  return [...fromCyrus, ...fromBmCli];
}
