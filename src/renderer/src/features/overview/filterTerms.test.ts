import { expect, test } from 'vitest';
import { everything } from '../../../../core/logIndex/messageFilter.ts';
import type { FilterTerm } from '../../../../core/logIndex/messageFilter.ts';
import {
  hasTerm,
  isEverything,
  turnedRound,
  withoutTerm,
  withTerm,
  withTerms,
  withTimes,
} from './filterTerms.ts';

const term = (value: string, exclude = false): FilterTerm => ({ field: 'sender', value, exclude });

test('terms add up in the order they were chosen', () => {
  const filter = withTerms(everything, [term('a@example.org'), term('b@example.org')]);
  expect(filter.terms.map(({ value }) => value)).toEqual(['a@example.org', 'b@example.org']);
  expect(isEverything(filter)).toBe(false);
});

test('the same value is never wanted and left out at once, whatever its letters', () => {
  const filter = withTerm(withTerm(everything, term('A@Example.org')), term('a@example.org', true));
  expect(filter.terms).toEqual([term('a@example.org', true)]);
});

test('a term of another field with the same value stays', () => {
  const filter = withTerms(everything, [
    term('example.org'),
    { field: 'recipientDomain', value: 'example.org', exclude: false },
  ]);
  expect(filter.terms).toHaveLength(2);
});

test('turning a term round keeps its place', () => {
  const filter = withTerms(everything, [term('a'), term('b')]);
  expect(turnedRound(filter, term('a')).terms).toEqual([term('a', true), term('b')]);
  expect(hasTerm(turnedRound(filter, term('a')), term('a'))).toBe(false);
  expect(hasTerm(filter, term('a'))).toBe(true);
});

test('what is taken away leaves everything', () => {
  const filter = withTimes(withTerm(everything, term('a')), '2026-03-01T00:00:00', null);
  expect(isEverything(withoutTerm(filter, term('a')))).toBe(false);
  expect(isEverything(withTimes(withoutTerm(filter, term('a')), null, null))).toBe(true);
});
