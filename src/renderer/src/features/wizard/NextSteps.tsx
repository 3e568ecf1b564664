import { Button } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { Step } from '../../../../core/playbook/model.ts';
import type { Remedy } from '../../../../core/playbook/verdict.ts';
import { paths } from '../../app/paths.ts';
import type { WindowKey } from '../../i18n/windowKey.ts';
import { useWords } from '../../i18n/words.ts';
import classes from './NextSteps.module.css';
import type { FindingsViewProps } from './findingsViewProps.ts';
import { findOpenWizard } from './openWizards.ts';
import { Sentence } from '../../ui/Sentence.tsx';
import { pickFact } from './stepFacts.ts';

interface NextStepsProps {
  /** Steps the remedies may name: a change is announced as one. */
  readonly steps: readonly Step[];
  readonly remedies: readonly Remedy[];
  readonly onStep: FindingsViewProps['onStep'];
  /** Called before another wizard is entered, e.g. to hand it what is known. */
  readonly onLeave?: () => void;
}

/** A way that leads to a wizard which does not exist yet is no way. */
export const passable = (remedy: Remedy): boolean =>
  remedy.kind !== 'wizard' || findOpenWizard(remedy.wizard) !== null;

function labelOf(step: Step | undefined): WindowKey {
  if (step?.kind !== 'changes') return 'wizard:next.wizard';
  return pickFact(step) === 'pickedMessages' ? 'wizard:next.pick' : 'wizard:next.change';
}

/** What can be done, the recommended choice first and marked. */
export function NextSteps({ remedies, steps, onStep, onLeave }: NextStepsProps) {
  const { t, say } = useWords();
  const ways = remedies.filter(passable);
  return (
    <ol className={classes.list}>
      {ways.map((remedy, index) => (
        <li
          key={`${remedy.kind}:${remedy.text.key}`}
          className={classes.item}
          data-first={index === 0 || undefined}
        >
          {index === 0 && ways.length > 1 && (
            <span className={classes.badge}>{t('wizard:next.recommended')}</span>
          )}
          <p className={classes.text}>
            <Sentence>{say(remedy.text)}</Sentence>
          </p>
          {remedy.kind === 'wizard' && (
            <Button
              component={Link}
              to={paths.wizard(remedy.wizard)}
              onClick={onLeave}
              size="sm"
              variant={index === 0 ? 'filled' : 'default'}
              rightSection={<IconArrowRight size={16} aria-hidden />}
            >
              {t('wizard:next.wizard')}
            </Button>
          )}
          {remedy.kind === 'step' && (
            <Button
              size="sm"
              variant={index === 0 ? 'filled' : 'default'}
              onClick={() => onStep(remedy.step, { start: true })}
            >
              {t(labelOf(steps.find(({ id }) => id === remedy.step)))}
            </Button>
          )}
        </li>
      ))}
    </ol>
  );
}
