import { BrowserWindow, dialog } from 'electron';
import { log } from './log.ts';
import { appUrl } from './security/appOrigin.ts';
import type { Say } from './words.ts';

/** Below this the window does not fit its own layout; 1024x700 is what it is made for. */
const smallest = { minWidth: 640, minHeight: 480 };

export interface WindowOptions {
  readonly preload: string;
  readonly say: () => Say;
}

/** Opens the window. Every safety-relevant preference is named, so that no default of another Electron can undo it. */
export function openWindow({ preload, say }: WindowOptions): BrowserWindow {
  const window = new BrowserWindow({
    width: 1180,
    height: 820,
    ...smallest,
    show: false,
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      // Chromium would fetch dictionaries from the network.
      spellcheck: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  offerReload(window, say);
  void window.loadURL(appUrl);
  return window;
}

/** A page that died or hangs must not leave an empty window behind. */
function offerReload(window: BrowserWindow, say: () => Say): void {
  let asking = false;
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
    if (response === 0) window.webContents.reload();
    else otherwise();
  };
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    log.error(`window gone: ${reason}, exit code ${exitCode}`);
    if (reason !== 'clean-exit') void ask('crashed', () => window.close());
  });
  window.on('unresponsive', () => void ask('frozen', () => undefined));
}
