import { describe, expect, it } from 'vitest';
import {
  compareCatalogues,
  compareWithSources,
  keysNamedIn,
  placeholders,
  readCatalogue,
} from './checkLocales.mjs';

/** @param {Record<string, unknown>} tree */
const catalogue = (tree) => readCatalogue('a', JSON.stringify(tree)).catalogue;

describe('one catalogue', () => {
  it('is read into keys', () => {
    expect([...catalogue({ b: { c: 'x' }, d: 'y' })]).toEqual([
      ['a:b.c', 'x'],
      ['a:d', 'y'],
    ]);
  });

  it.each([
    ['broken JSON', '{"b":', /not valid JSON/],
    ['an empty text', '{"b":" "}', /a:b is empty/],
    ['a number', '{"b":1}', /neither a text nor a group/],
    ['a singular without a plural', '{"b_one":"x"}', /a:b_other is missing/],
  ])('is refused with %s', (_, json, fault) => {
    expect(readCatalogue('a', json).faults.join()).toMatch(fault);
  });
});

describe('the placeholders of a text', () => {
  it('are found with their formats, whatever their order and spacing', () => {
    expect(placeholders('{{at, logTime}} {{ name }} {{name}} $t(a:b)')).toEqual([
      '$t(a:b)',
      '{{at,logTime}}',
      '{{name}}',
    ]);
  });
});

describe('another language', () => {
  const english = catalogue({ one: 'From {{sender}} to {{recipient}}', two: 'x' });

  it('may turn the sentence round', () => {
    expect(
      compareCatalogues(english, catalogue({ one: 'An {{recipient}} von {{sender}}', two: 'y' }), 'de'),
    ).toEqual([]);
  });

  it.each([
    ['a text too few', { one: '{{sender}}{{recipient}}' }, 'de: a:two is missing'],
    [
      'a text too many',
      { one: '{{sender}}{{recipient}}', two: 'y', three: 'z' },
      'de: a:three does not exist in English',
    ],
    ['another placeholder', { one: '{{absender}}{{recipient}}', two: 'y' }, /a:one has the placeholders/],
    ['a broken placeholder', { one: '{{sender}}{{recipient}}', two: '{{x}' }, /broken placeholder/],
  ])('is refused with %s', (_, tree, fault) => {
    const faults = compareCatalogues(english, catalogue(tree), 'de').join('\n');
    expect(faults).toMatch(fault);
  });
});

describe('the sources', () => {
  it('name keys whole or in part', () => {
    const { keys, patterns } = keysNamedIn("t('a:b.c'); key: \"a:d\"; `a:e.${x}.f`; 'other:g'", ['a']);
    expect(keys).toEqual(['a:b.c', 'a:d']);
    expect(patterns.map(({ source }) => source)).toEqual(['^a:e\\..+\\.f$']);
  });

  const texts = catalogue({ used: 'x', counted_one: 'x', counted_other: 'x', made: { p: 'x', q: 'x' } });
  const good = { file: 'a.ts', source: "t('a:used'); t('a:counted', { count }); t(`a:made.${kind}`)" };

  it('fit their catalogue', () => {
    expect(compareWithSources(texts, [good])).toEqual([]);
  });

  it('may not name a text that is missing', () => {
    const faults = compareWithSources(texts, [good, { file: 'b.ts', source: "t('a:gone')" }]);
    expect(faults).toEqual(['b.ts: a:gone has no text']);
  });

  it('must use every text', () => {
    const faults = compareWithSources(catalogue({ used: 'x', leftover: 'x' }), [
      { file: 'a.ts', source: "'a:used'" },
    ]);
    expect(faults).toEqual(['a:leftover is used nowhere']);
  });

  it('may put keys together from an allowed beginning', () => {
    const leftover = catalogue({ kinds: { leftover: 'x' } });
    expect(compareWithSources(leftover, [{ file: 'a.ts', source: "'a:kinds.' + kind" }])).toEqual([]);
    expect(compareWithSources(leftover, [{ file: 'a.ts', source: '' }], ['a:kinds.'])).toEqual([]);
  });
});
