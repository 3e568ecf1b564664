import { Button, Group } from '@mantine/core';
import { useNavigate } from 'react-router';
import { useWords } from '../i18n/words.ts';
import { Card } from '../ui/Card.tsx';
import { CopyText } from '../ui/CopyText.tsx';
import { Disclosure } from '../ui/Disclosure.tsx';
import { Page } from '../ui/Page.tsx';
import { paths } from './paths.ts';

interface PageFailedProps {
  readonly error: Error;
  readonly onAgain: () => void;
}

/** Instead of a page that broke: what to do, and that nothing is lost. */
export function PageFailed({ error, onAgain }: PageFailedProps) {
  const { t } = useWords();
  const navigate = useNavigate();
  const detail = error.stack ?? error.message;
  return (
    <Page title={t('common:error.title')} lead={t('common:error.kept')}>
      <Card>
        <Group mb="md">
          <Button onClick={onAgain}>{t('common:error.again')}</Button>
          <Button variant="default" onClick={() => void navigate(paths.home)}>
            {t('common:back-home')}
          </Button>
        </Group>
        <Disclosure label={t('common:error.detail')}>
          <pre style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{detail}</pre>
          <CopyText text={detail} what={t('common:error.detail')} />
        </Disclosure>
      </Card>
    </Page>
  );
}
