import { addFiles, reportFilesProblem } from '../features/wizard/caseStore.ts';
import { admitFiles, ask } from './bridge.ts';

/** Asks the user for log files; true when some were chosen or something must be said. */
export const chooseLogFiles = (): Promise<boolean> => chooseFiles('logs');

/** The same for all mail logs of a folder. */
export const chooseLogFolder = (): Promise<boolean> => chooseFiles('log-folder');

/** The same for saved outputs of commands. */
export const chooseOutputFiles = (): Promise<boolean> => chooseFiles('outputs');

async function chooseFiles(purpose: 'logs' | 'log-folder' | 'outputs'): Promise<boolean> {
  const chosen = await ask('files.choose', { purpose });
  if (!chosen.ok) {
    reportFilesProblem(chosen.error);
    return chosen.error.code !== 'cancelled';
  }
  addFiles(chosen.value);
  return chosen.value.length > 0;
}

/** Takes files that were dropped on the window. */
export async function takeDroppedFiles(files: readonly File[]): Promise<void> {
  const admitted = await admitFiles(files);
  if (admitted.ok) addFiles(admitted.value);
  else reportFilesProblem(admitted.error);
}
