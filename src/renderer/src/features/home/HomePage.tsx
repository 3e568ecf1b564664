import { IconArrowRight, IconShieldCheck } from '@tabler/icons-react';
import { Suspense } from 'react';
import { Link } from 'react-router';
import { CarryOn } from '../../app/pages.tsx';
import { paths } from '../../app/paths.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useWords } from '../../i18n/words.ts';
import { Page } from '../../ui/Page.tsx';
import { FirstRun } from '../firstRun/FirstRun.tsx';
import { useCase } from '../wizard/caseStore.ts';
import classes from './HomePage.module.css';
import { OtherBeginnings } from './OtherBeginnings.tsx';
import { symptoms } from './symptoms.ts';

/** The start: what people say when mail goes wrong, in their words. */
export function HomePage() {
  const { t } = useWords();
  const isWelcomed = usePreferences(({ settings }) => settings.welcomed);
  const isBegun = useCase(
    ({ wizard, entered, runs }) =>
      wizard !== null &&
      (Object.values(entered).some((value) => value !== '') || Object.keys(runs).length > 0),
  );
  if (!isWelcomed) return <FirstRun />;
  return (
    <Page title={t('home:title')} lead={t('home:lead')}>
      {isBegun && (
        <Suspense>
          <CarryOn />
        </Suspense>
      )}
      <ul className={classes.cards}>
        {symptoms.map(({ id, wizard, choice, icon: Icon }) => (
          <li key={id} className={classes.card}>
            <span className={classes.icon}>
              <Icon size={30} stroke={1.6} aria-hidden />
            </span>
            <h2 className={classes.title}>
              <Link className={classes.link} to={choice ?? paths.wizard(wizard, id)}>
                {t(`home:symptom.${id}.title`)}
              </Link>
            </h2>
            <p className={classes.text}>{t(`home:symptom.${id}.text`)}</p>
            <span className={classes.start} aria-hidden>
              {t('home:start')} <IconArrowRight size={18} />
            </span>
          </li>
        ))}
      </ul>
      <OtherBeginnings />
      <p className={classes.promise}>
        <IconShieldCheck size={20} aria-hidden />
        {t('home:reads-only')}
      </p>
    </Page>
  );
}
