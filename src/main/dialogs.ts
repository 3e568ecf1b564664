import { dirname, join } from 'node:path';
import { app, dialog } from 'electron';
import type { BrowserWindow } from 'electron';
import type { Dialogs } from './ipc/handlers/fileHandlers.ts';
import type { Say } from './words.ts';

/** Native dialogs in the user's language. They start where the last one ended: since Electron 43 they would not. */
export function nativeDialogs(
  window: () => BrowserWindow | null,
  say: () => Say,
  /** Where dialogs for log files always begin; null: where the last one ended. */
  logFolder: () => string | null,
): Dialogs {
  let lastFolder = app.getPath('home');
  return {
    chooseFiles: async (purpose) => {
      const words = say();
      const options: Electron.OpenDialogOptions = {
        title: words(purpose === 'outputs' ? 'menu:dialog.choose-outputs' : 'menu:dialog.choose-logs'),
        defaultPath: purpose === 'outputs' ? lastFolder : (logFolder() ?? lastFolder),
        properties: [
          purpose === 'log-folder' ? 'openDirectory' : 'openFile',
          'multiSelections',
          'showHiddenFiles',
        ],
        // Rotated logs end in anything (mail.log.1, maillog-20260301.gz): only "all files" shows them.
        filters: [{ name: words('menu:dialog.all-files'), extensions: ['*'] }],
      };
      const parent = window();
      const { canceled, filePaths } = await (parent === null
        ? dialog.showOpenDialog(options)
        : dialog.showOpenDialog(parent, options));
      const [first] = filePaths;
      if (canceled || first === undefined) return [];
      lastFolder = dirname(first);
      return filePaths;
    },
    chooseFile: async (purpose) => {
      const options: Electron.OpenDialogOptions = {
        title:
          purpose === 'settings'
            ? say()('settings:dialog.choose-file')
            : say()(`servers-main:dialog.choose-${purpose}`),
        // Private keys lie in a hidden folder.
        defaultPath: purpose === 'key' ? join(app.getPath('home'), '.ssh') : lastFolder,
        properties: ['openFile', 'showHiddenFiles'],
      };
      const parent = window();
      const { canceled, filePaths } = await (parent === null
        ? dialog.showOpenDialog(options)
        : dialog.showOpenDialog(parent, options));
      return canceled ? null : (filePaths[0] ?? null);
    },
    chooseFolder: async (now) => {
      const options: Electron.OpenDialogOptions = {
        title: say()('settings:dialog.choose-folder'),
        defaultPath: now ?? lastFolder,
        properties: ['openDirectory'],
      };
      const parent = window();
      const { canceled, filePaths } = await (parent === null
        ? dialog.showOpenDialog(options)
        : dialog.showOpenDialog(parent, options));
      return canceled ? null : (filePaths[0] ?? null);
    },
    choosePlace: async (suggestedName) => {
      const options = { title: say()('menu:dialog.save'), defaultPath: join(lastFolder, suggestedName) };
      const parent = window();
      const { canceled, filePath } = await (parent === null
        ? dialog.showSaveDialog(options)
        : dialog.showSaveDialog(parent, options));
      if (canceled || filePath === '') return null;
      lastFolder = dirname(filePath);
      return filePath;
    },
  };
}
