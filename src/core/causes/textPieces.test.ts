import fc from 'fast-check';
import { expect, it } from 'vitest';
import { causes } from './catalogue.ts';
import { TextPieces } from './textPieces.ts';

it('finds exactly the pieces that a text holds', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'é', '5'), maxLength: 30 });
  const piece = fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'é', '5'), minLength: 2, maxLength: 5 });
  fc.assert(
    fc.property(text, fc.array(piece), (searched, wanted) => {
      const pieces = new TextPieces();
      const numbers = wanted.map((one) => pieces.add(one));
      const found = pieces.findIn(searched);
      expect(numbers.map((number) => found[number] === 1)).toEqual(
        wanted.map((one) => searched.includes(one)),
      );
    }),
  );
});

it('can tell all pieces of the catalogue', () => {
  const all = causes.flatMap(({ rules }) =>
    rules.flatMap(({ text, without }) => [...(text ?? []), ...(without ?? [])]),
  );
  for (const piece of all.flat()) expect(piece.length).toBeGreaterThan(1);
});
