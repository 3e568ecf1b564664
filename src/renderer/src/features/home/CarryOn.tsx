import { IconArrowRight } from '@tabler/icons-react';
import { Link } from 'react-router';
import { paths } from '../../app/paths.ts';
import { useWords } from '../../i18n/words.ts';
import { useCase } from '../wizard/caseStore.ts';
import { findOpenWizard } from '../wizard/openWizards.ts';
import classes from './HomePage.module.css';
import { findSymptom } from './symptoms.ts';

/** The way back to what was begun. */
export function CarryOn() {
  const { t, say } = useWords();
  const { wizard, symptom } = useCase();
  const playbook = findOpenWizard(wizard);
  if (playbook === null) return null;
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
