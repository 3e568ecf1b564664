import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteInterner } from './byteInterner.ts';
import { internText, textNumber } from './internText.ts';

const texts = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'é'), maxLength: 5 }), { maxLength: 40 });

describe('texts taken over from others', () => {
  it('are numbered as if they had come one by one', () => {
    const shares = fc.double({ min: 0.01, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(texts, shares), { maxLength: 8 }), (batches) => {
        const all = new ByteInterner();
        const expected = new Map<string, number>();
        for (const [batch, share] of batches) {
          const own = new ByteInterner();
          for (const text of batch) internText(own, text);
          const numbers = all.adopt(own.take(), share);
          const known = new ByteInterner();
          for (const text of batch) {
            if (!expected.has(text)) expected.set(text, expected.size);
            expect(numbers[internText(known, text)]).toBe(expected.get(text));
          }
        }
        expect(all.count).toBe(expected.size);
        for (const [text, number] of expected) {
          expect(all.text(number)).toBe(text);
          expect(textNumber(all, text)).toBe(number);
        }
        expect(textNumber(all, 'not there')).toBe(-1);
      }),
    );
  });

  it('are told apart where they have one hash', () => {
    const [one, two] = [new ByteInterner(), new ByteInterner()];
    const bytes = Buffer.from('onetwosix');
    for (const [start, end] of [
      [0, 3],
      [3, 6],
    ] as const)
      one.intern(bytes, start, end, 7);
    for (const [start, end] of [
      [3, 6],
      [6, 9],
      [0, 3],
    ] as const)
      two.intern(bytes, start, end, 7);
    const all = new ByteInterner();
    expect([...all.adopt(one.take())]).toEqual([0, 1]);
    expect([...all.adopt(two.take())]).toEqual([1, 2, 0]);
    expect([0, 1, 2].map((number) => all.text(number))).toEqual(['one', 'two', 'six']);
  });

  it('are found again after a rest, and go on being numbered', () => {
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const all = new ByteInterner();
        const numbers = before.map((text) => internText(all, text));
        all.rest();
        all.wake();
        expect(before.map((text) => textNumber(all, text))).toEqual(numbers);
        const known = new Set(before);
        for (const text of after) {
          internText(all, text);
          known.add(text);
        }
        expect(all.count).toBe(known.size);
        for (const text of known) expect(all.text(textNumber(all, text))).toBe(text);
      }),
    );
  });
});
