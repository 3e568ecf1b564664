import { Popover } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { paths } from '../app/paths.ts';
import { useWords } from '../i18n/words.ts';
import classes from './Term.module.css';

interface TermProps {
  /** Its key in the glossary. */
  readonly name: string;
  /** The word as it stands in the sentence; the glossary's own spelling when left out. */
  readonly children?: ReactNode;
}

/** A word of the trade that explains itself on request. Unknown terms are plain text. */
export function Term({ name, children }: TermProps) {
  const { t, maybe } = useWords();
  const [open, setOpen] = useState(false);
  const term = maybe(`glossary:${name}.term`);
  const meaning = maybe(`glossary:${name}.short`);
  if (term === null || meaning === null) return <>{children ?? name}</>;
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      width={320}
      position="bottom-start"
      withArrow
      shadow="md"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <button
          type="button"
          className={classes.term}
          aria-label={t('common:term.explain', { term })}
          onClick={() => setOpen(!open)}
        >
          {children ?? term}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={term}>
        <p className={classes.name}>{term}</p>
        <p className={classes.meaning}>{meaning}</p>
        <Link to={`${paths.glossary}?term=${name}`} onClick={() => setOpen(false)}>
          {t('common:term.more')}
        </Link>
      </Popover.Dropdown>
    </Popover>
  );
}
