import { Loader } from '@mantine/core';
import { useState } from 'react';
import type { Facts } from '../../../../core/playbook/facts.ts';
import type { Source, StepPreview } from '../../../../shared/ipc/contract.ts';
import type { Result } from '../../../../shared/ipc/errors.ts';
import { ask } from '../../app/bridge.ts';
import { useWords } from '../../i18n/words.ts';
import { Sentence } from '../../ui/Sentence.tsx';
import { CommandLines } from './CommandLines.tsx';
import { factsToRunWith } from './runStep.ts';
import classes from './ShowCommands.module.css';

interface ShowCommandsProps {
  readonly wizard: string;
  readonly step: string;
  readonly facts: Facts;
  readonly source: Source | null;
  /** False while something is missing that the command needs. */
  readonly isReady: boolean;
}

/** The commands a reading step begins with, asked for only when somebody wants to see them. */
export function ShowCommands({ wizard, step, facts, source, isReady }: ShowCommandsProps) {
  const { t, say } = useWords();
  const [answer, setAnswer] = useState<Result<StepPreview> | 'asking' | null>(null);
  const asked = JSON.stringify([facts, source]);
  const [shownFor, setShownFor] = useState(asked);
  const isShown = answer !== null && shownFor === asked;
  const show = async (): Promise<void> => {
    if (isShown) {
      setAnswer(null);
      return;
    }
    setShownFor(asked);
    setAnswer('asking');
    setAnswer(
      await ask('wizard.preview', {
        wizard,
        step,
        facts: factsToRunWith(facts),
        source: source ?? { kind: 'pasted', text: '' },
      }),
    );
  };
  return (
    <div>
      <button type="button" className={classes.control} aria-expanded={isShown} onClick={() => void show()}>
        {t(isShown ? 'wizard:commands.hide' : 'wizard:commands.show')}
      </button>
      {isShown && (
        <div className={classes.shown} aria-live="polite">
          {answer === 'asking' && <Loader size="sm" aria-label={t('wizard:commands.loading')} />}
          {answer !== 'asking' && !answer.ok && (
            <p>{isReady ? say(answer.error.message) : t('wizard:commands.not-ready')}</p>
          )}
          {answer !== 'asking' && answer.ok && (
            <>
              <CommandLines commands={answer.value.commands} />
              <p className={classes.note}>
                <Sentence>{t('wizard:commands.note')}</Sentence>
              </p>
            </>
          )}
        </div>
      )}
    </div>
  );
}
