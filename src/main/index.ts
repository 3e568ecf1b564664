import { join } from 'node:path';
import { app, dialog, Menu, session } from 'electron';
import type { BrowserWindow } from 'electron';
import { runCommandLine } from './commandLine.ts';
import { commandLineWords } from './commandLineWords.ts';
import { openCallChannel } from './ipc/register.ts';
import { registerAppScheme, serveApp } from './protocol.ts';
import type { SecondStart } from './secondStart.ts';
import { confineContents } from './security/navigation.ts';
import { confineSession } from './security/session.ts';
import type { RunningApp } from './startApp.ts';
import { readStartOptions } from './startOptions.ts';
import { openWindow } from './window.ts';

/*
 * What has to happen before the window opens, and no more: Chromium needs a while to start the window's own process,
 * time in which `startApp.ts` and all that hangs on it are read. Whatever is imported here delays the window.
 */

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
// Electron would make a menu of its own, in English, before ours is there.
Menu.setApplicationMenu(null);

const thisStart: SecondStart = { argv: process.argv, workingFolder: process.cwd() };

// Two of us would write the same settings; the second one shows the window of the first, with the files it was given.
if (app.requestSingleInstanceLock(thisStart)) {
  const starting = app.whenReady().then(start);
  const whenRunning = (use: (running: RunningApp) => void): void => void starting.then(use, () => undefined);
  // Before the app is ready macOS may name files already.
  app.on('open-file', (event, path) => {
    event.preventDefault();
    whenRunning(({ openFiles }) => openFiles([path]));
  });
  app.on('second-instance', (_event, _argv, _folder, handed) =>
    whenRunning(({ startedAgain }) => startedAgain(handed)),
  );
  app.on('activate', () => whenRunning(({ showWindow }) => showWindow()));
  starting.catch(async (error: unknown) => {
    const { log } = await import('./log.ts');
    log.error('could not start', error);
    // Without a window there is nobody to tell but the system's own box; staying would look like nothing happened.
    dialog.showErrorBox('MailTriage', error instanceof Error ? error.message : String(error));
    app.exit(1);
  });
} else {
  app.quit();
}

/** Opens the window, then reads and starts the rest of main while the window comes up. */
async function start(): Promise<RunningApp> {
  const ownContents = new Set<number>();
  const open = (): BrowserWindow => {
    const window = openWindow(join(import.meta.dirname, '../preload/index.cjs'));
    const { id } = window.webContents;
    ownContents.add(id);
    window.once('closed', () => ownContents.delete(id));
    return window;
  };
  confineSession(session.defaultSession);
  serveApp(session.defaultSession, join(import.meta.dirname, '../renderer'));
  const answerCalls = openCallChannel(ownContents);
  const firstWindow = open();
  const { startApp } = await import('./startApp.ts');
  return startApp({ options, ownWords, firstWindow, openWindow: open, answerCalls });
}
