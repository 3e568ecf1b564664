import { changeSettings, systemLanguage, usePreferences } from '../../app/preferences.ts';
import { languages } from '../../i18n/catalogues.ts';
import { useWords } from '../../i18n/words.ts';
import { Choices, SettingsSection } from './SettingsSection.tsx';

const themes = ['system', 'light', 'dark'] as const;
const textSizes = ['normal', 'large', 'larger', 'largest'] as const;
const timeZones = ['log', 'computer', 'utc'] as const;

/** What everything looks like: language, colours, size, times. */
export function LookSettings() {
  const { t } = useWords();
  const { settings, app } = usePreferences();
  const system = t(`common:language.${systemLanguage(app)}`);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <>
      <SettingsSection name="language">
        <Choices
          name="language"
          value={settings.language ?? 'system'}
          options={[
            { value: 'system', label: t('common:language.system', { name: system }) },
            ...languages.map((one) => ({ value: one, label: t(`common:language.${one}`) })),
          ]}
          onChoose={(value) => void changeSettings({ language: value === 'system' ? null : value })}
        />
      </SettingsSection>
      <SettingsSection name="theme">
        <Choices
          name="theme"
          value={settings.theme}
          options={themes.map((one) => ({ value: one, label: t(`common:theme.${one}`) }))}
          onChoose={(theme) => void changeSettings({ theme })}
        />
      </SettingsSection>
      <SettingsSection name="text-size">
        <Choices
          name="text-size"
          value={settings.textSize}
          options={textSizes.map((one) => ({ value: one, label: t(`settings:text-size.${one}`) }))}
          onChoose={(textSize) => void changeSettings({ textSize })}
        />
      </SettingsSection>
      <SettingsSection name="time-zone">
        <Choices
          name="time-zone"
          value={settings.timeZone}
          options={timeZones.map((one) => ({ value: one, label: t(`settings:time-zone.${one}`, { zone }) }))}
          onChoose={(timeZone) => void changeSettings({ timeZone })}
        />
      </SettingsSection>
    </>
  );
}
