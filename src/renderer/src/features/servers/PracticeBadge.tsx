import { IconFlask2 } from '@tabler/icons-react';
import { useWords } from '../../i18n/words.ts';
import classes from './PracticeBadge.module.css';

/** Stands wherever something comes from the simulated server, so that nobody takes it for a real one. */
export function PracticeBadge() {
  const { t } = useWords();
  return (
    <span className={classes.badge} title={t('servers:practice.explain')}>
      <IconFlask2 size={15} aria-hidden />
      {t('servers:practice.badge')}
    </span>
  );
}
