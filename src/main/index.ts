import { app, dialog } from 'electron';
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

const options = readStartOptions(process.argv, process.cwd());
if (options.userData !== null) app.setPath('userData', options.userData);

// As root Electron runs without Chromium's sandbox or not at all; asking for both ends its helper processes.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
registerAppScheme();
app.on('web-contents-created', (_event, contents) => confineContents(contents));
app.on('window-all-closed', () => app.quit());

// Two of us would write the same settings; the second one shows the window of the first.
if (app.requestSingleInstanceLock()) {
  startLog(app.getPath('logs'));
  process.on('uncaughtExceptionMonitor', (error) => log.error(error));
  app
    .whenReady()
    .then(() => {
      const showWindow = startApp(options);
      app.on('second-instance', showWindow);
      app.on('activate', showWindow);
      showWindow();
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
