import { homedir } from 'node:os';
import { join } from 'node:path';
import { app, nativeTheme, powerMonitor, session } from 'electron';
import type { BrowserWindow } from 'electron';
import { eventChannel } from '../shared/ipc/channels.ts';
import type { EventName } from '../shared/ipc/channels.ts';
import type { EventPayload, Settings } from '../shared/ipc/contract.ts';
import { JobTable } from './analysis/jobTable.ts';
import { runTrace } from './analysis/runTrace.ts';
import { CaseBook } from './cases/caseBook.ts';
import { printPage } from './cases/printPage.ts';
import { reportWords } from './cases/reportWords.ts';
import { nativeDialogs } from './dialogs.ts';
import { FileGrants } from './files/fileGrants.ts';
import type { Handlers } from './ipc/answerCall.ts';
import { appHandlers } from './ipc/handlers/appHandlers.ts';
import { auditHandlers } from './ipc/handlers/auditHandlers.ts';
import { fileHandlers } from './ipc/handlers/fileHandlers.ts';
import { caseHandlers } from './ipc/handlers/caseHandlers.ts';
import { serverHandlers } from './ipc/handlers/serverHandlers.ts';
import { wizardHandlers } from './ipc/handlers/wizardHandlers.ts';
import { ProgressBatch } from './ipc/progressBatch.ts';
import { registerCalls } from './ipc/register.ts';
import { log } from './log.ts';
import { setMenu } from './menu.ts';
import { serveApp } from './protocol.ts';
import { confineSession } from './security/session.ts';
import { openServers, userName } from './servers/openServers.ts';
import { CaseStore } from './store/caseStore.ts';
import { electronStoreWriter } from './store/electronStoreWriter.ts';
import { probeServer } from './ssh/probe.ts';
import { systemVault } from './store/secrets.ts';
import { openSettings } from './store/settingsStore.ts';
import type { StartOptions } from './startOptions.ts';
import { openWindow } from './window.ts';
import { pickLanguage, sayIn } from './words.ts';
import type { Language, Say } from './words.ts';
import { PlanConfirmations } from './wizard/planConfirmations.ts';

/** Where the built parts lie, next to this file. */
const rendererFolder = join(import.meta.dirname, '../renderer');
const preload = join(import.meta.dirname, '../preload/index.cjs');

/** Puts the parts together once Electron is ready. Returns the way to show the window (again). */
export function startApp(options: StartOptions): () => void {
  const settings = openSettings(app.getPath('userData'), electronStoreWriter, new Date());
  if (settings.damaged !== null) log.warn('settings could not be read and were set aside');
  const systemLanguage = pickLanguage([
    ...(options.language === null ? [] : [options.language]),
    app.getLocale(),
    ...app.getPreferredSystemLanguages(),
  ]);
  const language = (): Language => settings.value.language ?? systemLanguage;
  const say = (): Say => sayIn(language());

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
  const dialogs = nativeDialogs(() => window, say);
  const report = (what: string, error: unknown): void => log.warn(what, error);
  const servers = openServers({
    folder: app.getPath('userData'),
    home: homedir(),
    openWriter: electronStoreWriter,
    vault: systemVault,
    probe: (session) => probeServer(session, Date.now),
    say,
    send,
    isAttended: () => window !== null,
    report,
  });
  const cases = new CaseBook(
    new CaseStore(app.getPath('userData'), electronStoreWriter, () => new Date()),
    () => new Date(),
  );
  powerMonitor.on('suspend', () => servers.registry.suspend());
  powerMonitor.on('resume', () => void servers.registry.resume());
  app.on('will-quit', () => void servers.registry.close());

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
    ...appHandlers({
      about,
      settings,
      damagedStore: () => servers.profiles.damaged ?? servers.secrets.damaged,
      apply,
    }),
    ...fileHandlers(grants, dialogs),
    ...serverHandlers({ ...servers, dialogs }),
    ...auditHandlers(servers.audit, dialogs),
    ...caseHandlers({ cases, dialogs, words: () => reportWords(language()), printPage }),
    ...wizardHandlers({
      ...servers,
      jobs,
      cases,
      grants,
      runTrace,
      plans: new PlanConfirmations(Date.now),
      confirmedBy: userName(),
      now: () => new Date(),
      label: (source) => say()(source === 'pasted' ? 'errors:label.pasted' : 'servers-main:source.sample'),
      onProgress: (latest) => progress.add(latest),
      onEnd: (jobId) => progress.drop(jobId),
      report,
    }),
  } satisfies Handlers;
  registerCalls(handlers, ownContents, report);
  if (options.practice) {
    void servers.registry.startPractice(4).catch((error: unknown) => report('no practice server', error));
  }

  return () => {
    if (window !== null) {
      if (window.isMinimized()) window.restore();
      window.focus();
      return;
    }
    window = openWindow({ preload, say });
    const { id } = window.webContents;
    ownContents.add(id);
    // A page that is loaded again has forgotten what it was asked.
    window.webContents.on('did-navigate', () => servers.desk.cancelAll());
    window.once('closed', () => {
      ownContents.delete(id);
      jobs.cancelAll();
      window = null;
      servers.desk.cancelAll();
    });
  };
}
