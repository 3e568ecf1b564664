import { ActionIcon, Button } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { Message } from '../../../../core/message.ts';
import type { SignInMethod } from '../../../../core/ssh/profile.ts';
import { ask } from '../../app/bridge.ts';
import { useWords } from '../../i18n/words.ts';
import type { Words } from '../../i18n/words.ts';
import { Sentence } from '../../ui/Sentence.tsx';
import classes from './ServerForm.module.css';

interface SignInMethodsProps {
  readonly id: string;
  readonly methods: readonly SignInMethod[];
  readonly problem: string | null;
  readonly onChange: (methods: readonly SignInMethod[]) => void;
}

const fresh: Readonly<Record<'agent' | 'keyboardInteractive' | 'password', SignInMethod>> = {
  agent: { kind: 'agent', agent: { kind: 'auto' }, onlyKeyFiles: [] },
  keyboardInteractive: { kind: 'keyboardInteractive' },
  password: { kind: 'password' },
};

function nameOf(method: SignInMethod, { t }: Words): string {
  return method.kind === 'keyFile'
    ? `${t('servers:form.method.keyFile')}: ${method.path}`
    : t(`servers:form.method.${method.kind}`);
}

/** Ways to sign in, in the order they are tried. */
export function SignInMethods({ id, methods, problem, onChange }: SignInMethodsProps) {
  const words = useWords();
  const { t, say } = words;
  const [advice, setAdvice] = useState<Message | null>(null);
  const missing = (['agent', 'keyboardInteractive', 'password'] as const).filter(
    (kind) => !methods.some((method) => method.kind === kind),
  );
  const swap = (from: number, to: number): void => {
    const moved = [...methods];
    const [one] = moved.splice(from, 1);
    if (one !== undefined) moved.splice(to, 0, one);
    onChange(moved);
  };
  const addKeyFile = async (): Promise<void> => {
    const answer = await ask('servers.chooseKeyFile', undefined);
    if (!answer.ok) return setAdvice(answer.error.code === 'cancelled' ? null : answer.error.message);
    if (answer.value === null) return;
    setAdvice(answer.value.advice);
    if (answer.value.use === 'refuse') return;
    // A file chosen on purpose is what the user wants tried first.
    onChange([{ kind: 'keyFile', path: answer.value.path }, ...methods]);
  };
  return (
    <div>
      <p className={classes.hint}>
        <Sentence>{t('servers:form.sign-in-hint')}</Sentence>
      </p>
      <ol className={classes.methods}>
        {methods.map((method, index) => {
          const name = nameOf(method, words);
          return (
            <li key={name} className={classes.method}>
              <span className={classes.methodName}>
                {name}
                {method.kind !== 'keyFile' && (
                  <span className={classes.methodHint}>{t(`servers:form.method.${method.kind}-hint`)}</span>
                )}
              </span>
              <ActionIcon
                variant="subtle"
                size="md"
                disabled={index === 0}
                aria-label={t('servers:form.method-up', { method: name })}
                onClick={() => swap(index, index - 1)}
              >
                <IconArrowUp size={18} aria-hidden />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                size="md"
                disabled={index === methods.length - 1}
                aria-label={t('servers:form.method-down', { method: name })}
                onClick={() => swap(index, index + 1)}
              >
                <IconArrowDown size={18} aria-hidden />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                size="md"
                aria-label={t('servers:form.method-remove', { method: name })}
                onClick={() => onChange(methods.filter((other) => other !== method))}
              >
                <IconX size={18} aria-hidden />
              </ActionIcon>
            </li>
          );
        })}
      </ol>
      <div className={classes.adding} role="group" aria-label={t('servers:form.add-method')}>
        <Button id={id} size="compact-md" variant="default" onClick={() => void addKeyFile()}>
          {t('servers:form.add-key')}
        </Button>
        {missing.map((kind) => (
          <Button
            key={kind}
            size="compact-md"
            variant="default"
            onClick={() => onChange([...methods, fresh[kind]])}
          >
            {t(`servers:form.method.${kind}`)}
          </Button>
        ))}
      </div>
      {advice !== null && (
        <p role="alert" className={classes.problem}>
          {say(advice)}
        </p>
      )}
      {problem !== null && <p className={classes.problem}>{problem}</p>}
    </div>
  );
}
