import { NativeSelect } from '@mantine/core';
import { changeSettings, usePreferences } from '../../app/preferences.ts';
import { useWords } from '../../i18n/words.ts';
import classes from './SettingsPage.module.css';
import { SettingsSection } from './SettingsSection.tsx';

const offeredDays: readonly number[] = [30, 90, 180, 365, 730];

/** How long cases and the record of commands are kept. */
export function KeepSettings() {
  const { t } = useWords();
  const { keepCasesDays, keepAuditDays } = usePreferences((state) => state.settings);
  return (
    <SettingsSection name="keep">
      <div className={classes.fields}>
        <Days
          label={t('settings:keep.cases')}
          days={keepCasesDays}
          onChoose={(days) => void changeSettings({ keepCasesDays: days })}
        />
        <Days
          label={t('settings:keep.audit')}
          days={keepAuditDays}
          onChoose={(days) => void changeSettings({ keepAuditDays: days })}
        />
      </div>
      {(keepCasesDays !== null || keepAuditDays !== null) && (
        <p className={classes.consequence} role="status">
          {t('settings:keep.consequence')}
        </p>
      )}
    </SettingsSection>
  );
}

interface DaysProps {
  readonly label: string;
  /** null: for good. */
  readonly days: number | null;
  readonly onChoose: (days: number | null) => void;
}

function Days({ label, days, onChoose }: DaysProps) {
  const { t } = useWords();
  // A file of settings may say any number of days.
  const choices = [...new Set([...offeredDays, ...(days === null ? [] : [days])])].sort((a, b) => a - b);
  return (
    <NativeSelect
      label={label}
      value={days === null ? '' : String(days)}
      onChange={({ currentTarget }) =>
        onChoose(currentTarget.value === '' ? null : Number(currentTarget.value))
      }
      data={[
        { value: '', label: t('settings:keep.for-good') },
        ...choices.map((count) => ({ value: String(count), label: t('settings:keep.days', { count }) })),
      ]}
    />
  );
}
