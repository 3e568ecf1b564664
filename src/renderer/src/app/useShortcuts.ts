import { useEffect } from 'react';
import { useNavigate } from 'react-router';
import { findPlaybook, playbooks } from '../../../core/playbooks/registry.ts';
import { useCase } from '../features/wizard/caseStore.ts';
import { listen } from './bridge.ts';
import { chooseLogFiles } from './openLogs.ts';
import { paths } from './paths.ts';

/** Ctrl (or Cmd) and a digit leads to a page; Settings lists them. Everything else has a visible control. */
export function useShortcuts(): void {
  const navigate = useNavigate();
  useEffect(() => {
    const targets: Readonly<Record<string, string>> = { 1: paths.home, 2: paths.glossary, 3: paths.settings };
    const onKey = (event: KeyboardEvent): void => {
      const target = targets[event.key];
      if (target === undefined || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
      event.preventDefault();
      void navigate(target);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [navigate]);
}

/** Where log files and a search belong: the wizard in use, else the first that reads logs. */
export function logWizardPath(): string {
  const { wizard, symptom } = useCase.getState();
  const current = wizard === null ? null : findPlaybook(wizard);
  const reader = [current, ...playbooks].find((playbook) =>
    playbook?.steps.some(({ acquire }) => acquire.kind === 'logs'),
  );
  return paths.wizard(reader?.id ?? 'trace', reader === current ? symptom : 'log-file');
}

/** The application menu lives in main; what it asks for happens here. */
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
            return void navigate(logWizardPath());
          case 'open-log':
            return void chooseLogFiles().then((some) => (some ? navigate(logWizardPath()) : undefined));
        }
      }),
    [navigate],
  );
}
