import { Textarea } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { ask } from '../../app/bridge.ts';
import { useWords } from '../../i18n/words.ts';
import { Card } from '../../ui/Card.tsx';
import classes from './Cases.module.css';

/** Long enough not to write at every key, short enough to lose nothing. */
const SAVE_AFTER_MS = 600;

/** Words of the user's own about a case, kept as they are typed. */
export function CaseNotes({ id, start }: { readonly id: string; readonly start: string }) {
  const { t, say } = useWords();
  const [notes, setNotes] = useState(start);
  const [outcome, setOutcome] = useState('');
  const waiting = useRef<{ readonly timer: ReturnType<typeof setTimeout>; readonly save: () => void } | null>(
    null,
  );
  useEffect(
    () => () => {
      // Leaving the page must not lose the last words.
      if (waiting.current === null) return;
      clearTimeout(waiting.current.timer);
      waiting.current.save();
    },
    [],
  );
  const type = (text: string): void => {
    setNotes(text);
    setOutcome('');
    if (waiting.current !== null) clearTimeout(waiting.current.timer);
    const save = (): void => {
      waiting.current = null;
      void ask('cases.note', { id, notes: text }).then((saved) =>
        setOutcome(saved.ok ? t('cases:notes-saved') : say(saved.error.message)),
      );
    };
    waiting.current = { timer: setTimeout(save, SAVE_AFTER_MS), save };
  };
  return (
    <Card title={t('cases:notes')}>
      <Textarea
        aria-label={t('cases:notes')}
        description={t('cases:notes-hint')}
        rows={4}
        value={notes}
        onChange={({ currentTarget }) => type(currentTarget.value)}
      />
      <p role="status" className={classes.quiet}>
        {outcome}
      </p>
    </Card>
  );
}
