import { Button, TextInput } from '@mantine/core';
import { IconFilterOff, IconPlus, IconSearch, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { FilterTerm, MessageFilter } from '../../../../core/logIndex/messageFilter.ts';
import { everything } from '../../../../core/logIndex/messageFilter.ts';
import type { SummaryReason } from '../../../../core/postfix/summaryParts.ts';
import { useWords } from '../../i18n/words.ts';
import { AddFilter } from './AddFilter.tsx';
import classes from './FilterBar.module.css';
import { isEverything, turnedRound, withoutTerm, withTerm, withTimes } from './filterTerms.ts';
import { useTermWords } from './useTermWords.ts';

interface FilterBarProps {
  readonly filter: MessageFilter;
  /** Causes that occur are offered to choose from. */
  readonly reasons: readonly SummaryReason[];
  readonly onFilter: (filter: MessageFilter) => void;
}

/** What is left out of sight just now, as chips that can be taken away or turned round, and the ways to add one. */
export function FilterBar({ filter, reasons, onFilter }: FilterBarProps) {
  const { t } = useWords();
  const [text, setText] = useState('');
  const [isAdding, setIsAdding] = useState(false);
  return (
    <section aria-label={t('overview:filter.label')} className={classes.bar}>
      <div className={classes.inputs}>
        <form
          role="search"
          className={classes.search}
          onSubmit={(event) => {
            event.preventDefault();
            const value = text.trim();
            if (value === '') return;
            onFilter(withTerm(filter, { field: 'any', value, exclude: false }));
            setText('');
          }}
        >
          <TextInput
            size="sm"
            className={classes.text ?? ''}
            aria-label={t('overview:filter.search')}
            placeholder={t('overview:filter.search-example')}
            leftSection={<IconSearch size={17} aria-hidden />}
            value={text}
            onChange={({ currentTarget }) => setText(currentTarget.value)}
          />
          <Button type="submit" size="sm" variant="default">
            {t('overview:filter.search-go')}
          </Button>
        </form>
        <Button
          size="sm"
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          aria-expanded={isAdding}
          onClick={() => setIsAdding(!isAdding)}
        >
          {t('overview:filter.add')}
        </Button>
      </div>
      {isAdding && (
        <AddFilter
          filter={filter}
          reasons={reasons}
          onFilter={(wanted) => {
            onFilter(wanted);
            setIsAdding(false);
          }}
        />
      )}
      {!isEverything(filter) && (
        <ul className={classes.chips} aria-label={t('overview:filter.chips')}>
          {filter.terms.map((term) => (
            <TermChip
              key={`${term.field}:${term.value}`}
              term={term}
              onTurn={() => onFilter(turnedRound(filter, term))}
              onRemove={() => onFilter(withoutTerm(filter, term))}
            />
          ))}
          {(filter.from !== null || filter.to !== null) && (
            <TimeChip filter={filter} onRemove={() => onFilter(withTimes(filter, null, null))} />
          )}
          <li>
            <Button
              size="compact-md"
              variant="subtle"
              leftSection={<IconFilterOff size={16} aria-hidden />}
              onClick={() => onFilter(everything)}
            >
              {t('overview:filter.clear')}
            </Button>
          </li>
        </ul>
      )}
    </section>
  );
}

interface TermChipProps {
  readonly term: FilterTerm;
  readonly onTurn: () => void;
  readonly onRemove: () => void;
}

function TermChip({ term, onTurn, onRemove }: TermChipProps) {
  const { t } = useWords();
  const { fieldOf, valueOf, sentenceOf } = useTermWords();
  const sentence = sentenceOf(term);
  return (
    <li className={classes.chip} data-exclude={term.exclude || undefined}>
      <button
        type="button"
        className={classes.turn}
        aria-label={t('overview:filter.turn', { filter: sentence })}
        title={t(term.exclude ? 'overview:filter.include' : 'overview:filter.exclude')}
        onClick={onTurn}
      >
        {fieldOf(term.field)} <b>{t(term.exclude ? 'overview:filter.is-not' : 'overview:filter.is')}</b>
      </button>
      <span className={classes.value}>{valueOf(term)}</span>
      <RemoveButton of={sentence} onRemove={onRemove} />
    </li>
  );
}

function TimeChip({
  filter: { from, to },
  onRemove,
}: {
  readonly filter: MessageFilter;
  readonly onRemove: () => void;
}) {
  const { times } = useTermWords();
  const sentence = times(from, to);
  return (
    <li className={classes.chip}>
      <span className={classes.value}>{sentence}</span>
      <RemoveButton of={sentence} onRemove={onRemove} />
    </li>
  );
}

function RemoveButton({ of, onRemove }: { readonly of: string; readonly onRemove: () => void }) {
  const { t } = useWords();
  const label = t('overview:filter.remove', { filter: of });
  return (
    <button type="button" className={classes.remove} aria-label={label} title={label} onClick={onRemove}>
      <IconX size={16} aria-hidden />
    </button>
  );
}
