import { join } from 'node:path';
import { app, nativeTheme, session } from 'electron';
import type { BrowserWindow } from 'electron';
import { eventChannel } from '../shared/ipc/channels.ts';
import type { EventName } from '../shared/ipc/channels.ts';
import type { EventPayload, Settings } from '../shared/ipc/contract.ts';
import { JobTable } from './analysis/jobTable.ts';
import { runTrace } from './analysis/runTrace.ts';
import { nativeDialogs } from './dialogs.ts';
import { FileGrants } from './files/fileGrants.ts';
import type { Handlers } from './ipc/answerCall.ts';
import { appHandlers } from './ipc/handlers/appHandlers.ts';
import { fileHandlers } from './ipc/handlers/fileHandlers.ts';
import { wizardHandlers } from './ipc/handlers/wizardHandlers.ts';
import { notYet } from './ipc/handlers/notYet.ts';
import { ProgressBatch } from './ipc/progressBatch.ts';
import { registerCalls } from './ipc/register.ts';
import { log } from './log.ts';
import { setMenu } from './menu.ts';
import { serveApp } from './protocol.ts';
import { confineSession } from './security/session.ts';
import { openSettings } from './store/settingsStore.ts';
import { openWindow } from './window.ts';
import { pickLanguage, sayIn } from './words.ts';
import type { Say } from './words.ts';

/** Where the built parts lie, next to this file. */
const rendererFolder = join(import.meta.dirname, '../renderer');
const preload = join(import.meta.dirname, '../preload/index.cjs');

/** Puts the parts together once Electron is ready. Returns the way to show the window (again). */
export function startApp(language: string | null): () => void {
  const settings = openSettings(app.getPath('userData'), new Date());
  if (settings.damaged !== null) log.warn('settings could not be read and were set aside');
  const systemLanguage = pickLanguage([
    ...(language === null ? [] : [language]),
    app.getLocale(),
    ...app.getPreferredSystemLanguages(),
  ]);
  const say = (): Say => sayIn(settings.value.language ?? systemLanguage);

  let window: BrowserWindow | null = null;
  const ownContents = new Set<number>();
  const send = <Name extends EventName>(name: Name, payload: EventPayload<Name>): void => {
    if (window !== null && !window.isDestroyed()) window.webContents.send(eventChannel, name, payload);
  };
  const apply = ({ theme }: Settings): void => {
    nativeTheme.themeSource = theme;
    setMenu(say(), (command) => send('menu.command', { command }));
  };
  const progress = new ProgressBatch((latest) => send('job.progress', latest));
  const jobs = new JobTable();
  const grants = new FileGrants();

  confineSession(session.defaultSession);
  serveApp(session.defaultSession, rendererFolder);
  apply(settings.value);
  const about = {
    version: app.getVersion(),
    electron: process.versions.electron,
    platform: process.platform,
    systemLanguage,
  };
  const handlers = {
    ...notYet,
    ...appHandlers({ about, settings, apply }),
    ...fileHandlers(
      grants,
      nativeDialogs(() => window, say),
    ),
    ...wizardHandlers({
      jobs,
      grants,
      runTrace,
      now: () => new Date(),
      pastedLabel: () => say()('errors:label.pasted'),
      onProgress: (latest) => progress.add(latest),
      onEnd: (jobId) => progress.drop(jobId),
    }),
  } satisfies Handlers;
  registerCalls(handlers, ownContents, (what, error) => log.warn(what, error));

  return () => {
    if (window !== null) {
      if (window.isMinimized()) window.restore();
      window.focus();
      return;
    }
    window = openWindow({ preload, say });
    const { id } = window.webContents;
    ownContents.add(id);
    window.once('closed', () => {
      ownContents.delete(id);
      jobs.cancelAll();
      window = null;
    });
  };
}
