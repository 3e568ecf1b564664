import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { failure, success } from '../../../shared/ipc/errors.ts';
import type { Result } from '../../../shared/ipc/errors.ts';
import type { Settings } from '../../../shared/settings.ts';
import { readSettingsFile, writeSettingsFile } from '../../store/settingsFile.ts';
import type { VersionedStore } from '../../store/versionedStore.ts';
import type { Handlers } from '../answerCall.ts';
import type { Dialogs } from './fileHandlers.ts';
import { saveWhereWanted } from './saving.ts';

export interface SettingsHandlersNeeds {
  readonly settings: VersionedStore<Settings>;
  readonly dialogs: Pick<Dialogs, 'chooseFile' | 'chooseFolder' | 'choosePlace'>;
  /** Called with settings that count from now on. */
  readonly apply: (settings: Settings) => void;
}

export function settingsHandlers({
  settings,
  dialogs,
  apply,
}: SettingsHandlersNeeds): Pick<
  Handlers,
  'settings.save' | 'settings.exportFile' | 'settings.importFile' | 'settings.chooseLogFolder'
> {
  const store = (wanted: Settings): Result<Settings> => {
    try {
      settings.save(wanted);
      return success(wanted);
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      return failure({ code: 'internal', message: { key: 'errors:not-saved' }, detail });
    } finally {
      // They count even if the disk does not take them; the user is told that they will be forgotten.
      apply(wanted);
    }
  };
  return {
    'settings.save': store,
    'settings.exportFile': () =>
      saveWhereWanted(dialogs, 'MailTriage-settings.json', (path) =>
        writeFile(path, writeSettingsFile(settings.value)),
      ),
    'settings.importFile': async () => {
      const path = await dialogs.chooseFile('settings');
      return path === null ? success(null) : importFrom(path, store);
    },
    'settings.chooseLogFolder': async () => success(await dialogs.chooseFolder(settings.value.logFolder)),
  };
}

/** Nothing changes unless the whole file is good. */
async function importFrom(
  path: string,
  store: (wanted: Settings) => Result<Settings>,
): Promise<Result<Settings>> {
  const values = { file: basename(path) };
  try {
    const content = await readSettingsFile(path);
    if (content.kind === 'settings') return store(content.settings);
    return failure({
      code: 'unreadable-input',
      message: { key: `settings:import.${content.kind}`, values },
    });
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return failure({
      code: 'unreadable-input',
      message: { key: 'errors:file.unreadable', values },
      detail,
    });
  }
}
