import { Button } from '@mantine/core';
import { usePreferences } from '../../app/preferences.ts';
import { showDialog } from '../../app/shownDialog.ts';
import { useWords } from '../../i18n/words.ts';
import { Page } from '../../ui/Page.tsx';
import { KeepSettings } from './KeepSettings.tsx';
import { LookSettings } from './LookSettings.tsx';
import { ServerSettings } from './ServerSettings.tsx';
import { SettingsFile } from './SettingsFile.tsx';
import classes from './SettingsPage.module.css';
import { SettingsSection } from './SettingsSection.tsx';
import { TroubleReport } from './TroubleReport.tsx';

export function SettingsPage() {
  const { t } = useWords();
  const app = usePreferences((state) => state.app);
  return (
    <Page title={t('settings:title')} lead={t('settings:lead')}>
      <div className={classes.cards}>
        <LookSettings />
        <ServerSettings />
        <KeepSettings />
        <SettingsFile />
        <TroubleReport />
        <SettingsSection name="offline" />
        <SettingsSection name="keyboard">
          <Button variant="default" onClick={() => showDialog('shortcuts')}>
            {t('settings:keyboard.show')}
          </Button>
        </SettingsSection>
        <SettingsSection name="about">
          {app !== null && (
            <>
              <p className={classes.about}>{t('settings:about.version', { version: app.version })}</p>
              <p className={classes.about}>
                {t('settings:about.electron', { version: app.electron, platform: app.platform })}
              </p>
            </>
          )}
        </SettingsSection>
      </div>
    </Page>
  );
}
