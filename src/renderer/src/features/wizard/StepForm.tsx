import { Alert, Button } from '@mantine/core';
import { IconEye, IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'react-router';
import type { FactName } from '../../../../core/playbook/facts.ts';
import type { Field, Playbook, Step } from '../../../../core/playbook/model.ts';
import { paths } from '../../app/paths.ts';
import { useWords } from '../../i18n/words.ts';
import { Card } from '../../ui/Card.tsx';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { HeaderPanel } from '../intake/HeaderPanel.tsx';
import { SourcePicker } from '../intake/SourcePicker.tsx';
import { PastePanel } from '../paste/PastePanel.tsx';
import { beginPaste } from '../paste/pasteRounds.ts';
import { findServer, useServers } from '../servers/serverStore.ts';
import { chosenSource, enterFact, factValue, stepKey, takeStartRequest, useCase } from './caseStore.ts';
import { CommandLines } from './CommandLines.tsx';
import { ConfirmChange } from './ConfirmChange.tsx';
import { FactField, fieldId } from './FactField.tsx';
import { RunProgress } from './RunProgress.tsx';
import { cancelStep, factsToRunWith, runStep } from './runStep.ts';
import { ShowCommands } from './ShowCommands.tsx';
import classes from './StepForm.module.css';
import { countPicked, factsOf, isPicked, pickFact, problemsOf } from './stepFacts.ts';
import { usePreview } from './usePreview.ts';

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
  const servers = useServers(({ servers: all }) => all);
  const [left, setLeft] = useState<ReadonlySet<FactName>>(new Set());
  const [attempted, setAttempted] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const change = usePreview();
  const key = stepKey(playbook.id, step.id);

  const values = Object.fromEntries(
    step.fields.map(({ fact }) => [fact, factValue(state, playbook.id, step, fact)] as const),
  );
  const question = factsOf(step, values);
  const carried = factsToRunWith(question);
  const problems = problemsOf(step, values, carried);
  const source = chosenSource(state, step, key);
  const run = state.runs[key];
  const running = run?.state === 'running';
  const readsLogs = step.acquire.kind === 'logs';
  const byHand = source?.kind === 'pasted' && !readsLogs;
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
    if (problems.size > 0) {
      const [firstWrong] = step.fields.filter(({ fact }) => problems.has(fact));
      if (firstWrong !== undefined) document.getElementById(fieldId(firstWrong.fact))?.focus();
      return;
    }
    setAttempted(false);
    const asked = { wizard: playbook.id, step: step.id, facts: question, source };
    if (step.kind === 'changes') void change.askFor(asked);
    else if (byHand) void beginPaste(asked);
    else void runStep(asked);
  };

  const isWanted = state.startRequested === key;
  useEffect(() => {
    if (isWanted && takeStartRequest(key)) form.current?.requestSubmit();
  }, [isWanted, key]);

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
  const fields = step.fields.filter((field) => !isPicked(field, carried));
  const first = fields.slice(0, FIRST_FIELDS);
  const more = fields.slice(FIRST_FIELDS);
  const hasTimes = step.fields.some(({ kind }) => kind === 'dateTime');
  const pickedIn = pickFact(step);
  const picked = pickedIn === null ? 0 : countPicked(pickedIn, carried);
  /** What is wrong with no field of this form, e.g. that nothing was chosen in a list. */
  const elsewhere = [...problems].filter(([fact]) => !step.fields.some((field) => field.fact === fact));
  const server = source?.kind === 'server' ? findServer(servers, source.servers[0]) : null;

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
        <SourcePicker
          step={step}
          problem={attempted && source === null ? t('wizard:problem.source') : null}
        />
      </div>
      <Card
        title={
          step.kind === 'changes' || step.fields.length === 0
            ? say(step.title)
            : (maybe(`wizard:ask.${playbook.id}.title`) ?? t('wizard:question'))
        }
      >
        {step.fields.some(({ required }) => !required) && step.kind === 'reads' && (
          <p className={classes.hint}>
            {maybe(`wizard:ask.${playbook.id}.hint`) ?? t('wizard:question-hint')}
          </p>
        )}
        {picked > 0 && <p className={classes.picked}>{t('wizard:picked', { count: picked })}</p>}
        {fields.length > 0 && <div className={classes.fields}>{first.map(draw)}</div>}
        {hasTimes && (
          <p className={classes.note}>
            <Sentence>{t('wizard:time-note')}</Sentence>
          </p>
        )}
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
          {readsLogs && step.fields.some(({ fact }) => fromHeaders.includes(fact)) && <HeaderPanel />}
          {step.kind === 'reads' && step.acquire.kind === 'commands' && !byHand && (
            <ShowCommands
              wizard={playbook.id}
              step={step.id}
              facts={question}
              source={source}
              isReady={problems.size === 0}
            />
          )}
        </div>
        <div className={classes.actions}>
          <Button
            type="submit"
            size="md"
            leftSection={
              step.kind === 'changes' ? (
                <IconEye size={18} aria-hidden />
              ) : (
                <IconSearch size={18} aria-hidden />
              )
            }
            aria-disabled={running}
            loading={change.state.kind === 'asking'}
          >
            {step.kind === 'changes'
              ? t('wizard:confirm.preview')
              : byHand
                ? t('paste:begin')
                : (maybe(`wizard:run.${playbook.id}`) ?? say(step.title))}
          </Button>
          <span className={classes.shortcut}>{t('wizard:run.again')}</span>
        </div>
        {attempted && wrong > 0 && (
          <div role="alert" className={classes.wrong}>
            {elsewhere.length > 0
              ? elsewhere.map(([fact, problem]) => <p key={fact}>{say(problem)}</p>)
              : t('wizard:problem.summary', { count: wrong })}
          </div>
        )}
        {change.state.kind === 'failed' && (
          <Alert color="red" variant="outline" role="alert" mt="md">
            {say(change.state.error.message)}
          </Alert>
        )}
        {change.state.kind === 'refused' && (
          <Alert color="yellow" variant="outline" role="alert" mt="md" title={t('wizard:confirm.refused')}>
            <p className={classes.refused}>
              {change.state.preview.refused === null
                ? t('wizard:confirm.needs-server')
                : say(change.state.preview.refused)}
            </p>
            <CommandLines commands={change.state.preview.commands} />
            {server !== null && !server.practice && (
              <p className={classes.refused}>
                <Link to={paths.editServer(server.profile.id)}>
                  {t('servers:edit-named', { name: server.profile.name })}
                </Link>
              </p>
            )}
          </Alert>
        )}
        {run?.state === 'running' && (
          <RunProgress
            progress={run.progress}
            startedAt={run.startedAt}
            readsLogs={readsLogs}
            onCancel={() => void cancelStep(playbook.id, step.id)}
          />
        )}
      </Card>
      {byHand && <PastePanel question={{ wizard: playbook.id, step: step.id, facts: question, source }} />}
      {change.state.kind === 'shown' && (
        <ConfirmChange
          action={say(step.title)}
          server={server?.profile.name ?? ''}
          practice={server?.practice ?? false}
          preview={change.state.preview}
          onConfirm={change.confirm}
          onCancel={change.cancel}
        />
      )}
    </form>
  );
}
