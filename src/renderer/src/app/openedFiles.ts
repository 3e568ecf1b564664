import { useEffect } from 'react';
import { useNavigate } from 'react-router';
import { addFiles, reportFilesProblem } from '../features/wizard/caseStore.ts';
import { ask, listen } from './bridge.ts';
import { logWizardPath } from './menuCommands.ts';

/** Log files handed to the app from outside lead to the check that reads logs. */
export function useOpenedFiles(): void {
  const navigate = useNavigate();
  useEffect(() => {
    const take = async (): Promise<void> => {
      const opened = await ask('files.takeOpened', undefined);
      if (!opened.ok) return;
      const { files, problem } = opened.value;
      if (files.length === 0 && problem === null) return;
      addFiles(files);
      if (problem !== null) reportFilesProblem({ code: 'unreadable-input', message: problem });
      await navigate(logWizardPath());
    };
    void take();
    return listen('files.opened', () => void take());
  }, [navigate]);
}
