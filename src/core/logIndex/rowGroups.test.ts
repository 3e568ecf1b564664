import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowGroups } from './rowGroups.ts';

const entryCount = 12;
const member = fc.record({ entry: fc.integer({ min: -1, max: entryCount - 1 }), isLetThrough: fc.boolean() });

/** Every entry with the rows of it that are let through, counted one by one. */
function counted(
  members: readonly { readonly entry: number; readonly isLetThrough: boolean }[],
  most: number,
): { entry: number; count: number }[] {
  return Array.from({ length: entryCount }, (_, entry) => ({
    entry,
    count: members.filter((one) => one.entry === entry && one.isLetThrough).length,
  }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .slice(0, most);
}

describe('groups of rows', () => {
  it('are ranked by what a mask lets through', () => {
    fc.assert(
      fc.property(fc.array(member, { maxLength: 120 }), fc.integer({ min: 1, max: 8 }), (members, most) => {
        const entries = Int32Array.from(members, ({ entry }) => entry);
        const mask = Uint8Array.from(members, ({ isLetThrough }) => (isLetThrough ? 1 : 0));
        const groups = new RowGroups({ entries, rows: null }, entryCount);
        const found = groups.top(mask, most);
        expect(found.map(({ entry, count }) => ({ entry, count }))).toEqual(counted(members, most));
        for (const { entry, from, to } of found)
          expect([...groups.rows.subarray(from, to)]).toEqual(
            members.flatMap((one, row) => (one.entry === entry ? [row] : [])),
          );
        const all = members.map((one) => ({ ...one, isLetThrough: true }));
        expect(groups.top(null, most).map(({ entry, count }) => ({ entry, count }))).toEqual(
          counted(all, most),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('of members that are not the rows themselves name the rows', () => {
    const groups = new RowGroups({ entries: Int32Array.of(1, -1, 1, 0), rows: Int32Array.of(5, 5, 6, 6) }, 2);
    expect([...groups.rows]).toEqual([5, 6, 6]);
  });
});
