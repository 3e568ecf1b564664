import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rowsInView, rowTop, scrolledHeight, scrollScale, scrollTopFor } from './scaledScroll.ts';

const list = (count: number) => ({ count, rowHeight: 44, viewHeight: 480 });

test('a short list scrolls as any other', () => {
  expect(scrollScale(list(1000))).toBe(1);
  expect(scrolledHeight(list(1000))).toBe(44_000);
  expect(rowTop(list(1000), 4400, 110)).toBe(4840);
  expect(rowsInView(list(1000), 4400)).toEqual([94, 117]);
});

test('four million rows fit into what a browser can draw, first and last included', () => {
  const long = list(4_000_000);
  const height = scrolledHeight(long);
  expect(height).toBeLessThan(2 ** 24);
  expect(rowsInView(long, 0)[0]).toBe(0);
  const end = height - long.viewHeight;
  expect(rowsInView(long, end)[1]).toBe(3_999_999);
  // The last row ends where the scrolled element does.
  expect(rowTop(long, end, 3_999_999) + 44).toBeCloseTo(height, 0);
});

test('any row can be scrolled to and then is in view', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5_000_000 }).chain((count) =>
        fc.record({
          count: fc.constant(count),
          row: fc.integer({ min: 0, max: count - 1 }),
          share: fc.double({ min: 0, max: 1, noNaN: true }),
        }),
      ),
      ({ count, row, share }) => {
        const long = list(count);
        const furthest = Math.max(0, scrolledHeight(long) - long.viewHeight);
        const scrollTop = scrollTopFor(long, share * furthest, row);
        const top = rowTop(long, scrollTop, row) - scrollTop;
        expect(top).toBeGreaterThanOrEqual(-0.01);
        expect(top + 44).toBeLessThanOrEqual(480.01);
        const [first, last] = rowsInView(long, scrollTop, 1);
        expect(first).toBeLessThanOrEqual(row);
        expect(last).toBeGreaterThanOrEqual(row);
      },
    ),
  );
});

test('a list of nothing has nothing in view', () => {
  expect(rowsInView(list(0), 0)).toEqual([0, 0]);
  expect(scrolledHeight(list(0))).toBe(0);
});
