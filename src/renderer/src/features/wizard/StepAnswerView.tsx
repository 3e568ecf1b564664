import { Alert, VisuallyHidden } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { Facts } from '../../../../core/playbook/facts.ts';
import type { Step } from '../../../../core/playbook/model.ts';
import { useWords } from '../../i18n/words.ts';
import { Card } from '../../ui/Card.tsx';
import { CopyText } from '../../ui/CopyText.tsx';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import type { StepRun } from './caseStore.ts';
import { findingsViews } from './findingsViews.ts';
import type { FindingsViewProps } from './findingsViewProps.ts';
import { NextSteps, passable } from './NextSteps.tsx';
import classes from './StepAnswerView.module.css';
import { VerdictCard } from './VerdictCard.tsx';

/** Where what was found begins: a choice that is still to be made leads there. */
export const FINDINGS_ID = 'findings';

interface StepAnswerProps {
  readonly run: StepRun | undefined;
  readonly stepKey: string;
  /** What a run would be asked now, to tell when the answer is about an older question. */
  readonly facts: Facts;
  /** The wizard's steps, which remedies may name. */
  readonly steps: readonly Step[];
  readonly onStep: FindingsViewProps['onStep'];
}

/** What came of a step: the verdict, what to do next, what was found; or why there is none. */
export function StepAnswerView({ run, stepKey, facts, steps, onStep }: StepAnswerProps) {
  const { t, say } = useWords();
  const top = useRef<HTMLDivElement>(null);
  const state = run?.state;
  const before = useRef(state);
  useEffect(() => {
    // Only an answer that just came is brought into view; coming back to the page must not jump.
    if (before.current === 'running' && state !== 'running')
      top.current?.scrollIntoView?.({ block: 'start' });
    before.current = state;
  }, [state]);

  const announced =
    run?.state === 'running'
      ? t('wizard:running.busy')
      : run?.state === 'cancelled'
        ? t('wizard:cancelled')
        : run?.state === 'answered'
          ? `${t(`status:level.${run.answer.result.verdict.level}`)}. ${say(run.answer.result.verdict.because)}`
          : '';
  return (
    <div ref={top} className={classes.answer}>
      <VisuallyHidden aria-live="polite">{announced}</VisuallyHidden>
      {run?.state === 'cancelled' && <Alert color="gray">{t('wizard:cancelled')}</Alert>}
      {run?.state === 'failed' && <Failure run={run} />}
      {run?.state === 'answered' && (
        <Answered
          run={run}
          stepKey={stepKey}
          isOld={!sameFacts(run.facts, facts)}
          steps={steps}
          onStep={onStep}
        />
      )}
    </div>
  );
}

function Failure({ run }: { readonly run: Extract<StepRun, { state: 'failed' }> }) {
  const { t, say } = useWords();
  const { message, detail } = run.error;
  return (
    <div role="alert" className={classes.failure}>
      <p className={classes.failureTitle}>
        <IconAlertCircle size={22} aria-hidden /> {t('wizard:failed')}
      </p>
      <p>
        <Sentence>{say(message)}</Sentence>
      </p>
      {detail !== undefined && (
        <Disclosure label={t('common:error.detail')}>
          <code className={classes.technical}>{detail}</code>
          <CopyText text={detail} what={t('common:error.detail')} />
        </Disclosure>
      )}
    </div>
  );
}

interface AnsweredProps {
  readonly run: Extract<StepRun, { state: 'answered' }>;
  readonly stepKey: string;
  readonly isOld: boolean;
  readonly steps: readonly Step[];
  readonly onStep: FindingsViewProps['onStep'];
}

function Answered({ run, stepKey, isOld, steps, onStep }: AnsweredProps) {
  const { t } = useWords();
  const { verdict, findings, next } = run.answer.result;
  const View = findings === null ? undefined : findingsViews[findings.view];
  return (
    <>
      {isOld && (
        <Alert color="gray" variant="outline" role="note">
          {t('wizard:changed')}
        </Alert>
      )}
      <VerdictCard key={run.jobId} verdict={verdict} />
      {next.some(passable) && (
        <Card title={t('wizard:next.title')}>
          <NextSteps remedies={next} steps={steps} onStep={onStep} />
        </Card>
      )}
      {findings !== null && View !== undefined && (
        <div id={FINDINGS_ID} tabIndex={-1} className={classes.findings}>
          <View findings={findings} jobId={run.jobId} stepKey={stepKey} onStep={onStep} />
        </div>
      )}
    </>
  );
}

const sameFacts = (a: Facts, b: Facts): boolean => {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof Facts>;
  return [...names].every((name) => a[name] === b[name]);
};
