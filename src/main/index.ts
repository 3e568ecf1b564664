import { app, dialog } from 'electron';
import { z } from 'zod';
import { runCommandLine } from './commandLine.ts';
import { commandLineWords } from './commandLineWords.ts';
import { log, startLog } from './log.ts';
import { registerAppScheme } from './protocol.ts';
import { confineContents } from './security/navigation.ts';
import { startApp } from './startApp.ts';
import { readStartOptions } from './startOptions.ts';

// Unpackaged, the command line is `npm run cli`; Electron's own first argument would look like a verb.
const words = app.isPackaged ? commandLineWords(process.argv.slice(1)) : null;
if (words !== null) await runCommandLine(words);

// Unpackaged, the first word is the app's own folder.
const ownWords = app.isPackaged ? 1 : 2;
const options = readStartOptions(process.argv, process.cwd(), ownWords);
if (options.userData !== null) app.setPath('userData', options.userData);

// As root Electron runs without Chromium's sandbox or not at all; asking for both ends its helper processes.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
registerAppScheme();
app.on('web-contents-created', (_event, contents) => confineContents(contents));
app.on('window-all-closed', () => app.quit());

// What a second start hands to the first: Chromium itself changes the order of the words.
const secondStart = z.object({ argv: z.array(z.string()), workingFolder: z.string() });
const thisStart: z.infer<typeof secondStart> = { argv: process.argv, workingFolder: process.cwd() };

// Two of us would write the same settings; the second one shows the window of the first, with the files it was given.
if (app.requestSingleInstanceLock(thisStart)) {
  /** Before the app is ready macOS may name files already. */
  const early: string[] = [];
  let openFiles = (paths: readonly string[]): void => void early.push(...paths);
  app.on('open-file', (event, path) => {
    event.preventDefault();
    openFiles([path]);
  });
  startLog(app.getPath('logs'));
  process.on('uncaughtExceptionMonitor', (error) => log.error(error));
  app
    .whenReady()
    .then(() => {
      const running = startApp(options);
      openFiles = running.openFiles;
      openFiles([...options.files, ...early]);
      app.on('second-instance', (_event, _argv, _folder, handed) => {
        running.showWindow();
        const start = secondStart.safeParse(handed);
        if (!start.success) return;
        const { argv, workingFolder } = start.data;
        openFiles(readStartOptions(argv, workingFolder, ownWords).files);
      });
      app.on('activate', running.showWindow);
      running.showWindow();
    })
    .catch((error: unknown) => {
      // Without a window there is nobody to tell but the system's own box; staying would look like nothing happened.
      log.error(error);
      dialog.showErrorBox('MailTriage', error instanceof Error ? error.message : String(error));
      app.exit(1);
    });
} else {
  app.quit();
}
