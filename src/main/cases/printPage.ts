import { BrowserWindow, session } from 'electron';
import { confineSession } from '../security/session.ts';
import { appScheme, appUrl } from '../security/appOrigin.ts';

/** Nothing but the page's own style counts: a report holds what servers and strangers wrote. */
const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
};

let pages = 0;

/** Prints a page of HTML as PDF in a hidden window without scripts. One A4 side after the other. */
export async function printPage(html: string): Promise<Buffer> {
  pages += 1;
  const own = session.fromPartition(`report-${pages}`);
  confineSession(own);
  own.protocol.handle(appScheme, () => new Response(html, { headers }));
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      session: own,
      javascript: false,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
    },
  });
  try {
    await window.loadURL(appUrl);
    return await window.webContents.printToPDF({ printBackground: true, pageSize: 'A4' });
  } finally {
    window.destroy();
    own.protocol.unhandle(appScheme);
  }
}
