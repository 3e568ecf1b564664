import { Alert, Button } from '@mantine/core';
import { useEffect } from 'react';
import { useWords } from '../i18n/words.ts';
import { dismissNotice, followNotices, useNotices } from './noticeStore.ts';
import { usePreferences } from './preferences.ts';
import classes from './Notices.module.css';

/** What concerns the whole app and not one page. Each stays until it is understood. */
export function Notices() {
  const { t, say } = useWords();
  const open = useNotices((state) => state.open);
  const notSaved = usePreferences((state) => state.notSaved);
  useEffect(followNotices, []);
  return (
    <div className={classes.notices} role="status" aria-label={t('common:notices')}>
      {open.map(({ id, level, message }) => (
        <Alert
          key={id}
          color={level === 'warning' ? 'yellow' : 'petrol'}
          variant="outline"
          role="presentation"
        >
          <div className={classes.notice}>
            <p>{say(message)}</p>
            <Button size="compact-sm" variant="default" onClick={() => void dismissNotice(id)}>
              {t('common:dismiss')}
            </Button>
          </div>
        </Alert>
      ))}
      {notSaved !== null && (
        <Alert color="yellow" variant="outline" role="presentation">
          {t('common:error.not-saved')} {say(notSaved.message)}
        </Alert>
      )}
    </div>
  );
}
