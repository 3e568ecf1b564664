import { Button } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { FactName } from '../../../../core/playbook/facts.ts';
import type { Field, Playbook, Step } from '../../../../core/playbook/model.ts';
import { useWords } from '../../i18n/words.ts';
import { Card } from '../../ui/Card.tsx';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { HeaderPanel } from '../intake/HeaderPanel.tsx';
import { SourcePicker } from '../intake/SourcePicker.tsx';
import {
  chosenSource,
  enterFact,
  factValue,
  runStep,
  stepKey,
  takeStartRequest,
  useCase,
} from './caseStore.ts';
import { FactField, fieldId } from './FactField.tsx';
import { RunProgress } from './RunProgress.tsx';
import classes from './StepForm.module.css';
import { factsOf, problemsOf } from './stepFacts.ts';

/** More than these are asked for only on request: a form of six fields looks like an exam. */
const FIRST_FIELDS = 4;
const SOURCE_ID = 'source-picker';

/** Facts a header block can give; a step that asks for one of them gets the panel. */
const fromHeaders: readonly FactName[] = ['recipient', 'sender', 'messageId'];

interface StepFormProps {
  readonly playbook: Playbook;
  readonly step: Step;
}

/** Where to look, what for, and the button that starts it. What is wrong is said beside the field and loses nothing. */
export function StepForm({ playbook, step }: StepFormProps) {
  const { t, say, maybe } = useWords();
  const state = useCase();
  const [left, setLeft] = useState<ReadonlySet<FactName>>(new Set());
  const [attempted, setAttempted] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const values = Object.fromEntries(
    step.fields.map(({ fact }) => [fact, factValue(state, playbook.id, fact)] as const),
  );
  const problems = problemsOf(step, values);
  const source = chosenSource(state);
  const run = state.runs[stepKey(playbook.id, step.id)];
  const running = run?.state === 'running';
  const wrong = problems.size + (source === null ? 1 : 0);

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.current?.requestSubmit();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  const submit = (): void => {
    if (running) return;
    setAttempted(true);
    if (source === null) {
      document.getElementById(SOURCE_ID)?.querySelector('button')?.focus();
      return;
    }
    const [firstWrong] = step.fields.filter(({ fact }) => problems.has(fact));
    if (firstWrong !== undefined) {
      document.getElementById(fieldId(firstWrong.fact))?.focus();
      return;
    }
    setAttempted(false);
    void runStep({ wizard: playbook.id, step: step.id, facts: factsOf(step, values), source });
  };

  const isWanted = useCase((current) => current.startRequested === stepKey(playbook.id, step.id));
  useEffect(() => {
    if (isWanted && takeStartRequest(stepKey(playbook.id, step.id))) form.current?.requestSubmit();
  }, [isWanted, playbook.id, step.id]);

  const problemShown = ({ fact }: Field): string | null => {
    const problem = problems.get(fact);
    const typed = (values[fact] ?? '') !== '';
    return problem !== undefined && (attempted || (typed && left.has(fact))) ? say(problem) : null;
  };
  const draw = (field: Field) => (
    <FactField
      key={field.fact}
      field={field}
      value={values[field.fact] ?? ''}
      problem={problemShown(field)}
      onChange={(value) => enterFact(field.fact, value)}
      onLeave={() => setLeft((before) => new Set(before).add(field.fact))}
    />
  );
  const first = step.fields.slice(0, FIRST_FIELDS);
  const more = step.fields.slice(FIRST_FIELDS);
  const hasTimes = step.fields.some(({ kind }) => kind === 'dateTime');

  return (
    <form
      ref={form}
      noValidate
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div id={SOURCE_ID}>
        <SourcePicker problem={attempted && source === null ? t('wizard:problem.source') : null} />
      </div>
      <Card title={t('wizard:question')}>
        <p className={classes.hint}>{t('wizard:question-hint')}</p>
        <div className={classes.fields}>{first.map(draw)}</div>
        {hasTimes && <p className={classes.note}>{t('wizard:time-note')}</p>}
        <div className={classes.extras}>
          {more.length > 0 && (
            <Disclosure
              label={t('wizard:more-fields')}
              startOpen={more.some(
                (field) => (values[field.fact] ?? '') !== '' || problemShown(field) !== null,
              )}
            >
              <div className={classes.fields}>{more.map(draw)}</div>
            </Disclosure>
          )}
          {step.fields.some(({ fact }) => fromHeaders.includes(fact)) && <HeaderPanel />}
        </div>
        <div className={classes.actions}>
          <Button
            type="submit"
            size="md"
            leftSection={<IconSearch size={18} aria-hidden />}
            aria-disabled={running}
          >
            {maybe(`wizard:run.${playbook.id}`) ?? t('wizard:run.default')}
          </Button>
          <span className={classes.shortcut}>{t('wizard:run.again')}</span>
        </div>
        {attempted && wrong > 0 && (
          <p role="alert" className={classes.wrong}>
            {t('wizard:problem.summary', { count: wrong })}
          </p>
        )}
        {run?.state === 'running' && <RunProgress run={run} wizard={playbook.id} step={step.id} />}
      </Card>
    </form>
  );
}
