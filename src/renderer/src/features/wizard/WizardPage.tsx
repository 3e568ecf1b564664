import { useCallback, useEffect } from 'react';
import { Link, useParams } from 'react-router';
import type { Playbook, Step } from '../../../../core/playbook/model.ts';
import { paths } from '../../app/paths.ts';
import { useWords } from '../../i18n/words.ts';
import { Page } from '../../ui/Page.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { WizardHelp } from '../help/WizardHelp.tsx';
import { findSymptom } from '../home/symptoms.ts';
import { PracticeBadge } from '../servers/PracticeBadge.tsx';
import { useUsesPractice } from '../servers/useUsesPractice.ts';
import { CasePanel } from './CasePanel.tsx';
import { chooseStep, factValue, stepKey, useCase, visitWizard } from './caseStore.ts';
import type { StepEntry } from './caseStore.ts';
import { findOpenWizard } from './openWizards.ts';
import { FINDINGS_ID, StepAnswerView } from './StepAnswerView.tsx';
import { factsOf, pickFact } from './stepFacts.ts';
import { StepForm } from './StepForm.tsx';
import { StepList } from './StepList.tsx';
import classes from './WizardPage.module.css';

/** Any wizard: it knows playbooks, steps and verdicts, and nothing of what they are about. */
export function WizardPage() {
  const { t } = useWords();
  const { wizard = '', symptom } = useParams();
  const playbook = findOpenWizard(wizard);
  useEffect(() => {
    if (playbook !== null) visitWizard(playbook.id, symptom ?? null);
  }, [playbook, symptom]);
  if (playbook === null) {
    return (
      <Page title={t('wizard:unknown-wizard.title')} lead={t('wizard:unknown-wizard.text')}>
        <Link to={paths.home}>{t('common:back-home')}</Link>
      </Page>
    );
  }
  return <Wizard playbook={playbook} symptomId={symptom ?? null} />;
}

const noPicks = { pickedQueueIds: '', pickedMessages: '' } as const;

interface WizardProps {
  readonly playbook: Playbook;
  readonly symptomId: string | null;
}

function Wizard({ playbook, symptomId }: WizardProps) {
  const { t, say } = useWords();
  const state = useCase();
  const symptom = findSymptom(symptomId);
  const chosen = state.currentStep[playbook.id] ?? symptom?.step;
  const step = playbook.steps.find(({ id }) => id === chosen) ?? playbook.steps[0];
  const choose = useCallback(
    (id: string, entry: StepEntry = {}): void => {
      const target = playbook.steps.find((one) => one.id === id);
      // A step that needs a choice from the list shown now leads to that list first.
      const needed = target === undefined ? null : pickFact(target);
      const isPicked =
        (needed !== null && (entry.picks?.[needed] ?? '') !== '') || needed === 'pickedQueueIds';
      const list = document.getElementById(FINDINGS_ID);
      if (entry.start === true && needed !== null && !isPicked && list !== null) {
        list.focus({ preventScroll: true });
        list.scrollIntoView({ block: 'start' });
        return;
      }
      // What was picked in a list is meant for the step that asks for it, and for no other.
      const picksNothing = target?.kind === 'changes' && needed === null;
      chooseStep(playbook.id, id, picksNothing ? { ...entry, picks: noPicks } : entry);
    },
    [playbook],
  );
  const isPractice = useUsesPractice();
  if (step === undefined) return null;
  const key = stepKey(playbook.id, step.id);
  const values = Object.fromEntries(
    step.fields.map(({ fact }) => [fact, factValue(state, playbook.id, step, fact)] as const),
  );
  return (
    <Page
      wide
      about={`${playbook.id}/${symptomId ?? ''}`}
      title={symptom === null ? say(playbook.title) : t(`home:symptom.${symptom.id}.title`)}
      {...(symptom === null ? {} : { kicker: say(playbook.title) })}
      {...(isPractice ? { badge: <PracticeBadge /> } : {})}
      lead={
        <Sentence>
          {symptom === null ? say(playbook.purpose) : t(`home:symptom.${symptom.id}.intro`)}
        </Sentence>
      }
    >
      <div className={classes.layout}>
        <div className={classes.steps}>
          <StepList playbook={playbook} current={step} onChoose={(id) => choose(id)} />
        </div>
        <div className={classes.step}>
          <div className={classes.about}>
            <p>
              <strong>{t('wizard:what')}</strong> <Sentence>{say(step.what)}</Sentence>
            </p>
            <p>
              <strong>{t('wizard:why')}</strong> <Sentence>{say(step.why)}</Sentence>
            </p>
            <WizardHelp wizard={playbook.id} />
          </div>
          <StepForm key={key} playbook={playbook} step={step} />
          <WhatWasDone playbook={playbook} step={step} />
          <StepAnswerView
            run={state.runs[key]}
            stepKey={key}
            facts={factsOf(step, values)}
            onStep={choose}
            steps={playbook.steps}
          />
        </div>
        <div className={classes.case}>
          <CasePanel />
        </div>
      </div>
    </Page>
  );
}

/** Before the proof of a change stands what the server said about the change itself. */
function WhatWasDone({ playbook, step }: { readonly playbook: Playbook; readonly step: Step }) {
  const { t, say } = useWords();
  const runs = useCase((state) => state.runs);
  const latest = playbook.steps
    .filter((one) => one.kind === 'changes' && one.verifiedBy === step.id)
    .map((one) => ({ step: one, run: runs[stepKey(playbook.id, one.id)] }))
    .findLast(({ run }) => run?.state === 'answered');
  if (latest?.run?.state !== 'answered') return null;
  return (
    <p className={classes.done}>
      {t('wizard:was-done', {
        action: say(latest.step.title),
        answer: say(latest.run.answer.result.verdict.because),
      })}
    </p>
  );
}
