import { BrowserWindow } from 'electron';
import { appUrl } from './security/appOrigin.ts';

/** Below this the window does not fit its own layout; 1024x700 is what it is made for. */
const smallest = { minWidth: 640, minHeight: 480 };

/** Opens the window. Every safety-relevant preference is named, so that no default of another Electron can undo it. */
export function openWindow(preload: string): BrowserWindow {
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
  void window.loadURL(appUrl);
  return window;
}
