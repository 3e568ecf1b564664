import { Alert, Button, SegmentedControl } from '@mantine/core';
import { IconArrowRight, IconFileSearch, IconFlask2, IconServer } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { logWizardPath } from '../../app/menuCommands.ts';
import { chooseLogFiles } from '../../app/openLogs.ts';
import { paths } from '../../app/paths.ts';
import { changeSettings } from '../../app/preferences.ts';
import { languages } from '../../i18n/catalogues.ts';
import { useWords } from '../../i18n/words.ts';
import { Page } from '../../ui/Page.tsx';
import { PRACTICE, startPractice, useServers } from '../servers/serverStore.ts';
import { chooseServers } from '../wizard/caseStore.ts';
import classes from './FirstRun.module.css';

const done = () => changeSettings({ welcomed: true });

/** Instead of Home, once: the language, and three ways to begin. */
export function FirstRun() {
  const { t, say, language } = useWords();
  const navigate = useNavigate();
  const isBusy = useServers(({ busy }) => busy.includes(PRACTICE));
  const problem = useServers(({ problems }) => problems[PRACTICE]);
  const practise = async (): Promise<void> => {
    const started = await startPractice(4);
    if (started === null) return;
    chooseServers([started.profile.id]);
    await done();
  };
  const openLog = async (): Promise<void> => {
    if (!(await chooseLogFiles())) return;
    await done();
    await navigate(logWizardPath());
  };
  const connect = async (): Promise<void> => {
    await done();
    await navigate(paths.newServer);
  };
  return (
    <Page title={t('first-run:title')} lead={t('first-run:lead')}>
      <div className={classes.language}>
        <span className={classes.label} aria-hidden>
          {t('common:language.label')}
        </span>
        <SegmentedControl
          aria-label={t('common:language.label')}
          value={language}
          onChange={(value) => {
            const chosen = languages.find((one) => one === value);
            if (chosen !== undefined) void changeSettings({ language: chosen });
          }}
          data={languages.map((one) => ({ value: one, label: t(`common:language.${one}`) }))}
        />
      </div>
      <h2 className={classes.how}>{t('first-run:how')}</h2>
      <ul className={classes.ways}>
        <Way
          way="practice"
          icon={<IconFlask2 size={28} stroke={1.6} aria-hidden />}
          isBusy={isBusy}
          onChoose={practise}
        />
        <Way way="log" icon={<IconFileSearch size={28} stroke={1.6} aria-hidden />} onChoose={openLog} />
        <Way way="server" icon={<IconServer size={28} stroke={1.6} aria-hidden />} onChoose={connect} />
      </ul>
      <div role="status" className={classes.state}>
        {isBusy && t('home:practice.starting')}
      </div>
      {problem !== undefined && (
        <Alert color="red" variant="outline" role="alert">
          {say(problem.message)}
        </Alert>
      )}
      <div className={classes.skip}>
        <Button
          variant="subtle"
          px="1rem"
          onClick={() => void done()}
          rightSection={<IconArrowRight size={18} aria-hidden />}
        >
          {t('first-run:skip')}
        </Button>
        <span className={classes.later}>{t('first-run:later')}</span>
      </div>
    </Page>
  );
}

interface WayProps {
  readonly way: 'practice' | 'log' | 'server';
  readonly icon: ReactNode;
  readonly isBusy?: boolean;
  readonly onChoose: () => Promise<void>;
}

function Way({ way, icon, isBusy = false, onChoose }: WayProps) {
  const { t } = useWords();
  return (
    <li className={classes.way} data-first={way === 'practice' || undefined}>
      <span className={classes.icon}>{icon}</span>
      <h3 className={classes.title}>{t(`first-run:${way}.title`)}</h3>
      <p className={classes.text}>{t(`first-run:${way}.text`)}</p>
      <Button
        variant={way === 'practice' ? 'filled' : 'default'}
        disabled={isBusy}
        onClick={() => void onChoose()}
      >
        {t(`first-run:${way}.action`)}
      </Button>
    </li>
  );
}
