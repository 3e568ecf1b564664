import type { SummaryReason } from '../../../../core/postfix/summaryParts.ts';

/** Replies that mean the same. */
export interface ReasonGroup {
  readonly kind: SummaryReason['kind'];
  /** Null: no rule knows this reply, and it stands alone. */
  readonly cause: string | null;
  readonly count: number;
  /** Most frequent first. */
  readonly reasons: readonly SummaryReason[];
}

/** One server says "over quota" in ten ways: people want to know how often it was the quota. */
export function groupReasons(reasons: readonly SummaryReason[]): readonly ReasonGroup[] {
  const groups = new Map<string, SummaryReason[]>();
  for (const reason of reasons) {
    const key =
      reason.cause === null ? `reply ${reason.kind} ${reason.reply}` : `${reason.kind} ${reason.cause}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [reason]);
    else group.push(reason);
  }
  return [...groups.values()]
    .map((group) => ({
      kind: group[0]?.kind ?? 'deferred',
      cause: group[0]?.cause ?? null,
      count: group.reduce((sum, { count }) => sum + count, 0),
      reasons: group.toSorted((a, b) => b.count - a.count),
    }))
    .toSorted((a, b) => b.count - a.count);
}
