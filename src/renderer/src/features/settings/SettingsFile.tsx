import { Alert, Button } from '@mantine/core';
import { useState } from 'react';
import type { Message } from '../../../../core/message.ts';
import type { Settings } from '../../../../shared/settings.ts';
import { ask } from '../../app/bridge.ts';
import { changeSettings, takeSettings, usePreferences } from '../../app/preferences.ts';
import { useWords } from '../../i18n/words.ts';
import classes from './SettingsPage.module.css';
import { SettingsSection } from './SettingsSection.tsx';

type Outcome =
  | { readonly kind: 'saved'; readonly name: string }
  | { readonly kind: 'taken'; readonly before: Settings }
  | { readonly kind: 'failed'; readonly message: Message };

/** Settings to take along to another computer, and back. */
export function SettingsFile() {
  const { t, say } = useWords();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const save = async (): Promise<void> => {
    const saved = await ask('settings.exportFile', undefined);
    if (!saved.ok) setOutcome({ kind: 'failed', message: saved.error.message });
    else setOutcome(saved.value === null ? null : { kind: 'saved', name: saved.value });
  };
  const load = async (): Promise<void> => {
    const before = usePreferences.getState().settings;
    const loaded = await ask('settings.importFile', undefined);
    if (!loaded.ok) return setOutcome({ kind: 'failed', message: loaded.error.message });
    if (loaded.value === null) return setOutcome(null);
    await takeSettings(loaded.value);
    setOutcome({ kind: 'taken', before });
  };
  const undo = async (before: Settings): Promise<void> => {
    await changeSettings(before);
    setOutcome(null);
  };
  return (
    <SettingsSection name="file">
      <div className={classes.actions}>
        <Button variant="default" onClick={() => void save()}>
          {t('settings:file.save')}
        </Button>
        <Button variant="default" onClick={() => void load()}>
          {t('settings:file.load')}
        </Button>
      </div>
      <div role="status" className={classes.outcome}>
        {outcome?.kind === 'saved' && t('common:saved', { name: outcome.name })}
        {outcome?.kind === 'taken' && (
          <>
            {t('settings:file.taken')}{' '}
            <Button variant="default" size="compact-sm" onClick={() => void undo(outcome.before)}>
              {t('common:undo')}
            </Button>
          </>
        )}
      </div>
      {outcome?.kind === 'failed' && (
        <Alert color="red" variant="outline" role="alert">
          {say(outcome.message)}
        </Alert>
      )}
    </SettingsSection>
  );
}
