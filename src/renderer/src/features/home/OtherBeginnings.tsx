import { Alert, Button, NativeSelect } from '@mantine/core';
import { IconArrowRight, IconFlask2, IconFolderOpen, IconServer, IconStethoscope } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { exercises } from '../../../../core/practice/exercises.ts';
import type { Exercise } from '../../../../core/practice/exercises.ts';
import { paths } from '../../app/paths.ts';
import { useWords } from '../../i18n/words.ts';
import { PracticeBadge } from '../servers/PracticeBadge.tsx';
import { PRACTICE, startPractice, useServers } from '../servers/serverStore.ts';
import { useUsesPractice } from '../servers/useUsesPractice.ts';
import { chooseServers } from '../wizard/caseStore.ts';
import classes from './HomePage.module.css';

/** Beginnings that are no symptom: check everything, servers, earlier cases, practise. */
export function OtherBeginnings() {
  const { t } = useWords();
  return (
    <section aria-labelledby="other-beginnings">
      <h2 id="other-beginnings" className={classes.more}>
        {t('home:more')}
      </h2>
      <ul className={classes.cards}>
        <Beginning
          to={paths.diagnosis}
          icon={<IconStethoscope size={26} stroke={1.6} aria-hidden />}
          title={t('home:diagnosis.title')}
          text={t('home:diagnosis.text')}
        />
        <Beginning
          to={paths.servers}
          icon={<IconServer size={26} stroke={1.6} aria-hidden />}
          title={t('home:servers.title')}
          text={t('home:servers.text')}
        />
        <Beginning
          to={paths.cases}
          icon={<IconFolderOpen size={26} stroke={1.6} aria-hidden />}
          title={t('home:cases.title')}
          text={t('home:cases.text')}
        />
        <Practice />
      </ul>
    </section>
  );
}

interface BeginningProps {
  readonly to: string;
  readonly icon: ReactNode;
  readonly title: string;
  readonly text: string;
}

function Beginning({ to, icon, title, text }: BeginningProps) {
  const { t } = useWords();
  return (
    <li className={classes.card} data-small>
      <span className={classes.icon}>{icon}</span>
      <h3 className={classes.title}>
        <Link className={classes.link} to={to}>
          {title}
        </Link>
      </h3>
      <p className={classes.text}>{text}</p>
      <span className={classes.start} aria-hidden>
        {t('home:open')} <IconArrowRight size={18} />
      </span>
    </li>
  );
}

/** One click: the simulated server starts and is what all checks ask from then on. */
function Practice() {
  const { t, say } = useWords();
  const isBusy = useServers(({ busy }) => busy.includes(PRACTICE));
  const problem = useServers(({ problems }) => problems[PRACTICE]);
  const isUsed = useUsesPractice();
  const [exercise, setExercise] = useState<Exercise | null>(null);
  const start = async (blueMind: 4 | 5): Promise<void> => {
    const started = await startPractice(blueMind, exercise);
    if (started !== null) chooseServers([started.profile.id]);
  };
  return (
    <li className={`${classes.card ?? ''} ${classes.practice ?? ''}`} data-small>
      <div className={classes.about}>
        <span className={classes.icon}>
          <IconFlask2 size={26} stroke={1.6} aria-hidden />
        </span>
        <h3 className={classes.title}>{t('home:practice.title')}</h3>
        <p className={classes.text}>{t('home:practice.text')}</p>
      </div>
      <div className={classes.exercise}>
        <NativeSelect
          label={t('practice:exercise.label')}
          value={exercise ?? ''}
          onChange={({ currentTarget }) =>
            setExercise(exercises.find((one) => one === currentTarget.value) ?? null)
          }
          data={[
            { value: '', label: t('practice:exercise.none') },
            ...exercises.map((id) => ({ value: id, label: t(`practice:exercise.${id}`) })),
          ]}
        />
        {exercise !== null && <p className={classes.exerciseText}>{t(`practice:exercise.${exercise}`)}</p>}
        <div className={classes.editions}>
          {([4, 5] as const).map((major) => (
            <Button
              key={major}
              size="sm"
              variant={major === 4 ? 'filled' : 'default'}
              disabled={isBusy}
              onClick={() => void start(major)}
            >
              {t(`home:practice.start-${major}`)}
            </Button>
          ))}
        </div>
        <div role="status" className={classes.practiceState}>
          {isBusy && t('home:practice.starting')}
          {!isBusy && isUsed && (
            <>
              <PracticeBadge /> {t('home:practice.running')}
            </>
          )}
        </div>
        {problem !== undefined && (
          <Alert color="red" variant="outline" role="alert">
            {say(problem.message)}
          </Alert>
        )}
      </div>
    </li>
  );
}
