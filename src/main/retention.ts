import type { Settings } from '../shared/settings.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

export interface Kept {
  readonly cases: {
    readonly list: () => readonly { readonly id: string; readonly changedAt: string }[];
    readonly remove: (id: string) => void;
  };
  readonly audit: {
    /** Removes records from before a moment, and tells how many they were. */
    readonly removeBefore: (iso: string) => Promise<number>;
  };
}

/** Deletes what is older than the settings say. Rejects when the disk does; what was not deleted goes at the next start. */
export async function deleteOutdated(
  { cases, audit }: Kept,
  { keepCasesDays, keepAuditDays }: Pick<Settings, 'keepCasesDays' | 'keepAuditDays'>,
  now: Date,
): Promise<{ readonly cases: number; readonly commands: number }> {
  const before = (days: number): string => new Date(now.getTime() - days * DAY_MS).toISOString();
  let removed = 0;
  if (keepCasesDays !== null) {
    const limit = before(keepCasesDays);
    for (const { id, changedAt } of cases.list()) {
      if (changedAt >= limit) continue;
      cases.remove(id);
      removed += 1;
    }
  }
  const commands = keepAuditDays === null ? 0 : await audit.removeBefore(before(keepAuditDays));
  return { cases: removed, commands };
}
