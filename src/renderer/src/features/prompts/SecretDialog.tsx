import { Checkbox, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import type { ServerQuestion } from '../../../../shared/ipc/contract.ts';
import { useWords } from '../../i18n/words.ts';
import { PromptForm } from './PromptForm.tsx';
import classes from './Prompts.module.css';
import { answerPrompt } from './promptStore.ts';
import type { Prompt } from './promptStore.ts';

type SecretQuestion = Extract<ServerQuestion, { kind: 'password' | 'passphrase' | 'sudo' | 'apiKey' }>;

interface SecretDialogProps {
  readonly prompt: Prompt;
  readonly question: SecretQuestion;
}

/** A password, a passphrase, a sudo password or an API key. It lives in this dialog only as long as it is typed. */
export function SecretDialog({ prompt, question }: SecretDialogProps) {
  const { t, say } = useWords();
  const [secret, setSecret] = useState('');
  const [keep, setKeep] = useState(false);
  const { kind, attempt, keeping } = question;
  const title =
    question.kind === 'password'
      ? t('servers:prompt.password.title', { user: question.user, host: question.hop.host })
      : question.kind === 'sudo'
        ? t('servers:prompt.sudo.title', { user: question.user, server: prompt.server })
        : question.kind === 'apiKey'
          ? t('servers:prompt.apiKey.title', { server: prompt.server })
          : t('servers:prompt.passphrase.title');
  return (
    <PromptForm
      title={title}
      question={question}
      {...(kind === 'apiKey'
        ? { cancelLabel: t('servers:prompt.apiKey.cancel'), answerLabel: t('servers:prompt.apiKey.answer') }
        : {})}
      onAnswer={() => void answerPrompt(prompt.promptId, { kind, secret, keep: keep && keeping.possible })}
      onCancel={() => void answerPrompt(prompt.promptId, null)}
    >
      {question.kind === 'passphrase' && (
        <p className={classes.text}>{t('servers:prompt.passphrase.text', { path: question.path })}</p>
      )}
      {question.kind === 'sudo' && <p className={classes.text}>{t('servers:prompt.sudo.text')}</p>}
      {question.kind === 'apiKey' && <p className={classes.text}>{t('servers:prompt.apiKey.text')}</p>}
      <PasswordInput
        label={t(`servers:prompt.${kind}.label`)}
        autoComplete="off"
        data-autofocus
        value={secret}
        error={
          attempt > 1 ? t(kind === 'apiKey' ? 'servers:prompt.apiKey.again' : 'servers:prompt.again') : null
        }
        onChange={({ currentTarget }) => setSecret(currentTarget.value)}
      />
      {keeping.possible ? (
        <Checkbox
          mt="md"
          label={t('servers:prompt.keep')}
          checked={keep}
          onChange={({ currentTarget }) => setKeep(currentTarget.checked)}
        />
      ) : (
        <p className={classes.hint}>{say(keeping.why)}</p>
      )}
    </PromptForm>
  );
}
