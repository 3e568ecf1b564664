import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { settingsSchema } from '../../../../shared/settings.ts';
import { ask } from '../../app/bridge.ts';
import { changeSettings, usePreferences } from '../../app/preferences.ts';
import { useWords } from '../../i18n/words.ts';
import classes from './SettingsPage.module.css';
import { Choices, SettingsSection } from './SettingsSection.tsx';

const accesses = ['read-only', 'changes-allowed'] as const;

/** What new servers begin with, and where logs lie. */
export function ServerSettings() {
  const { t } = useWords();
  const settings = usePreferences((state) => state.settings);
  return (
    <>
      <SettingsSection name="new-servers">
        <Choices
          name="new-servers"
          value={settings.newServerAccess}
          options={accesses.map((one) => ({
            value: one,
            label: t(`settings:new-servers.${one}`),
            about: t(`settings:new-servers.${one}-text`),
          }))}
          onChoose={(newServerAccess) => void changeSettings({ newServerAccess })}
        />
      </SettingsSection>
      <SettingsSection name="log-places">
        <LogFolder />
        <ServerLogPaths key={settings.serverLogPaths.join('\n')} />
      </SettingsSection>
    </>
  );
}

function LogFolder() {
  const { t } = useWords();
  const folder = usePreferences((state) => state.settings.logFolder);
  const choose = async (): Promise<void> => {
    const chosen = await ask('settings.chooseLogFolder', undefined);
    if (chosen.ok && chosen.value !== null) await changeSettings({ logFolder: chosen.value });
  };
  return (
    <div className={classes.place}>
      <p className={classes.placeName}>
        <strong>{t('settings:log-places.folder')}</strong>
        <br />
        {folder === null ? t('settings:log-places.folder-last') : <code>{folder}</code>}
      </p>
      <Button variant="default" size="sm" onClick={() => void choose()}>
        {t('settings:log-places.choose')}
      </Button>
      {folder !== null && (
        <Button variant="subtle" size="sm" onClick={() => void changeSettings({ logFolder: null })}>
          {t('settings:log-places.forget')}
        </Button>
      )}
    </div>
  );
}

/** Stored when the field is left: half a path is no path. */
function ServerLogPaths() {
  const { t } = useWords();
  const stored = usePreferences((state) => state.settings.serverLogPaths);
  const [text, setText] = useState(stored.join('\n'));
  const [isWrong, setIsWrong] = useState(false);
  const store = (): void => {
    const paths = text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    const checked = settingsSchema.shape.serverLogPaths.safeParse(paths);
    setIsWrong(!checked.success);
    if (checked.success && paths.join('\n') !== stored.join('\n'))
      void changeSettings({ serverLogPaths: checked.data });
  };
  return (
    <Textarea
      label={t('settings:log-places.servers')}
      description={t('settings:log-places.servers-text')}
      placeholder="/var/log/mail.log"
      rows={2}
      resize="vertical"
      value={text}
      error={isWrong ? t('settings:log-places.wrong') : undefined}
      onChange={({ currentTarget }) => setText(currentTarget.value)}
      onBlur={store}
    />
  );
}
