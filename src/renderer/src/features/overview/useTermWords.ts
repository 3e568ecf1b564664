import { useMemo } from 'react';
import type { FilterField, FilterTerm, MessageFilter } from '../../../../core/logIndex/messageFilter.ts';
import { useWords } from '../../i18n/words.ts';
import type { Words } from '../../i18n/words.ts';

/** How a filter reads. */
interface TermWords {
  readonly fieldOf: (field: FilterField) => string;
  readonly valueOf: (term: FilterTerm) => string;
  readonly sentenceOf: (term: FilterTerm) => string;
  readonly times: (from: string | null, to: string | null) => string;
  /** All of it in one line, for a picture or a file; '' when nothing is filtered. */
  readonly whole: (filter: MessageFilter) => string;
}

function termWords({ t, maybe }: Words): TermWords {
  const fieldOf = (field: FilterField): string => t(`overview:field.${field}`);
  const valueOf = ({ field, value }: FilterTerm): string => {
    if (field === 'status') return maybe(`status:${value}.label`) ?? value;
    if (field === 'cause') return maybe(`causes:${value}.title`) ?? value;
    return value === '' ? t('trace-view:null-sender') : value;
  };
  const sentenceOf = (term: FilterTerm): string =>
    t(term.exclude ? 'overview:filter.sentence-not' : 'overview:filter.sentence', {
      field: fieldOf(term.field),
      value: valueOf(term),
    });
  const times = (from: string | null, to: string | null): string =>
    from !== null && to !== null
      ? t('overview:filter.from-to', { from, to })
      : from !== null
        ? t('overview:filter.from', { from })
        : t('overview:filter.to', { to: to ?? '' });
  return {
    fieldOf,
    valueOf,
    sentenceOf,
    times,
    whole: ({ terms, from, to }) =>
      [...terms.map(sentenceOf), ...(from === null && to === null ? [] : [times(from, to)])].join(' · '),
  };
}

export function useTermWords(): TermWords {
  const words = useWords();
  return useMemo(() => termWords(words), [words]);
}
