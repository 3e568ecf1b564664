import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowGroups, topOfMembers } from './rowGroups.ts';

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

const bare = (ranked: readonly { entry: number; count: number }[]): { entry: number; count: number }[] =>
  ranked.map(({ entry, count }) => ({ entry, count }));

describe('groups of rows', () => {
  it('are ranked by what a mask lets through, where it can be told without those that were left out', () => {
    let told = 0;
    fc.assert(
      fc.property(fc.array(member, { maxLength: 120 }), fc.integer({ min: 1, max: 8 }), (members, most) => {
        const entries = Int32Array.from(members, ({ entry }) => entry);
        const masked = Uint8Array.from(members, ({ isLetThrough }) => (isLetThrough ? 1 : 0));
        const groups = new RowGroups({ entries, rows: null }, entryCount);
        const all = members.map((one) => ({ ...one, isLetThrough: true }));
        for (const [mask, some] of [[masked, members] as const, [null, all] as const]) {
          const found = groups.top(mask, most);
          const expected = counted(some, most);
          if (found === null) {
            expect(expected.length < most || expected.at(-1)?.count === 1).toBe(true);
            const sizes = counted(all, entryCount).map(({ count }) => count);
            expect(sizes.filter((size) => size === 1).length).toBeGreaterThan(sizes.length / 2);
            continue;
          }
          told += 1;
          expect(bare(found)).toEqual(expected);
          for (const { entry, from, to } of found)
            expect([...groups.rows.subarray(from, to)]).toEqual(
              members.flatMap((one, row) => (one.entry === entry ? [row] : [])),
            );
        }
      }),
      { numRuns: 500 },
    );
    expect(told).toBeGreaterThan(100);
  });

  it('of members that are not the rows themselves name the rows', () => {
    const members = { entries: Int32Array.of(1, -1, 1, 0), rows: Int32Array.of(5, 5, 6, 6) };
    const groups = new RowGroups(members, 2);
    expect([...groups.rows]).toEqual([5, 6, 6]);
  });
});

describe('members counted one by one', () => {
  it('are ranked the same, with the sizes of their rows', () => {
    fc.assert(
      fc.property(fc.array(member, { maxLength: 120 }), fc.integer({ min: 1, max: 8 }), (members, most) => {
        const scratch = new Int32Array(entryCount);
        const rows = Int32Array.from(members.flatMap((one, row) => (one.isLetThrough ? [row] : [])));
        const entries = Int32Array.from(rows, (row) => members[row]?.entry ?? -1);
        const sizes = Float64Array.from(members, (_, row) => (row % 5 === 0 ? NaN : row));
        const found = topOfMembers({ entries, rows }, most, sizes, scratch);
        expect(bare(found)).toEqual(counted(members, most));
        for (const { entry, sum } of found)
          expect(sum).toBe(
            members.reduce(
              (all, one, row) => all + (one.entry === entry && one.isLetThrough && row % 5 !== 0 ? row : 0),
              0,
            ),
          );
        expect(scratch.every((one) => one === 0)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
