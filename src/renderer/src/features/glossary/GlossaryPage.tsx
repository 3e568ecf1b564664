import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useWords } from '../../i18n/words.ts';
import { Page } from '../../ui/Page.tsx';
import { glossaryEntries } from './glossaryEntries.ts';
import classes from './GlossaryPage.module.css';

/** All words of the trade, in alphabetical order of the language, to be searched. */
export function GlossaryPage() {
  const { t, language } = useWords();
  const [search, setSearch] = useState('');
  const [params] = useSearchParams();
  const wanted = params.get('term');
  const entries = useMemo(() => glossaryEntries(language), [language]);
  const words = search.trim().toLocaleLowerCase(language);
  const shown = entries.filter(({ term, short, long, example, words: forms }) =>
    `${term} ${short} ${long} ${example} ${forms}`.toLocaleLowerCase(language).includes(words),
  );
  useEffect(() => {
    if (wanted !== null) document.getElementById(`term-${wanted}`)?.scrollIntoView?.({ block: 'center' });
  }, [wanted]);
  return (
    <Page title={t('common:glossary.title')} lead={t('common:glossary.lead')}>
      <TextInput
        type="search"
        label={t('common:glossary.search')}
        leftSection={<IconSearch size={18} aria-hidden />}
        className={classes.search ?? ''}
        value={search}
        onChange={({ currentTarget }) => setSearch(currentTarget.value)}
      />
      <p role="status" className={classes.count}>
        {shown.length === 0 ? t('common:glossary.none') : t('common:glossary.count', { count: shown.length })}
      </p>
      <dl className={classes.terms}>
        {shown.map(({ name, term, short, long, example }) => (
          <div
            key={name}
            id={`term-${name}`}
            className={classes.entry}
            data-wanted={name === wanted || undefined}
          >
            <dt className={classes.term}>{term}</dt>
            <dd className={classes.short}>{short}</dd>
            <dd className={classes.long}>{long}</dd>
            <dd className={classes.long}>{t('common:term.example', { example })}</dd>
          </div>
        ))}
      </dl>
    </Page>
  );
}
