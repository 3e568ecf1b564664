import { Alert } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { AskFailed, askOrThrow } from '../../app/bridge.ts';
import { paths } from '../../app/paths.ts';
import { useWords } from '../../i18n/words.ts';
import { Card } from '../../ui/Card.tsx';
import { LevelIcon } from '../../ui/LevelIcon.tsx';
import { Page } from '../../ui/Page.tsx';
import classes from './Cases.module.css';

/** Everything that was looked into, the latest first. */
export function CasesPage() {
  const { t, say, format } = useWords();
  const cases = useQuery({
    queryKey: ['cases.list'],
    staleTime: 0,
    queryFn: () => askOrThrow('cases.list', undefined),
  });
  return (
    <Page title={t('cases:title')} lead={t('cases:lead')}>
      {cases.error instanceof AskFailed && (
        <Alert color="red" variant="outline" role="alert">
          {say(cases.error.error.message)}
        </Alert>
      )}
      {cases.data?.length === 0 && (
        <Card>
          <p className={classes.text}>{t('cases:empty')}</p>
        </Card>
      )}
      <ul className={classes.list}>
        {(cases.data ?? []).map(({ id, subject, verdict, steps, changedAt }) => (
          <li key={id} className={classes.case}>
            <LevelIcon level={verdict?.level ?? 'unknown'} size={26} />
            <div className={classes.body}>
              <h2 className={classes.name}>
                <Link to={paths.case(id)} className={classes.link}>
                  {subject ?? t('cases:no-subject')}
                </Link>
              </h2>
              {verdict !== null && (
                <p className={classes.text}>
                  <strong>{t(`status:level.${verdict.level}`)}.</strong> {say(verdict.because)}
                </p>
              )}
              <p className={classes.quiet}>
                {[
                  t('cases:steps', { count: steps }),
                  t('cases:changed', { at: format.moment(changedAt.replace(/\.\d+Z$/, 'Z')) }),
                ].join(' · ')}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </Page>
  );
}
