import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldCase, ListPool, rankTexts } from '../../core/logIndex/textPool.ts';
import { plainLoops } from '../../core/logIndex/rowLoops.ts';
import type { TextMarks, TextPool } from '../../core/logIndex/textPool.ts';
import { runs } from '../engine/testLogs.ts';
import { TableKernel } from '../kernel/tableKernel.ts';
import { BytePool } from './bytePool.ts';
import { packStrings, packTexts, packWithoutHosts } from './packTexts.ts';

/** Without a kernel, and in its memory. */
function bytePools(texts: readonly string[]): BytePool[] {
  const bytes = 2 * texts.join('').length + 10 * texts.length;
  return [null, TableKernel.make({ bytes, rows: 0, texts: 0 })].map(
    (kernel) => new BytePool(packTexts([packStrings(texts)], kernel ?? plainLoops), kernel),
  );
}

const bytePool = (texts: readonly string[]): BytePool => new BytePool(packStrings(texts));

function listPool(texts: readonly string[]): ListPool {
  const pool = new ListPool();
  for (const text of texts) pool.number(text);
  return pool;
}

const numbers = (marks: TextMarks): number[] =>
  [...(marks?.subarray(1) ?? [])].flatMap((mark, number) => (mark === 1 ? [number] : []));

/** Of letters beyond ASCII, a pool of bytes does not know the case. */
const lowerAscii = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
const where = (texts: readonly string[], isMeant: (text: string) => boolean): number[] =>
  texts.flatMap((text, number) => (isMeant(lowerAscii(text)) ? [number] : []));

function ranksOf(pool: TextPool): Int32Array {
  const ranking = rankTexts(pool);
  for (;;) {
    const step = ranking.next();
    if (step.done === true) return step.value;
  }
}

/** Short, alike, and with what is hard: capitals, letters beyond ASCII (one becomes a plain k), pairs of units, zeros, nothing. */
const text = fc
  .array(
    fc.constantFrom(
      'a',
      'A',
      'b',
      '@',
      '.',
      'example',
      'Example',
      '\0',
      'ä',
      'Ä',
      '\u212A',
      'k',
      '\u{1F4E7}',
      '\uFF5E',
    ),
    {
      maxLength: 12,
    },
  )
  .map((parts) => parts.join(''));
const someTexts = fc.uniqueArray(text, { maxLength: 60 });
const part = fc.oneof(text, fc.constantFrom('a', 'e', 'EXAMPLE', 'example@', '.b', 'xyz', ''));

describe('texts as bytes', () => {
  it('are found as strings would be, again and again', () => {
    fc.assert(
      fc.property(someTexts, fc.array(part, { minLength: 1, maxLength: 3 }), (all, parts) => {
        for (const pool of bytePools(all)) {
          for (const wanted of parts) {
            const lower = wanted.toLowerCase();
            expect(numbers(pool.holding(wanted))).toEqual(where(all, (one) => one.includes(lower)));
            expect(numbers(pool.same(wanted))).toEqual(where(all, (one) => one === lower));
          }
          expect(all.map((_, number) => pool.text(number))).toEqual(all);
        }
      }),
      { numRuns: runs(300) },
    );
  });

  it('are found when they were put together from several parts', () => {
    fc.assert(
      fc.property(fc.array(someTexts, { maxLength: 4 }), part, (parts, wanted) => {
        const pool = new BytePool(packTexts(parts.map(packStrings), plainLoops));
        const all = parts.flat();
        const lower = wanted.toLowerCase();
        expect(pool.count).toBe(all.length);
        expect(numbers(pool.holding(wanted))).toEqual(where(all, (one) => one.includes(lower)));
        expect(numbers(pool.same(wanted))).toEqual(where(all, (one) => one === lower));
        expect(all.map((_, number) => pool.text(number))).toEqual(all);
      }),
      { numRuns: runs(100) },
    );
  });

  it('are found without their hosts', () => {
    const texts = packStrings(['mail\n4AB', 'mail4\n5CD', 'mx\n4AB']);
    const pool = new BytePool(packWithoutHosts(texts, plainLoops));
    expect([0, 1, 2].map((number) => pool.text(number))).toEqual(['4AB', '5CD', '4AB']);
    expect(numbers(pool.holding('4'))).toEqual([0, 2]);
    expect(pool.holding('mail')).toBeNull();
    expect(numbers(pool.same('4ab'))).toEqual([0, 2]);
  });

  it('are found where there are many, and where one is larger than what is looked at at once', () => {
    const many = Array.from({ length: 150_000 }, (_, number) =>
      number === 70_000 ? `${'x'.repeat(300_000)}@Example.org` : `user${number % 977}@${number % 13}.example`,
    );
    const long = 'x'.repeat(2000);
    const parts = ['7@', 'USER', 'example.org', 'x@exam', long, `${long}@`, 'user976@12.example', 'nobody'];
    for (const pool of bytePools(many))
      for (const wanted of parts)
        expect(numbers(pool.holding(wanted))).toEqual(
          where(many, (one) => one.includes(wanted.toLowerCase())),
        );
  });

  it('are folded and ranked as strings are', () => {
    fc.assert(
      fc.property(someTexts, (some) => {
        expect(foldCase(bytePool(some))).toEqual(foldCase(listPool(some)));
        expect(ranksOf(bytePool(some))).toEqual(ranksOf(listPool(some)));
      }),
      { numRuns: runs(500) },
    );
  });

  it('are folded and ranked as strings are where there are many', () => {
    const many = Array.from({ length: 30_000 }, (_, number) => {
      const [name, domain] = [(number * 7919) % 30_011, (number * 31) % 257];
      return number % 10 === 0
        ? `Person.${name}@Domain${domain}.example`
        : `person.${name % 29_000}@domain${domain}.example`;
    });
    const once = [...new Set(many)];
    expect(foldCase(bytePool(once))).toEqual(foldCase(listPool(once)));
    expect(ranksOf(bytePool(once))).toEqual(ranksOf(listPool(once)));
    const long = [...once, `${'y'.repeat(300_000)}Z`, `${'y'.repeat(300_000)}z`, 'y'];
    expect(foldCase(bytePool(long))).toEqual(foldCase(listPool(long)));
  });
});
