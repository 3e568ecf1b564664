import { expect, test } from '@playwright/test';
import { launchApp } from './app.ts';
import type { RunningApp } from './app.ts';
import { picture } from './pictures.ts';

let app: RunningApp;
test.beforeAll(async () => {
  app = await launchApp();
});
test.afterAll(() => app.close());

test('starts with a question in everyday words', async () => {
  const { page } = app;
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What is happening?');
  await expect(page.getByRole('link', { name: 'A mail never arrived' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'A user receives nothing' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'I have a log file' })).toBeVisible();
  await picture(page, 'home-light');
});

test('a symptom leads to its check, and the way back carries on', async () => {
  const { page } = app;
  await page.getByRole('link', { name: 'A user receives nothing' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('A user receives nothing');
  await page.getByRole('textbox', { name: 'Recipient' }).fill('user@bluemind.net');
  await page.getByRole('link', { name: 'Home' }).click();
  await page.getByRole('link', { name: 'Carry on' }).click();
  await expect(page.getByRole('textbox', { name: 'Recipient' })).toHaveValue('user@bluemind.net');
});

test('the glossary explains a word', async () => {
  const { page } = app;
  await page.getByRole('link', { name: 'Glossary' }).click();
  await page.getByRole('searchbox', { name: 'Look for a word' }).fill('queue id');
  await expect(page.getByRole('term').filter({ hasText: 'Queue ID' })).toBeVisible();
  await picture(page, 'glossary');
});

test('colours can be chosen', async () => {
  const { page } = app;
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('radio', { name: 'Dark' }).check();
  await expect(page.locator('html')).toHaveCSS('color-scheme', 'dark');
  await picture(page, 'settings-dark');
});

test('a small window and 200 % zoom show everything without scrolling sideways', async () => {
  const { page, electron } = app;
  await page.getByRole('link', { name: 'Home' }).click();
  await page.getByRole('link', { name: 'I have a log file' }).click();
  await page.getByRole('link', { name: 'Find one mail' }).click();
  for (const zoom of [1, 2]) {
    await electron.evaluate(({ BrowserWindow }, factor) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.setContentSize(1024, 700);
      window?.webContents.setZoomFactor(factor);
    }, zoom);
    await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(1024 / zoom);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, `at ${String(zoom * 100)} %`).toBeLessThanOrEqual(0);
    if (zoom === 1) await picture(page, 'small-window-dark');
    await page.getByRole('button', { name: 'Find the mail' }).scrollIntoViewIfNeeded();
    await expect(page.getByRole('button', { name: 'Find the mail' })).toBeInViewport();
  }
});
