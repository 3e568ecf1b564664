import { dialog, screen } from 'electron';
import type { BrowserWindow } from 'electron';
import { log } from './log.ts';
import { reachablePlace } from './windowPlace.ts';
import type { Say } from './words.ts';

export interface WindowCare {
  readonly say: () => Say;
  /** How much larger than usual everything is drawn. */
  readonly zoomFactor: () => number;
  /** The page died and was loaded again by itself. */
  readonly onReloaded: () => void;
}

/** What an open window needs as long as it is there. */
export function careForWindow(window: BrowserWindow, { say, zoomFactor, onReloaded }: WindowCare): void {
  const zoom = (): void => window.webContents.setZoomFactor(zoomFactor());
  zoom();
  // Chromium remembers the factor of an address for longer than a window lives.
  window.webContents.on('dom-ready', zoom);
  comeBack(window, say, onReloaded);
  stayReachable(window);
}

/** A screen that goes away must not take the window with it. */
function stayReachable(window: BrowserWindow): void {
  const bringBack = (): void => {
    const place = window.getBounds();
    const reachable = reachablePlace(
      place,
      screen.getAllDisplays().map(({ workArea }) => workArea),
    );
    if (reachable !== place) window.setBounds(reachable);
  };
  const forget = (): void => {
    screen.off('display-removed', bringBack);
    screen.off('display-metrics-changed', bringBack);
  };
  screen.on('display-removed', bringBack);
  screen.on('display-metrics-changed', bringBack);
  window.once('closed', forget);
}

/** A page that dies again this soon would die for ever: then the user decides. */
const SOON_MS = 60_000;

/**
 * A page that died or hangs must not leave an empty window behind. One that died is loaded again at once, one that hangs
 * when the user wants it; what the window held is kept in main.
 */
function comeBack(window: BrowserWindow, say: () => Say, onReloaded: () => void): void {
  let asking = false;
  let diedAt = Number.NEGATIVE_INFINITY;
  const ask = async (kind: 'crashed' | 'frozen', otherwise: () => void): Promise<void> => {
    if (asking || window.isDestroyed()) return;
    asking = true;
    const words = say();
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      title: 'MailTriage',
      message: words(`menu:dialog.${kind}.title`),
      detail: words(`menu:dialog.${kind}.text`),
      buttons: [
        words(`menu:dialog.${kind}.again`),
        words(kind === 'crashed' ? 'menu:dialog.crashed.quit' : 'menu:dialog.frozen.wait'),
      ],
      defaultId: 0,
      cancelId: 1,
    });
    asking = false;
    if (window.isDestroyed()) return;
    if (response === 0) reload();
    else otherwise();
  };
  const reload = (): void => {
    if (window.isDestroyed()) return;
    onReloaded();
    window.webContents.reload();
  };
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log.error(`window gone: ${reason}, exit code ${exitCode}`);
    if (reason === 'clean-exit') return;
    const again = performance.now() - diedAt < SOON_MS;
    diedAt = performance.now();
    if (again) void ask('crashed', () => window.close());
    // Not from within Chromium's own notice of the death.
    else setImmediate(reload);
  });
  window.on('unresponsive', () => void ask('frozen', () => undefined));
}
