import { ActionIcon, Alert, Button, NativeSelect, useComputedColorScheme } from '@mantine/core';
import { IconMoon, IconSun } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { NavLink, Outlet, useLocation } from 'react-router';
import { PromptDialog } from '../features/prompts/PromptDialog.tsx';
import { followPrompts } from '../features/prompts/promptStore.ts';
import { followServers } from '../features/servers/serverStore.ts';
import { languages } from '../i18n/catalogues.ts';
import { useWords } from '../i18n/words.ts';
import { WordmarkSign } from '../ui/Wordmark.tsx';
import { DropZone } from './DropZone.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { useMenuCommands } from './menuCommands.ts';
import { paths } from './paths.ts';
import { changeSettings, usePreferences } from './preferences.ts';
import classes from './Shell.module.css';

const CONTENT = 'content';

/** Frame of the window: name, ways to the pages, language and colours; the page below, guarded. */
export function Shell() {
  useMenuCommands();
  useEffect(followServers, []);
  useEffect(followPrompts, []);
  const { t } = useWords();
  const { pathname } = useLocation();
  return (
    <>
      <a
        className={classes.skip}
        href={`#${CONTENT}`}
        onClick={(event) => {
          // The hash is the router's; the jump is made by hand.
          event.preventDefault();
          document.getElementById(CONTENT)?.focus();
        }}
      >
        {t('common:skip')}
      </a>
      <header className={classes.header}>
        <div className={classes.brand}>
          <WordmarkSign />
          <span className={classes.name}>{t('common:app.name')}</span>
        </div>
        <nav aria-label={t('common:nav.label')} className={classes.nav}>
          <NavLink to={paths.home} end className={classes.link ?? ''}>
            {t('common:nav.home')}
          </NavLink>
          <NavLink to={paths.servers} className={classes.link ?? ''}>
            {t('common:nav.servers')}
          </NavLink>
          <NavLink to={paths.cases} className={classes.link ?? ''}>
            {t('common:nav.cases')}
          </NavLink>
          <NavLink to={paths.glossary} className={classes.link ?? ''}>
            {t('common:nav.glossary')}
          </NavLink>
          <NavLink to={paths.settings} className={classes.link ?? ''}>
            {t('common:nav.settings')}
          </NavLink>
        </nav>
        <div className={classes.switches}>
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
      </header>
      <main id={CONTENT} tabIndex={-1} className={classes.main}>
        <Notices />
        <ErrorBoundary resetKey={pathname}>
          <Outlet />
        </ErrorBoundary>
      </main>
      <DropZone />
      <PromptDialog />
    </>
  );
}

function LanguageSwitch() {
  const { t, language } = useWords();
  return (
    <NativeSelect
      size="xs"
      aria-label={t('common:language.label')}
      className={classes.language ?? ''}
      value={language}
      onChange={({ currentTarget }) => {
        const chosen = languages.find((one) => one === currentTarget.value);
        if (chosen !== undefined) void changeSettings({ language: chosen });
      }}
      data={languages.map((one) => ({ value: one, label: t(`common:language.${one}`) }))}
    />
  );
}

function ThemeSwitch() {
  const { t } = useWords();
  const isDark = useComputedColorScheme('light') === 'dark';
  const label = t(isDark ? 'common:theme.to-light' : 'common:theme.to-dark');
  return (
    <ActionIcon
      variant="transparent"
      size="lg"
      className={classes.theme ?? ''}
      aria-label={label}
      title={label}
      onClick={() => void changeSettings({ theme: isDark ? 'light' : 'dark' })}
    >
      {isDark ? <IconSun size={20} aria-hidden /> : <IconMoon size={20} aria-hidden />}
    </ActionIcon>
  );
}

/** What concerns the whole app and not one page. */
function Notices() {
  const { t, say } = useWords();
  const damaged = usePreferences(({ app }) => app?.damagedStore ?? null);
  const notSaved = usePreferences((state) => state.notSaved);
  const [seen, setSeen] = useState(false);
  return (
    <div className={classes.notices}>
      {damaged !== null && !seen && (
        <Alert color="yellow" variant="outline" role="status">
          <p className={classes.notice}>{t('common:damaged-store', { file: damaged })}</p>
          <Button size="compact-sm" variant="default" onClick={() => setSeen(true)}>
            {t('common:dismiss')}
          </Button>
        </Alert>
      )}
      {notSaved !== null && (
        <Alert color="yellow" variant="outline" role="status">
          {t('common:error.not-saved')} {say(notSaved.message)}
        </Alert>
      )}
    </div>
  );
}
