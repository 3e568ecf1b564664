import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { ask } from '../../app/bridge.ts';
import { useWords } from '../../i18n/words.ts';
import { CopyText } from '../../ui/CopyText.tsx';
import { Dialog, DialogActions } from '../../ui/Dialog.tsx';
import { SaveText } from '../../ui/SaveText.tsx';
import classes from './SettingsPage.module.css';
import { SettingsSection } from './SettingsSection.tsx';

/** What support needs to know, read by the user before anything is saved. */
export function TroubleReport() {
  const { t } = useWords();
  const [report, setReport] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);
  const collect = async (): Promise<void> => {
    const answer = await ask('trouble.report', undefined);
    setFailed(!answer.ok);
    if (answer.ok) setReport(answer.value);
  };
  return (
    <SettingsSection name="trouble">
      <Button variant="default" onClick={() => void collect()}>
        {t('settings:trouble.show')}
      </Button>
      {failed && <p role="alert">{t('errors:internal')}</p>}
      {report !== null && (
        <Dialog title={t('settings:trouble.dialog')} onCancel={() => setReport(null)} wide>
          <p className={classes.about}>{t('settings:trouble.read-first')}</p>
          <Textarea
            aria-label={t('settings:trouble.dialog')}
            readOnly
            rows={14}
            value={report}
            classNames={{ input: classes.report ?? '' }}
            data-autofocus
          />
          <DialogActions>
            <CopyText text={report} what={t('settings:trouble.dialog')} />
            <SaveText
              text={report}
              label={t('settings:trouble.save')}
              suggestedName="MailTriage-report.txt"
            />
            <Button size="sm" onClick={() => setReport(null)}>
              {t('settings:trouble.close')}
            </Button>
          </DialogActions>
        </Dialog>
      )}
    </SettingsSection>
  );
}
