import { useEffect } from 'react';
import { useNavigate } from 'react-router';
import { useCase } from '../features/wizard/caseStore.ts';
import { logWizards } from '../features/wizard/logWizard.ts';
import { listen } from './bridge.ts';
import { chooseLogFiles } from './openLogs.ts';
import { paths } from './paths.ts';
import { showDialog } from './shownDialog.ts';

/** Where log files and a search belong: the wizard in use if it reads logs, else the one that does. */
export function logWizardPath(): string {
  const { wizard, symptom } = useCase.getState();
  if (wizard !== null && logWizards.includes(wizard)) return paths.wizard(wizard, symptom);
  return paths.wizard(logWizards[0], 'log-file');
}

/** After the page has been drawn and its heading has taken the focus. */
function focusFirstField(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>('main form input[id^="fact-"]')?.focus());
}

/** The application menu, and with it all shortcuts, lives in main; what it asks for happens here. */
export function useMenuCommands(): void {
  const navigate = useNavigate();
  useEffect(
    () =>
      listen('menu.command', ({ command }) => {
        switch (command) {
          case 'home':
            return void navigate(paths.home);
          case 'glossary':
            return void navigate(paths.glossary);
          case 'settings':
            return void navigate(paths.settings);
          case 'search':
            return showDialog('search');
          case 'shortcuts':
            return showDialog('shortcuts');
          case 'find-mail':
            return void Promise.resolve(navigate(logWizardPath())).then(focusFirstField);
          case 'open-log':
            return void chooseLogFiles().then((some) => (some ? navigate(logWizardPath()) : undefined));
        }
      }),
    [navigate],
  );
}
