import fc from 'fast-check';

/**
 * For tests: text of any UTF-16 code units, unpaired surrogates included. fast-check's own `unit: 'binary'` prepares a table of all
 * of Unicode first, which takes a second in every test file.
 */
export function anyText(): fc.Arbitrary<string> {
  const unit = fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 0x7f }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 0xffff }) },
  );
  return fc.string({ unit: unit.map((code) => String.fromCharCode(code)), maxLength: 60 });
}
