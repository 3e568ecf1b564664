import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainLoops } from '../../core/logIndex/rowLoops.ts';
import type { RowLoops } from '../../core/logIndex/rowLoops.ts';
import { runs } from '../engine/testLogs.ts';
import { TableKernel } from './tableKernel.ts';

const kernel = TableKernel.make({ bytes: 8_000_000, rows: 400, texts: 60 });
if (kernel === null) throw new Error('no WebAssembly');

const bit = fc.constantFrom(0, 1);
/** Members and rows, groups of members, numbers of texts up to 50 (-1 for none), and which of these are wanted. */
const asked = fc
  .record({
    rows: fc.array(fc.record({ bit, number: fc.integer({ min: -1, max: 50 }), size: fc.nat() }), {
      minLength: 1,
      maxLength: 300,
    }),
    members: fc.array(fc.record({ row: fc.nat(), number: fc.integer({ min: -1, max: 50 }) }), {
      maxLength: 400,
    }),
    ends: fc.array(fc.nat(), { maxLength: 6 }),
    wanted: fc.array(bit, { minLength: 51, maxLength: 51 }),
  })
  .map(({ rows, members, ends, wanted }) => ({
    rows,
    members: members.map(({ row, number }) => ({ row: row % rows.length, number })),
    ends: ends.map((end) => end % (members.length + 1)).sort((a, b) => a - b),
    wanted: [0, ...wanted],
  }));

/** Where each array lies: in the memory of the loops, or elsewhere. */
type Places = readonly boolean[];

function answersOf(
  loops: RowLoops,
  { rows, members, ends, wanted }: typeof asked extends fc.Arbitrary<infer T> ? T : never,
  isInside: Places,
): object {
  let next = 0;
  const roomOf = (): RowLoops => (isInside[next++ % isInside.length] === true ? loops : plainLoops);
  const numbers = (values: readonly number[]): Int32Array => {
    const column = roomOf().numbers(values.length);
    column.set(values);
    return column;
  };
  const bytes = (values: readonly number[]): Uint8Array => {
    const column = roomOf().bytes(values.length);
    column.set(values);
    return column;
  };
  const memberRows = numbers(members.map(({ row }) => row));
  const numberOf = numbers(rows.map(({ number }) => number));
  const sizes = numbers(rows.map(({ size }) => size));
  const marks = bytes(wanted);
  const mask = bytes(rows.map((one) => one.bit));
  const other = Uint8Array.from(mask, (one) => 1 - one);
  const fits = loops.marked(rows.length, (fits) => {
    loops.markWhere(numberOf, marks, fits);
  });
  const numberOfMember = numbers(members.map(({ number }) => number));
  const ofMembers = loops.marked(rows.length, (fits) => {
    loops.markMembers(memberRows, numberOfMember, marks, fits);
  });
  const groupEnds = numbers(ends);
  const counts = numbers(ends.map(() => 7));
  const classes = bytes(rows.map(({ size }) => size % 256));
  const through = numbers(rows.map(() => 7));
  const ofMask = (mask: Uint8Array): object => {
    loops.countGroups(mask, memberRows, groupEnds, counts);
    loops.keepThrough(mask, sizes, through);
    return {
      rows: loops.countRows(mask, memberRows, 0, members.length),
      few: loops.countRows(mask, memberRows, Math.floor(members.length / 2), members.length),
      groups: [...counts],
      classes: [...loops.countClasses(mask, classes)],
      through: [...through],
      sum: loops.sumRows(through, memberRows, 0, members.length),
    };
  };
  return { fits: [...fits], ofMembers: [...ofMembers], masks: [mask, other, mask].map(ofMask) };
}

describe('the loops of the kernel', () => {
  it('answer as the plain ones, wherever the columns lie', () => {
    fc.assert(
      fc.property(asked, fc.array(fc.boolean(), { minLength: 1, maxLength: 11 }), (one, isInside) => {
        const small = TableKernel.make({ bytes: 100_000, rows: 400, texts: 60 });
        expect(small).not.toBeNull();
        if (small === null) return;
        expect(answersOf(small, one, isInside)).toEqual(answersOf(plainLoops, one, isInside));
      }),
      { numRuns: runs(200) },
    );
  });

  it('count a million rows as the plain ones do, and sums beyond four bytes', () => {
    const rows = kernel.numbers(1_000_000);
    const sizes = kernel.numbers(400);
    const mask = Uint8Array.from({ length: 400 }, (_, row) => (row % 3 === 0 ? 1 : 0));
    for (let at = 0; at < rows.length; at += 1) rows[at] = (at * 7) % 400;
    sizes.fill(2 ** 31 - 1);
    expect(kernel.countRows(mask, rows, 1, rows.length)).toBe(
      plainLoops.countRows(mask, rows, 1, rows.length),
    );
    expect(kernel.sumRows(sizes, rows, 0, rows.length)).toBe(1_000_000 * (2 ** 31 - 1));
  });

  it('go on with other memory when theirs is full', () => {
    const full = TableKernel.make({ bytes: 0, rows: 10, texts: 10 });
    const first = full?.numbers(1);
    const large = full?.numbers(1_000_000);
    const bytes = full?.bytes(1_000_000);
    expect(large?.buffer).not.toBe(first?.buffer);
    expect(bytes?.buffer).not.toBe(first?.buffer);
    expect([large?.length, bytes?.length]).toEqual([1_000_000, 1_000_000]);
  });

  it('do not begin where there is no such memory', () => {
    const { Memory } = WebAssembly;
    try {
      WebAssembly.Memory = function () {
        throw new RangeError('WebAssembly.Memory(): could not allocate memory');
      } as unknown as typeof Memory;
      expect(TableKernel.make({ bytes: 0, rows: 0, texts: 0 })).toBeNull();
    } finally {
      WebAssembly.Memory = Memory;
    }
  });
});
