import type { WebContents } from 'electron';
import { isAppUrl } from './appOrigin.ts';

/** Keeps a page where it is: our own pages only, no second window, no embedded browser. */
export function confineContents(contents: WebContents): void {
  const stayInside = (event: { preventDefault: () => void; readonly url: string }): void => {
    if (!isAppUrl(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stayInside);
  contents.on('will-redirect', stayInside);
  contents.on('will-frame-navigate', stayInside);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
