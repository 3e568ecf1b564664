import { ActionIcon, NativeSelect, useComputedColorScheme } from '@mantine/core';
import { IconMoon, IconSearch, IconSun } from '@tabler/icons-react';
import { Suspense, useEffect } from 'react';
import { NavLink, Outlet, useLocation } from 'react-router';
import { PromptDialog } from '../features/prompts/PromptDialog.tsx';
import { followPrompts } from '../features/prompts/promptStore.ts';
import { followServers } from '../features/servers/serverStore.ts';
import { languages } from '../i18n/catalogues.ts';
import { useWords } from '../i18n/words.ts';
import { WordmarkSign } from '../ui/Wordmark.tsx';
import { AppDialogs } from './AppDialogs.tsx';
import { DropZone } from './DropZone.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { keepFocus } from './keepFocus.ts';
import { keepCase } from './keptCase.ts';
import { useMenuCommands } from './menuCommands.ts';
import { useOpenedFiles } from './openedFiles.ts';
import { paths } from './paths.ts';
import { Notices } from './Notices.tsx';
import { changeSettings } from './preferences.ts';
import { showDialog, useDialogKeys } from './shownDialog.ts';
import classes from './Shell.module.css';

const CONTENT = 'content';

/** Frame of the window: name, ways to the pages, language and colours; the page below, guarded. */
export function Shell() {
  useMenuCommands();
  useEffect(followServers, []);
  useEffect(followPrompts, []);
  useEffect(keepCase, []);
  useEffect(keepFocus, []);
  useOpenedFiles();
  useDialogKeys();
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
          <SearchButton />
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
      </header>
      <main id={CONTENT} tabIndex={-1} className={classes.main}>
        <Notices />
        <ErrorBoundary resetKey={pathname}>
          <Suspense>
            <Outlet />
          </Suspense>
        </ErrorBoundary>
      </main>
      <DropZone />
      <AppDialogs />
      <PromptDialog />
    </>
  );
}

function SearchButton() {
  const { t } = useWords();
  return (
    <ActionIcon
      variant="transparent"
      size="lg"
      className={classes.theme ?? ''}
      aria-label={t('search:title')}
      aria-keyshortcuts="Control+K"
      title={`${t('search:title')} (${t('help:key.ctrl')}+K)`}
      onClick={() => showDialog('search')}
    >
      <IconSearch size={20} aria-hidden />
    </ActionIcon>
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
