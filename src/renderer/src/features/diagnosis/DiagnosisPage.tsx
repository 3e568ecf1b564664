import { Alert, Button, Radio, VisuallyHidden } from '@mantine/core';
import { IconLoader2, IconPlayerStop, IconStethoscope } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import type { FactName } from '../../../../core/playbook/facts.ts';
import { concludeDiagnosis, decisiveEntry } from '../../../../core/playbooks/diagnosis/diagnosisPath.ts';
import type { DiagnosisEntry, StepName } from '../../../../core/playbooks/diagnosis/diagnosisPath.ts';
import { symptomIds, symptoms } from '../../../../core/playbooks/diagnosis/symptoms.ts';
import { findPlaybook } from '../../../../core/playbooks/registry.ts';
import { paths } from '../../app/paths.ts';
import { useWords } from '../../i18n/words.ts';
import { Card } from '../../ui/Card.tsx';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { EvidenceLines } from '../../ui/EvidenceLines.tsx';
import { LevelIcon } from '../../ui/LevelIcon.tsx';
import { Page } from '../../ui/Page.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { WizardHelp } from '../help/WizardHelp.tsx';
import { ServerSource } from '../intake/ServerSource.tsx';
import { PracticeBadge } from '../servers/PracticeBadge.tsx';
import { useUsesPractice } from '../servers/useUsesPractice.ts';
import { enterFact, useCase } from '../wizard/caseStore.ts';
import { FactField, fieldId } from '../wizard/FactField.tsx';
import { NextSteps, passable } from '../wizard/NextSteps.tsx';
import { factsOf, problemsOf } from '../wizard/stepFacts.ts';
import { VerdictCard } from '../wizard/VerdictCard.tsx';
import classes from './DiagnosisPage.module.css';
import { chooseSymptom, diagnose, openStep, stopDiagnosis, useDiagnosis } from './diagnosisStore.ts';

/** One question, the whole way of the mail, one answer. */
export function DiagnosisPage() {
  const { t, say } = useWords();
  const { entered, sourceKind, servers, reported: symptom } = useCase();
  const { running, outcome } = useDiagnosis();
  const [attempted, setAttempted] = useState(false);
  const [left, setLeft] = useState<ReadonlySet<FactName>>(new Set());
  const isPractice = useUsesPractice();
  const isRunning = running !== null;
  const [server] = sourceKind === 'server' ? servers : [];
  const question = symptoms[symptom];
  const { fields } = question;
  const problems = problemsOf(question, entered);

  const start = (): void => {
    if (isRunning) return;
    setAttempted(true);
    if (server === undefined) {
      document.getElementById('diagnosis-source')?.querySelector('button')?.focus();
      return;
    }
    const [firstWrong] = fields.filter(({ fact }) => problems.has(fact));
    if (firstWrong !== undefined) {
      document.getElementById(fieldId(firstWrong.fact))?.focus();
      return;
    }
    setAttempted(false);
    void diagnose(factsOf(question, entered), { kind: 'server', servers: [server] });
  };

  return (
    <Page
      title={t('diagnosis:page.title')}
      lead={<Sentence>{t('diagnosis:page.lead')}</Sentence>}
      {...(isPractice ? { badge: <PracticeBadge /> } : {})}
    >
      <WizardHelp wizard="diagnosis" />
      <form
        noValidate
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          start();
        }}
      >
        <div id="diagnosis-source">
          <ServerSource
            problem={attempted && server === undefined ? t('diagnosis:page.needs-server') : null}
          />
        </div>
        <Card title={t('diagnosis:page.symptom')}>
          <Radio.Group
            aria-label={t('diagnosis:page.symptom')}
            value={symptom}
            onChange={(value) => {
              const chosen = symptomIds.find((id) => id === value);
              if (chosen !== undefined && !isRunning) chooseSymptom(chosen);
            }}
          >
            <div className={classes.symptoms}>
              {symptomIds.map((id) => (
                <Radio
                  key={id}
                  value={id}
                  label={t(`diagnosis:symptom.${id}.label`)}
                  description={t(`diagnosis:symptom.${id}.hint`)}
                />
              ))}
            </div>
          </Radio.Group>
        </Card>
        <Card title={t(`diagnosis:symptom.${symptom}.question`)}>
          {fields.length === 0 && <p className={classes.text}>{t('diagnosis:page.nothing-to-ask')}</p>}
          <div className={classes.fields}>
            {fields.map((field) => {
              const problem = problems.get(field.fact);
              const typed = (entered[field.fact] ?? '') !== '';
              const isShown = problem !== undefined && (attempted || (typed && left.has(field.fact)));
              return (
                <FactField
                  key={field.fact}
                  field={field}
                  value={entered[field.fact] ?? ''}
                  problem={isShown ? say(problem) : null}
                  onChange={(value) => enterFact(field.fact, value)}
                  onLeave={() => setLeft((before) => new Set(before).add(field.fact))}
                />
              );
            })}
          </div>
          <div className={classes.actions}>
            <Button
              type="submit"
              size="md"
              aria-disabled={isRunning}
              leftSection={<IconStethoscope size={18} aria-hidden />}
            >
              {t('diagnosis:page.start')}
            </Button>
            {isRunning && (
              <Button
                variant="default"
                size="md"
                leftSection={<IconPlayerStop size={16} aria-hidden />}
                onClick={() => void stopDiagnosis()}
              >
                {t('diagnosis:page.stop')}
              </Button>
            )}
          </div>
        </Card>
      </form>
      <Story isOver={outcome !== 'none'} />
    </Page>
  );
}

/** Each step as it is made, and what it all comes to. */
function Story({ isOver }: { readonly isOver: boolean }) {
  const { t, say } = useWords();
  const navigate = useNavigate();
  const { taken, running, failed, outcome } = useDiagnosis();
  const caseId = useCase((state) => state.caseId);
  const top = useRef<HTMLDivElement>(null);
  const wasOver = useRef(isOver);
  useEffect(() => {
    if (isOver && !wasOver.current) top.current?.scrollIntoView?.({ block: 'start' });
    wasOver.current = isOver;
  }, [isOver]);
  const decisive = isOver ? decisiveEntry(taken) : null;
  const conclusion = isOver ? concludeDiagnosis(taken, outcome === 'concluded') : null;
  const goTo = (step: StepName, start: boolean): void => {
    openStep(step, start);
    void navigate(paths.wizard(step.playbook));
  };
  return (
    <div ref={top} className={classes.story}>
      <VisuallyHidden role="status">
        {running !== null ? t('diagnosis:page.checking', { step: titleOf(running, say) }) : ''}
      </VisuallyHidden>
      {outcome === 'stopped' && failed === null && <Alert color="gray">{t('diagnosis:page.stopped')}</Alert>}
      {failed !== null && (
        <Alert color="red" variant="outline" role="alert" title={titleOf(failed.step, say)}>
          {t('diagnosis:page.failed', { why: say(failed.error.message) })}
        </Alert>
      )}
      {conclusion !== null && (
        <>
          <h2 className={classes.heading}>{t('diagnosis:page.conclusion')}</h2>
          <VerdictCard verdict={conclusion} />
          {decisive !== null &&
            conclusion.id === decisive.result.verdict.id &&
            decisive.result.next.some(passable) && (
              <Card title={t('wizard:next.title')}>
                <NextSteps
                  remedies={decisive.result.next}
                  steps={findPlaybook(decisive.playbook)?.steps ?? []}
                  onStep={(step) => goTo({ playbook: decisive.playbook, step }, true)}
                />
              </Card>
            )}
        </>
      )}
      {(taken.length > 0 || running !== null) && (
        <Card title={t('diagnosis:page.steps')}>
          <ol className={classes.steps}>
            {taken.map((entry) => (
              <Taken
                key={`${entry.playbook} ${entry.step}`}
                entry={entry}
                onOpen={() => goTo(entry, false)}
              />
            ))}
            {running !== null && (
              <li className={classes.step}>
                <IconLoader2 size={24} aria-hidden className={classes.turning} />
                <p className={classes.text}>
                  {t('diagnosis:page.checking', { step: titleOf(running, say) })}
                </p>
              </li>
            )}
          </ol>
        </Card>
      )}
      {isOver && taken.length > 0 && caseId !== null && (
        <div>
          <Button component={Link} to={paths.case(caseId)} variant="default" size="sm">
            {t('diagnosis:page.case')}
          </Button>
        </div>
      )}
    </div>
  );
}

type Say = ReturnType<typeof useWords>['say'];

function titleOf({ playbook, step }: StepName, say: Say): string {
  const found = findPlaybook(playbook)?.steps.find(({ id }) => id === step);
  return found === undefined ? step : say(found.title);
}

function Taken({ entry, onOpen }: { readonly entry: DiagnosisEntry; readonly onOpen: () => void }) {
  const { t, say } = useWords();
  const { verdict } = entry.result;
  return (
    <li className={classes.step}>
      <LevelIcon level={verdict.level} size={24} />
      <div className={classes.body}>
        <h3 className={classes.name}>{titleOf(entry, say)}</h3>
        <p className={classes.text}>
          <strong>{t(`status:level.${verdict.level}`)}.</strong> <Sentence>{say(verdict.because)}</Sentence>
        </p>
        <Disclosure label={t('diagnosis:page.look')}>
          {verdict.details.map((detail, index) => (
            <p key={`${detail.key} ${String(index)}`} className={classes.text}>
              <Sentence>{say(detail)}</Sentence>
            </p>
          ))}
          {verdict.evidence.length > 0 && <EvidenceLines lines={verdict.evidence} />}
          <Button size="compact-sm" variant="default" mt="xs" onClick={onOpen}>
            {t('diagnosis:page.open-step')}
          </Button>
        </Disclosure>
      </div>
    </li>
  );
}
