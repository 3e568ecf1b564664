import type { FilterTerm, MessageFilter } from '../../../../core/logIndex/messageFilter.ts';

const isSame = (a: FilterTerm, b: FilterTerm): boolean =>
  a.field === b.field && a.value.toLowerCase() === b.value.toLowerCase();

/** Adds a term; one that speaks of the same value is replaced, so that "is" and "is not" never stand side by side. */
export function withTerm(filter: MessageFilter, term: FilterTerm): MessageFilter {
  return { ...filter, terms: [...filter.terms.filter((one) => !isSame(one, term)), term] };
}

export const withTerms = (filter: MessageFilter, terms: readonly FilterTerm[]): MessageFilter =>
  terms.reduce(withTerm, filter);

export function withoutTerm(filter: MessageFilter, term: FilterTerm): MessageFilter {
  return { ...filter, terms: filter.terms.filter((one) => !isSame(one, term)) };
}

/** "Is" becomes "is not" and back, in its place. */
export function turnedRound(filter: MessageFilter, term: FilterTerm): MessageFilter {
  return {
    ...filter,
    terms: filter.terms.map((one) => (isSame(one, term) ? { ...one, exclude: !one.exclude } : one)),
  };
}

export const withTimes = (filter: MessageFilter, from: string | null, to: string | null): MessageFilter => ({
  ...filter,
  from,
  to,
});

export const isEverything = ({ terms, from, to }: MessageFilter): boolean =>
  terms.length === 0 && from === null && to === null;

export const hasTerm = ({ terms }: MessageFilter, term: FilterTerm): boolean =>
  terms.some((one) => isSame(one, term) && one.exclude === term.exclude);
