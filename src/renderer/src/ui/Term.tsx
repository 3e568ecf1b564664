import { Button, Popover } from '@mantine/core';
import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { paths } from '../app/paths.ts';
import { useWords } from '../i18n/words.ts';
import classes from './Term.module.css';
import { useTermPlace } from './termScope.ts';

interface TermProps {
  /** Its key in the glossary. */
  readonly name: string;
  /** The word as it stands in the sentence; the glossary's own spelling when left out. */
  readonly children?: ReactNode;
  /** In a sentence it is read as the word it is, so that the sentence stays one when it is read out. */
  readonly inSentence?: boolean;
}

/** A word of the trade that explains itself on request. Unknown terms are plain text. */
export function Term({ name, children, inSentence = false }: TermProps) {
  const { t, maybe } = useWords();
  const [open, setOpen] = useState(false);
  const heading = useId();
  const { dialog } = useTermPlace();
  const term = maybe(`glossary:${name}.term`);
  const meaning = maybe(`glossary:${name}.short`);
  if (term === null || meaning === null) return <>{children ?? name}</>;
  const explain = t('common:term.explain', { term });
  const target = dialog?.current ?? null;
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
      {...(target === null ? {} : { portalProps: { target } })}
    >
      <Popover.Target>
        <button
          type="button"
          className={classes.term}
          {...(inSentence ? { 'aria-description': explain } : { 'aria-label': explain })}
          onClick={() => setOpen(!open)}
        >
          {children ?? term}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-labelledby={heading}>
        {/* Escape closes the explanation, not the dialog it was asked for in; after this phase the explanation may be gone. */}
        <div
          role="presentation"
          onKeyDownCapture={(event) => {
            if (event.key === 'Escape') event.preventDefault();
          }}
        >
          <p id={heading} className={classes.name}>
            {term}
          </p>
          <p className={classes.meaning}>{meaning}</p>
          <p className={classes.meaning}>
            {t('common:term.example', { example: maybe(`glossary:${name}.example`) ?? '' })}
          </p>
          {dialog === null ? (
            <Link to={`${paths.glossary}?term=${name}`} onClick={() => setOpen(false)}>
              {t('common:term.more')}
            </Link>
          ) : (
            // What the dialog asks is answered before anybody goes elsewhere.
            <Button variant="default" size="compact-sm" onClick={() => setOpen(false)}>
              {t('common:term.close')}
            </Button>
          )}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
