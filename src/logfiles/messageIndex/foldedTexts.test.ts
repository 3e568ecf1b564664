import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteInterner } from '../engine/byteInterner.ts';
import { internText } from '../engine/internText.ts';
import { foldBytes } from './foldBytes.ts';
import { FoldedTexts } from './foldedTexts.ts';

const text = fc.oneof(
  fc.constantFrom(
    'a@b',
    'A@b',
    'a@B',
    'A@B',
    'ä@b',
    'Ä@b',
    'k',
    'K',
    '\u212a',
    'İ',
    'i\u0307',
    '',
    'x'.repeat(1500),
  ),
  fc.string({ unit: fc.constantFrom('a', 'A', 'b', 'B', 'é', 'É'), maxLength: 4 }),
);

describe('texts folded as they come', () => {
  it('are the same as all at once', () => {
    fc.assert(
      fc.property(fc.array(fc.array(text, { maxLength: 8 }), { maxLength: 6 }), (batches) => {
        const texts = new ByteInterner();
        const folded = new FoldedTexts(texts);
        for (const batch of batches) {
          for (const one of batch) internText(texts, one);
          folded.update();
        }
        const { count } = texts;
        expect([...folded.values.subarray(0, count)]).toEqual([...foldBytes(texts)]);
      }),
    );
  });
});
