import { IconArrowRight, IconShieldCheck } from '@tabler/icons-react';
import { Link } from 'react-router';
import { paths } from '../../app/paths.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useWords } from '../../i18n/words.ts';
import { Page } from '../../ui/Page.tsx';
import { FirstRun } from '../firstRun/FirstRun.tsx';
import { useCase } from '../wizard/caseStore.ts';
import { findOpenWizard } from '../wizard/openWizards.ts';
import classes from './HomePage.module.css';
import { OtherBeginnings } from './OtherBeginnings.tsx';
import { findSymptom, symptoms } from './symptoms.ts';

/** The start: what people say when mail goes wrong, in their words. */
export function HomePage() {
  const { t } = useWords();
  const isWelcomed = usePreferences(({ settings }) => settings.welcomed);
  if (!isWelcomed) return <FirstRun />;
  return (
    <Page title={t('home:title')} lead={t('home:lead')}>
      <CarryOn />
      <ul className={classes.cards}>
        {symptoms
          .filter(({ wizard }) => findOpenWizard(wizard) !== null)
          .map(({ id, wizard, choice, icon: Icon }) => (
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

/** Only when there is something to carry on with. */
function CarryOn() {
  const { t, say } = useWords();
  const { wizard, symptom, entered, runs } = useCase();
  const playbook = findOpenWizard(wizard);
  const begun = Object.values(entered).some((value) => value !== '') || Object.keys(runs).length > 0;
  if (playbook === null || !begun) return null;
  const known = findSymptom(symptom);
  const what = known === null ? say(playbook.title) : t(`home:symptom.${known.id}.title`);
  return (
    <aside className={classes.carryOn} aria-label={t('home:continue.title')}>
      <div>
        <strong>{t('home:continue.title')}</strong>
        <p>{t('home:continue.text', { what })}</p>
      </div>
      <Link className={classes.carryOnLink} to={paths.wizard(playbook.id, symptom)}>
        {t('home:continue.action')} <IconArrowRight size={18} aria-hidden />
      </Link>
    </aside>
  );
}
