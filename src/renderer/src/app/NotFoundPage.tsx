import { Link } from 'react-router';
import { useWords } from '../i18n/words.ts';
import { Page } from '../ui/Page.tsx';
import { paths } from './paths.ts';

export function NotFoundPage() {
  const { t } = useWords();
  return (
    <Page title={t('common:error.not-found-title')} lead={t('common:error.not-found')}>
      <Link to={paths.home}>{t('common:back-home')}</Link>
    </Page>
  );
}
