import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowBytes } from './rowBytes.ts';

const message = fc.record({
  size: fc.constantFrom(NaN, 0, 1, 4000, 2 ** 31 - 1, 2 ** 31, 5_000_000_000),
  isLetThrough: fc.boolean(),
});

describe('the bytes of messages', () => {
  it('are added up, however large one is, and without those that are not known', () => {
    fc.assert(
      fc.property(fc.array(message, { minLength: 1 }), fc.array(fc.nat()), (messages, places) => {
        const rows = Int32Array.from(places, (place) => place % messages.length);
        const mask = Uint8Array.from(messages, ({ isLetThrough }) => (isLetThrough ? 1 : 0));
        const bytes = new RowBytes(Float64Array.from(messages, ({ size }) => size));
        const sum = (isMeant: (row: number) => boolean): number =>
          rows.subarray(1).reduce((all, row) => all + (isMeant(row) ? messages[row]?.size || 0 : 0), 0);
        expect(bytes.sum(null, rows, 1, rows.length)).toBe(sum(() => true));
        expect(bytes.sum(mask, rows, 1, rows.length)).toBe(sum((row) => mask[row] === 1));
      }),
    );
  });
});
