import { Button } from '@mantine/core';
import { IconArrowRight, IconTrash } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { caseSubject } from '../../../../core/case/case.ts';
import type { Case, CaseEntry } from '../../../../core/case/case.ts';
import { factNames } from '../../../../core/playbook/facts.ts';
import { ask, AskFailed, askOrThrow } from '../../app/bridge.ts';
import { paths } from '../../app/paths.ts';
import { useWords } from '../../i18n/words.ts';
import { Card } from '../../ui/Card.tsx';
import { Dialog, DialogActions } from '../../ui/Dialog.tsx';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { EvidenceLines } from '../../ui/EvidenceLines.tsx';
import { LevelIcon } from '../../ui/LevelIcon.tsx';
import { Page } from '../../ui/Page.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { FactName } from '../wizard/FactName.tsx';
import { isInnerFact } from '../wizard/innerFacts.ts';
import { findOpenWizard } from '../wizard/openWizards.ts';
import { CaseNotes } from './CaseNotes.tsx';
import { CaseReport } from './CaseReport.tsx';
import classes from './Cases.module.css';
import { resumeCase } from './resumeCase.ts';

/** One case: what is known, what was checked, notes, and the report. */
export function CasePage() {
  const { t, say } = useWords();
  const { id = '' } = useParams();
  const opened = useQuery({
    queryKey: ['cases.open', id],
    staleTime: 0,
    queryFn: () => askOrThrow('cases.open', { id }),
  });
  if (opened.error !== null) {
    return (
      <Page
        title={t('cases:gone.title')}
        lead={opened.error instanceof AskFailed ? say(opened.error.error.message) : ''}
      >
        <Link to={paths.cases}>{t('cases:back')}</Link>
      </Page>
    );
  }
  if (opened.data === undefined) return null;
  return <OpenCase found={opened.data} />;
}

function OpenCase({ found }: { readonly found: Case }) {
  const { t, format } = useWords();
  const navigate = useNavigate();
  const [removing, setRemoving] = useState(false);
  const queries = useQueryClient();
  const known = factNames.flatMap((fact) => {
    const value = found.facts[fact];
    return value === undefined || isInnerFact(fact) ? [] : [{ fact, value }];
  });
  const resume = (): void => {
    void navigate(resumeCase(found));
  };
  const remove = async (): Promise<void> => {
    await ask('cases.remove', { id: found.id });
    await queries.invalidateQueries({ queryKey: ['cases.list'] });
    await navigate(paths.cases);
  };
  return (
    <Page
      about={found.id}
      title={caseSubject(found) ?? t('cases:no-subject')}
      lead={t('cases:changed', { at: format.moment(found.changedAt.replace(/\.\d+Z$/, 'Z')) })}
    >
      <div className={classes.tools}>
        <Button size="sm" rightSection={<IconArrowRight size={16} aria-hidden />} onClick={resume}>
          {t('cases:resume')}
        </Button>
        <Button
          size="sm"
          variant="default"
          leftSection={<IconTrash size={16} aria-hidden />}
          onClick={() => setRemoving(true)}
        >
          {t('cases:remove')}
        </Button>
        <Link to={paths.cases}>{t('cases:back')}</Link>
      </div>
      <div className={classes.cards}>
        {known.length > 0 && (
          <Card title={t('cases:known')}>
            <dl className={classes.facts}>
              {known.map(({ fact, value }) => (
                <div key={fact}>
                  <dt>
                    <FactName fact={fact} />
                  </dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
          </Card>
        )}
        {found.entries.length > 0 && (
          <Card title={t('cases:story')}>
            <ol className={classes.list}>
              {found.entries.map((entry, index) => (
                <Entry key={`${entry.at} ${String(index)}`} entry={entry} />
              ))}
            </ol>
          </Card>
        )}
        <CaseNotes id={found.id} start={found.notes} />
        <CaseReport found={found} />
      </div>
      {removing && (
        <Dialog title={t('cases:remove-title')} tone="warning" onCancel={() => setRemoving(false)}>
          <p className={classes.text}>{t('cases:remove-text')}</p>
          <DialogActions>
            <Button size="sm" variant="default" data-autofocus onClick={() => setRemoving(false)}>
              {t('cases:keep')}
            </Button>
            <Button size="sm" color="red" onClick={() => void remove()}>
              {t('cases:remove')}
            </Button>
          </DialogActions>
        </Dialog>
      )}
    </Page>
  );
}

function Entry({ entry }: { readonly entry: CaseEntry }) {
  const { t, say, format } = useWords();
  const { verdict, commands, source, at } = entry;
  const step = findOpenWizard(entry.playbook)?.steps.find(({ id }) => id === entry.step);
  return (
    <li className={classes.entry}>
      <LevelIcon level={verdict.level} size={24} />
      <div className={classes.body}>
        <h3 className={classes.name}>{step === undefined ? entry.step : say(step.title)}</h3>
        <p className={classes.text}>
          <strong>{t(`status:level.${verdict.level}`)}.</strong> <Sentence>{say(verdict.because)}</Sentence>
        </p>
        {verdict.details.map((detail, index) => (
          <p key={`${detail.key} ${String(index)}`} className={classes.quiet}>
            <Sentence>{say(detail)}</Sentence>
          </p>
        ))}
        <p className={classes.quiet}>
          {[format.moment(at.replace(/\.\d+Z$/, 'Z')), t('cases:source', { source })].join(' · ')}
        </p>
        {verdict.evidence.length > 0 && (
          <Disclosure label={t('wizard:evidence.show', { count: verdict.evidence.length })}>
            <EvidenceLines lines={verdict.evidence} />
          </Disclosure>
        )}
        {commands.length > 0 && (
          <Disclosure label={t('cases:commands', { count: commands.length })}>
            <pre className={classes.lines}>{commands.join('\n')}</pre>
          </Disclosure>
        )}
      </div>
    </li>
  );
}
