import { shell } from 'electron';

/** The only pages the app ever opens in the browser. Nobody hands a URL in: what opens is named by its id. */
const pages = {
  'bluemind-docs': 'https://doc.bluemind.net/',
  'postfix-docs': 'https://www.postfix.org/documentation.html',
} as const;

export type ExternalPage = keyof typeof pages;

export async function openExternalPage(page: ExternalPage): Promise<void> {
  await shell.openExternal(pages[page]);
}
