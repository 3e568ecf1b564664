import { IconCircle, IconCircleDot, IconLoader2, IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import type { Playbook, Step } from '../../../../core/playbook/model.ts';
import type { WindowKey } from '../../i18n/windowKey.ts';
import { useWords } from '../../i18n/words.ts';
import { LevelIcon } from '../../ui/LevelIcon.tsx';
import { stepKey, useCase } from './caseStore.ts';
import type { StepRun } from './caseStore.ts';
import classes from './StepList.module.css';

interface StepListProps {
  readonly playbook: Playbook;
  readonly current: Step;
  readonly onChoose: (step: string) => void;
}

/** The steps of a wizard and how each stands. */
export function StepList({ playbook, current, onChoose }: StepListProps) {
  const { t, say } = useWords();
  const runs = useCase((state) => state.runs);
  return (
    <nav aria-label={t('wizard:steps.title')} className={classes.box}>
      <h2 className={classes.title}>{t('wizard:steps.title')}</h2>
      <ol className={classes.list}>
        {playbook.steps.map((step) => {
          const isCurrent = step.id === current.id;
          const run = runs[stepKey(playbook.id, step.id)];
          return (
            <li key={step.id}>
              <button
                type="button"
                className={classes.step}
                aria-current={isCurrent ? 'step' : undefined}
                onClick={() => onChoose(step.id)}
              >
                <StandingIcon step={step} run={run} isCurrent={isCurrent} />
                <span>
                  <span className={classes.name}>{say(step.title)}</span>
                  <span className={classes.standing}>{t(standing(step, run, isCurrent))}</span>
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

/** A change of which only the step after it can say whether it worked. */
const isStarted = (step: Step, run: StepRun): boolean =>
  step.kind === 'changes' && run.state === 'answered' && run.answer.result.verdict.level === 'unknown';

function standing(step: Step, run: StepRun | undefined, isCurrent: boolean): WindowKey {
  if (run === undefined) return isCurrent ? 'wizard:steps.current' : 'wizard:steps.open';
  if (isStarted(step, run)) return 'wizard:steps.started';
  return run.state === 'answered'
    ? `status:level.${run.answer.result.verdict.level}`
    : `wizard:steps.${run.state}`;
}

interface StandingIconProps {
  readonly step: Step;
  readonly run: StepRun | undefined;
  readonly isCurrent: boolean;
}

function StandingIcon({ step, run, isCurrent }: StandingIconProps) {
  if (run === undefined) {
    const Icon = isCurrent ? IconCircleDot : IconCircle;
    return <Icon size={22} aria-hidden className={classes.icon} />;
  }
  if (isStarted(step, run)) return <IconPlayerPlay size={22} aria-hidden className={classes.icon} />;
  switch (run.state) {
    case 'running':
      return <IconLoader2 size={22} aria-hidden className={classes.spinning} />;
    case 'answered':
      return <LevelIcon level={run.answer.result.verdict.level} size={22} />;
    case 'failed':
      return <LevelIcon level="problem" size={22} />;
    case 'cancelled':
      return <IconPlayerStop size={22} aria-hidden className={classes.icon} />;
  }
}
