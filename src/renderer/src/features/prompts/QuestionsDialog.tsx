import { PasswordInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ServerQuestion } from '../../../../shared/ipc/contract.ts';
import { useWords } from '../../i18n/words.ts';
import { PromptForm } from './PromptForm.tsx';
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
  const { hop, name, instructions, prompts } = question;
  const type = (index: number, answer: string): void =>
    setAnswers((before) => before.map((old, at) => (at === index ? answer : old)));
  const own = [name, instructions].filter((text) => text.trim() !== '');
  return (
    <PromptForm
      title={t('servers:prompt.questions.title', { host: hop.host })}
      question={question}
      onAnswer={() =>
        void answerPrompt(prompt.promptId, { kind: 'keyboardInteractive', answers: [...answers] })
      }
      onCancel={() => void answerPrompt(prompt.promptId, null)}
    >
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
    </PromptForm>
  );
}
