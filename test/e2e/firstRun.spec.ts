import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import type { RunningApp } from './app.ts';
import { launchApp } from './app.ts';
import { axeFindings } from './axe.ts';
import { answerFileDialog, rotatedPair } from './logFiles.ts';
import { picture } from './pictures.ts';

let app: RunningApp | undefined;
let folder = '';
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailtriage-e2e-first-'));
});
test.afterEach(async () => {
  await app?.close();
  app = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const start = async (): Promise<RunningApp> => {
  app = await launchApp({ userDataDir: folder, firstRun: true });
  return app;
};
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

test('a first start is welcomed in the language of choice, with the keyboard alone, once', async () => {
  const { page } = await start();
  await expect(heading(page, 'Welcome to MailTriage')).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
  await picture(page, 'first-run');

  const french = page.getByRole('radio', { name: 'Français' });
  await page.getByRole('radio', { name: 'English' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(french).toBeChecked();
  await expect(heading(page, 'Bienvenue dans MailTriage')).toBeVisible();
  await picture(page, 'first-run-fr');

  const skip = page.getByRole('button', { name: 'Passer, tout montrer' });
  for (let presses = 0; presses < 10; presses += 1) {
    if (await skip.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press('Tab');
  }
  await expect(skip).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(heading(page, 'Que se passe-t-il ?')).toBeFocused();

  await app?.close();
  const again = await start();
  await expect(heading(again.page, 'Que se passe-t-il ?')).toBeVisible();
});

test('the practice server is one click away', async () => {
  const { page } = await start();
  await page.getByRole('button', { name: 'Try the practice server' }).click();
  await expect(heading(page, 'What is happening?')).toBeVisible({
    timeout: 30_000,
  });
  await expect(page.getByText('The practice server is ready')).toBeVisible();
});

test('a log is opened at once', async () => {
  const started = await start();
  const { page } = started;
  await answerFileDialog(started, rotatedPair());
  await page.getByRole('button', { name: 'Open a log' }).click();
  await expect(page.getByRole('main').getByText('2 files are used')).toBeVisible();
});

test('a server is added at once', async () => {
  const { page } = await start();
  await page.getByRole('button', { name: 'Connect to a server' }).click();
  await expect(page.getByRole('textbox', { name: 'Address' })).toBeVisible();
});

test('what npm start walks without a display comes to its verdict', async () => {
  const place: string = new URL('../../scripts/headlessTour.mjs', import.meta.url).href;
  const { walk } = (await import(place)) as { readonly walk: (page: Page) => Promise<string> };
  const { page } = await start();
  expect(await walk(page)).toContain('user@bluemind.net');
});
