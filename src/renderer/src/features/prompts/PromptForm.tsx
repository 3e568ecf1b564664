import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ServerQuestion } from '../../../../shared/ipc/contract.ts';
import { useWords } from '../../i18n/words.ts';
import { Dialog, DialogActions } from '../../ui/Dialog.tsx';
import { HopLine } from './HopLine.tsx';
import classes from './Prompts.module.css';

interface PromptFormProps {
  readonly title: string;
  readonly question: ServerQuestion;
  readonly cancelLabel?: string;
  readonly answerLabel?: string;
  readonly onAnswer: () => void;
  readonly onCancel: () => void;
  readonly children: ReactNode;
}

/** A question that is answered by typing: who asks, what to type, and the way out. */
export function PromptForm(props: PromptFormProps) {
  const { title, question, cancelLabel, answerLabel, onAnswer, onCancel, children } = props;
  const { t } = useWords();
  return (
    <Dialog title={title} onCancel={onCancel}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onAnswer();
        }}
      >
        {'hop' in question && <HopLine hop={question.hop} />}
        {'reconnecting' in question && question.reconnecting && (
          <p className={classes.hint}>{t('servers:prompt.reconnecting')}</p>
        )}
        {children}
        <DialogActions>
          <Button size="sm" variant="default" onClick={onCancel}>
            {cancelLabel ?? t('servers:prompt.cancel')}
          </Button>
          <Button size="sm" type="submit">
            {answerLabel ?? t('servers:prompt.answer')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
