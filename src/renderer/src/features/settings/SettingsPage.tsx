import { Kbd, Radio } from '@mantine/core';
import { changeSettings, systemLanguage, usePreferences } from '../../app/preferences.ts';
import { languages } from '../../i18n/catalogues.ts';
import { useWords } from '../../i18n/words.ts';
import { Card } from '../../ui/Card.tsx';
import { Page } from '../../ui/Page.tsx';
import classes from './SettingsPage.module.css';

const themes = ['system', 'light', 'dark'] as const;

export function SettingsPage() {
  const { t } = useWords();
  const { settings, app } = usePreferences();
  const system = t(`common:language.${systemLanguage(app)}`);
  return (
    <Page title={t('settings:title')} lead={t('settings:lead')}>
      <div className={classes.cards}>
        <Card>
          <Radio.Group
            label={t('settings:language.title')}
            description={t('settings:language.text')}
            classNames={{ label: classes.label ?? '' }}
            value={settings.language ?? 'system'}
            onChange={(value) => {
              void changeSettings({ language: languages.find((one) => one === value) ?? null });
            }}
          >
            <div className={classes.choices}>
              <Radio value="system" label={t('common:language.system', { name: system })} />
              {languages.map((language) => (
                <Radio key={language} value={language} label={t(`common:language.${language}`)} />
              ))}
            </div>
          </Radio.Group>
        </Card>
        <Card>
          <Radio.Group
            label={t('settings:theme.title')}
            description={t('settings:theme.text')}
            classNames={{ label: classes.label ?? '' }}
            value={settings.theme}
            onChange={(value) => {
              void changeSettings({ theme: themes.find((one) => one === value) ?? 'system' });
            }}
          >
            <div className={classes.choices}>
              {themes.map((theme) => (
                <Radio key={theme} value={theme} label={t(`common:theme.${theme}`)} />
              ))}
            </div>
          </Radio.Group>
        </Card>
        <Keyboard />
        {app !== null && (
          <Card title={t('settings:about.title')} quiet>
            <p className={classes.about}>{t('settings:about.version', { version: app.version })}</p>
            <p className={classes.about}>
              {t('settings:about.electron', { version: app.electron, platform: app.platform })}
            </p>
          </Card>
        )}
      </div>
    </Page>
  );
}

const shortcuts = [
  { effect: 'home', keys: ['alt', 'home'] },
  { effect: 'open', keys: ['ctrl', 'O'] },
  { effect: 'search', keys: ['ctrl', 'F'] },
  { effect: 'glossary', keys: ['F1'] },
  { effect: 'settings', keys: ['ctrl', ','] },
  { effect: 'run', keys: ['ctrl', 'enter'] },
  { effect: 'close', keys: ['escape'] },
] as const;

function Keyboard() {
  const { t, maybe } = useWords();
  return (
    <Card title={t('settings:keyboard.title')}>
      <p className={classes.text}>{t('settings:keyboard.text')}</p>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('settings:keyboard.key')}</th>
            <th scope="col">{t('settings:keyboard.effect')}</th>
          </tr>
        </thead>
        <tbody>
          {shortcuts.map(({ effect, keys }) => (
            <tr key={effect}>
              <td className={classes.keys}>
                {keys.map((key) => (
                  <Kbd key={key}>{maybe(`settings:key.${key}`) ?? key}</Kbd>
                ))}
              </td>
              <td>{t(`settings:keyboard.${effect}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
