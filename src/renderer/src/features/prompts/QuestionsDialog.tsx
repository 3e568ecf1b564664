import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ServerQuestion } from '../../../../shared/ipc/contract.ts';
import { useWords } from '../../i18n/words.ts';
import { Dialog, DialogActions } from '../../ui/Dialog.tsx';
import { HopLine } from './HopLine.tsx';
import classes from './Prompts.module.css';
import { answerPrompt } from './promptStore.ts';
import type { Prompt } from './promptStore.ts';

interface QuestionsDialogProps {
  readonly prompt: Prompt;
  readonly question: Extract<ServerQuestion, { kind: 'keyboardInteractive' }>;
}

/** Questions in the server's own words, e.g. for a code after the password. */
export function QuestionsDialog({ prompt, question }: QuestionsDialogProps) {
  const { t } = useWords();
  const [answers, setAnswers] = useState<readonly string[]>(() => question.prompts.map(() => ''));
  const { hop, name, instructions, prompts, reconnecting } = question;
  const type = (index: number, answer: string): void =>
    setAnswers((before) => before.map((old, at) => (at === index ? answer : old)));
  const cancel = (): void => void answerPrompt(prompt.promptId, null);
  const own = [name, instructions].filter((text) => text.trim() !== '');
  return (
    <Dialog title={t('servers:prompt.questions.title', { host: hop.host })} onCancel={cancel}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void answerPrompt(prompt.promptId, { kind: 'keyboardInteractive', answers: [...answers] });
        }}
      >
        <HopLine hop={hop} />
        {reconnecting && <p className={classes.hint}>{t('servers:prompt.reconnecting')}</p>}
        {own.length > 0 && (
          <>
            <p className={classes.hint}>{t('servers:prompt.questions.text')}</p>
            <blockquote className={classes.words}>{own.join('\n')}</blockquote>
          </>
        )}
        <div className={classes.fields}>
          {prompts.map(({ text, echo }, index) => {
            const shared = {
              label: text.trim() === '' ? t('servers:prompt.questions.label', { number: index + 1 }) : text,
              autoComplete: 'off',
              value: answers[index] ?? '',
              ...(index === 0 ? { 'data-autofocus': true } : {}),
              onChange: ({ currentTarget }: { readonly currentTarget: HTMLInputElement }) =>
                type(index, currentTarget.value),
            };
            return echo ? <TextInput key={index} {...shared} /> : <PasswordInput key={index} {...shared} />;
          })}
        </div>
        <DialogActions>
          <Button size="sm" variant="default" onClick={cancel}>
            {t('servers:prompt.cancel')}
          </Button>
          <Button size="sm" type="submit">
            {t('servers:prompt.answer')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
