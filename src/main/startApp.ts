import { randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import { basename } from 'node:path';
import { app, nativeTheme, powerMonitor } from 'electron';
import type { BrowserWindow } from 'electron';
import type { ReportWords } from '../core/report/caseReport.ts';
import type { ConnectionState } from '../core/ssh/connectionState.ts';
import { eventChannel } from '../shared/ipc/channels.ts';
import type { EventName } from '../shared/ipc/channels.ts';
import type { EventPayload } from '../shared/ipc/contract.ts';
import { textSizeFactor } from '../shared/firstSettings.ts';
import type { Settings } from '../shared/settings.ts';
import { shownZone } from '../shared/words/shownZone.ts';
import { IndexShelf } from './analysis/indexShelf.ts';
import { JobTable } from './analysis/jobTable.ts';
import { openIndex } from './analysis/openIndex.ts';
import { runTrace } from './analysis/runTrace.ts';
import { CaseBook } from './cases/caseBook.ts';
import { printPage } from './cases/printPage.ts';
import { reportWords } from './cases/reportWords.ts';
import { nativeDialogs } from './dialogs.ts';
import { FileGrants } from './files/fileGrants.ts';
import { OpenedFiles } from './files/openedFiles.ts';
import { answerCall } from './ipc/answerCall.ts';
import type { Handlers } from './ipc/answerCall.ts';
import { appHandlers } from './ipc/handlers/appHandlers.ts';
import { auditHandlers } from './ipc/handlers/auditHandlers.ts';
import { fileHandlers } from './ipc/handlers/fileHandlers.ts';
import { caseHandlers } from './ipc/handlers/caseHandlers.ts';
import { logHandlers } from './ipc/handlers/logHandlers.ts';
import { serverHandlers } from './ipc/handlers/serverHandlers.ts';
import { settingsHandlers } from './ipc/handlers/settingsHandlers.ts';
import { troubleHandlers } from './ipc/handlers/troubleHandlers.ts';
import { wizardHandlers } from './ipc/handlers/wizardHandlers.ts';
import { ProgressBatch } from './ipc/progressBatch.ts';
import type { Answering } from './ipc/register.ts';
import { log, startLog } from './log.ts';
import { OfferedLogs } from './logs/offeredLogs.ts';
import { setMenu } from './menu.ts';
import { NoticeBoard } from './noticeBoard.ts';
import { deleteOutdated } from './retention.ts';
import { readSecondStart } from './secondStart.ts';
import { openServers, userName } from './servers/openServers.ts';
import { CaseStore } from './store/caseStore.ts';
import { electronStoreWriter } from './store/electronStoreWriter.ts';
import { probeServer } from './ssh/probe.ts';
import { systemVault } from './store/secrets.ts';
import { openSettings } from './store/settingsStore.ts';
import { readStartOptions } from './startOptions.ts';
import type { StartOptions } from './startOptions.ts';
import { FaultLog } from './trouble/faultLog.ts';
import { collectTrouble } from './trouble/collectTrouble.ts';
import { careForWindow } from './windowCare.ts';
import { pickLanguage, sayIn } from './words.ts';
import type { Language, Say } from './words.ts';
import { PlanConfirmations } from './wizard/planConfirmations.ts';

/** Old cases and commands are deleted when the first picture is long there. */
const TIDY_AFTER_MS = 3000;

/** A connection that sleeping may have cut. */
const isOpen = ({ kind }: ConnectionState): boolean => kind !== 'idle' && kind !== 'closed';

/** What was there before this was read. */
export interface Beginning {
  readonly options: StartOptions;
  /** How many words come before the user's. */
  readonly ownWords: number;
  /** Coming up meanwhile. */
  readonly firstWindow: BrowserWindow;
  readonly openWindow: () => BrowserWindow;
  /** What the window asks waits until this is called. */
  readonly answerCalls: (answering: Answering) => void;
}

export interface RunningApp {
  /** Opens the window, or brings the open one to the front. */
  readonly showWindow: () => void;
  /** Hands log files to the window. */
  readonly openFiles: (paths: readonly string[]) => void;
  /** Somebody started the app again and handed over what that start was told. */
  readonly startedAgain: (handed: unknown) => void;
}

/** Puts the parts together behind the window that is coming up. */
export function startApp(beginning: Beginning): RunningApp {
  const { options, ownWords, firstWindow, openWindow, answerCalls } = beginning;
  startLog(app.getPath('logs'));
  process.on('uncaughtExceptionMonitor', (error) => log.error(error));
  const settings = openSettings(app.getPath('userData'), electronStoreWriter, new Date());
  const systemLanguage = pickLanguage([
    ...(options.language === null ? [] : [options.language]),
    app.getLocale(),
    ...app.getPreferredSystemLanguages(),
  ]);
  const language = (): Language => settings.value.language ?? systemLanguage;
  const say = (): Say => sayIn(language());
  const words = (spoken: Language): Promise<ReportWords> =>
    reportWords(spoken, shownZone(settings.value.timeZone));

  let window: BrowserWindow | null = null;
  const send = <Name extends EventName>(name: Name, payload: EventPayload<Name>): void => {
    if (window !== null && !window.isDestroyed()) window.webContents.send(eventChannel, name, payload);
  };
  const notices = new NoticeBoard(randomUUID, (open) => send('notices.changed', open));
  const faults = new FaultLog(() => new Date());
  const report = (what: string, error: unknown): void => {
    log.warn(what, error);
    faults.note(what, error);
  };
  const tellDamaged = (what: 'settings' | 'servers' | 'secrets' | 'cases', path: string | null): void => {
    if (path === null) return;
    report(`${what} could not be read and were set aside`, '');
    notices.post('warning', { key: `notices:damaged.${what}`, values: { file: basename(path) } });
  };
  tellDamaged('settings', settings.damaged);
  const apply = ({ theme, textSize }: Settings): void => {
    nativeTheme.themeSource = theme;
    window?.webContents.setZoomFactor(textSizeFactor[textSize]);
    setMenu(say(), (command) => send('menu.command', { command }));
  };
  const progress = new ProgressBatch((latest) => send('job.progress', latest));
  const jobs = new JobTable();
  const grants = new FileGrants();
  const shelf = new IndexShelf();
  const opened = new OpenedFiles(grants, () => send('files.opened', null));
  const dialogs = nativeDialogs(
    () => window,
    say,
    () => settings.value.logFolder,
  );
  const servers = openServers({
    folder: app.getPath('userData'),
    home: homedir(),
    openWriter: electronStoreWriter,
    vault: systemVault,
    probe: (session) => probeServer(session, Date.now),
    startPractice: async (edition, trouble) => {
      // Only who practises pays for it.
      const { startPracticeProcess } = await import('./practice/practiceProcess.ts');
      return startPracticeProcess(edition, trouble);
    },
    onPracticeEnded: (server) =>
      notices.post('warning', { key: 'servers-main:practice.ended', values: { server } }),
    say,
    send,
    isAttended: () => window !== null,
    onAuditNotWritten: () => notices.post('warning', { key: 'notices:audit-not-written' }),
    report,
  });
  tellDamaged('servers', servers.profiles.damaged);
  tellDamaged('secrets', servers.secrets.damaged);
  const caseStore = new CaseStore(app.getPath('userData'), electronStoreWriter, () => new Date());
  const cases = new CaseBook(caseStore, () => new Date());
  powerMonitor.on('suspend', () => servers.registry.suspend());
  powerMonitor.on('resume', () => {
    const count = servers.registry.list().filter(({ state }) => isOpen(state)).length;
    if (count > 0) notices.post('info', { key: 'notices:woke', values: { count } });
    void servers.registry.resume();
  });
  app.on('will-quit', () => {
    shelf.closeAll();
    void servers.registry.close();
  });

  apply(settings.value);
  const about = {
    version: app.getVersion(),
    electron: process.versions.electron,
    platform: process.platform,
    systemLanguage,
  };
  const handlers = {
    ...appHandlers({ about, settings, notices, opened }),
    ...settingsHandlers({ settings, dialogs, apply }),
    ...troubleHandlers({
      faults,
      troubleReport: () =>
        collectTrouble({
          about,
          settings: settings.value,
          faults: faults.latest,
          logFolder: app.getPath('logs'),
          profiles: servers.profiles.all,
          say: say(),
        }),
    }),
    ...fileHandlers(grants, dialogs),
    ...serverHandlers({ ...servers, dialogs }),
    ...auditHandlers(servers.audit, dialogs),
    ...caseHandlers({ cases, dialogs, words: () => words(language()), printPage }),
    ...logHandlers({
      jobs,
      grants,
      shelf,
      offered: new OfferedLogs(servers.registry),
      openIndex,
      dialogs,
      words,
      now: () => new Date(),
      label: () => say()('errors:label.pasted'),
      onProgress: (latest) => progress.add(latest),
      onFirstRows: (first) => send('logs.firstRows', first),
      onGrown: (grown) => send('logs.grown', grown),
      onEnd: (jobId) => progress.drop(jobId),
      report,
    }),
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
      onCaseNotSaved: () => notices.post('warning', { key: 'notices:case-not-saved' }),
    }),
  } satisfies Handlers;
  answerCalls({ answer: (name, input) => answerCall(handlers, report, name, input), report });
  if (options.practice) {
    void servers.registry.startPractice(4).then((started) => {
      if (!started.ok) notices.post('warning', started.error.message);
    });
  }

  /** What is not needed for the first picture, once that is there. */
  const tidyUp = async (): Promise<void> => {
    const removed = await deleteOutdated({ cases, audit: servers.audit }, settings.value, new Date());
    for (const path of caseStore.damaged) tellDamaged('cases', path);
    if (removed.cases > 0)
      notices.post('info', { key: 'notices:cases-deleted', values: { count: removed.cases } });
    if (removed.commands > 0) log.info(`removed ${removed.commands} old lines of the audit log`);
  };
  setTimeout(
    () => void tidyUp().catch((error: unknown) => report('tidying up failed', error)),
    TIDY_AFTER_MS,
  );

  const use = (opening: BrowserWindow): void => {
    window = opening;
    careForWindow(opening, {
      say,
      zoomFactor: () => textSizeFactor[settings.value.textSize],
      onReloaded: () => notices.post('warning', { key: 'notices:window-reloaded' }),
    });
    // A page that is loaded again has forgotten what it was asked.
    opening.webContents.on('did-navigate', () => servers.desk.cancelAll());
    opening.once('closed', () => {
      jobs.cancelAll();
      shelf.closeAll();
      window = null;
      servers.desk.cancelAll();
    });
  };
  const showWindow = (): void => {
    if (window === null) {
      use(openWindow());
      return;
    }
    if (window.isMinimized()) window.restore();
    window.focus();
  };
  const openFiles = (paths: readonly string[]): void => {
    void opened.open(paths).catch((error: unknown) => report('files could not be opened', error));
  };
  if (!firstWindow.isDestroyed()) use(firstWindow);
  openFiles(options.files);
  return {
    showWindow,
    openFiles,
    startedAgain: (handed) => {
      showWindow();
      const start = readSecondStart(handed);
      if (start !== null) openFiles(readStartOptions(start.argv, start.workingFolder, ownWords).files);
    },
  };
}
