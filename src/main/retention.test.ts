import { describe, expect, it } from 'vitest';
import { deleteOutdated } from './retention.ts';
import type { Kept } from './retention.ts';

const now = new Date('2026-11-23T06:00:00.000Z');

function kept() {
  const removed: string[] = [];
  const limits: string[] = [];
  const store: Kept = {
    cases: {
      list: () => [
        { id: 'today', changedAt: '2026-11-23T05:59:00.000Z' },
        { id: 'just-young-enough', changedAt: '2026-10-24T06:00:00.000Z' },
        { id: 'too-old', changedAt: '2026-10-24T05:59:59.999Z' },
      ],
      remove: (id) => removed.push(id),
    },
    audit: {
      removeBefore: (iso) => {
        limits.push(iso);
        return Promise.resolve(7);
      },
    },
  };
  return { store, removed, limits };
}

describe('deleteOutdated', () => {
  it('touches nothing while things are kept for good', async () => {
    const { store, removed, limits } = kept();
    expect(await deleteOutdated(store, { keepCasesDays: null, keepAuditDays: null }, now)).toEqual({
      cases: 0,
      commands: 0,
    });
    expect([...removed, ...limits]).toEqual([]);
  });

  it('deletes what has not changed for longer than wanted, to the millisecond', async () => {
    const { store, removed, limits } = kept();
    expect(await deleteOutdated(store, { keepCasesDays: 30, keepAuditDays: 365 }, now)).toEqual({
      cases: 1,
      commands: 7,
    });
    expect(removed).toEqual(['too-old']);
    expect(limits).toEqual(['2025-11-23T06:00:00.000Z']);
  });
});
