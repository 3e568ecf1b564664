import { IconArrowRight, IconChartBar, IconMailSearch } from '@tabler/icons-react';
import { Link } from 'react-router';
import { paths } from '../../app/paths.ts';
import { useWords } from '../../i18n/words.ts';
import { Page } from '../../ui/Page.tsx';
import classes from './HomePage.module.css';

const ways = [
  { id: 'one-mail', to: paths.wizard('trace', 'log-file'), icon: IconMailSearch },
  { id: 'whole-log', to: paths.overview, icon: IconChartBar },
] as const;

/** Somebody has a log: is it about one mail, or about all of them? */
export function LogFilePage() {
  const { t } = useWords();
  return (
    <Page title={t('home:symptom.log-file.title')} lead={t('home:log-file.lead')}>
      <ul className={classes.cards}>
        {ways.map(({ id, to, icon: Icon }) => (
          <li key={id} className={classes.card}>
            <span className={classes.icon}>
              <Icon size={30} stroke={1.6} aria-hidden />
            </span>
            <h2 className={classes.title}>
              <Link className={classes.link} to={to}>
                {t(`home:log-file.${id}.title`)}
              </Link>
            </h2>
            <p className={classes.text}>{t(`home:log-file.${id}.text`)}</p>
            <span className={classes.start} aria-hidden>
              {t('home:start')} <IconArrowRight size={18} />
            </span>
          </li>
        ))}
      </ul>
    </Page>
  );
}
