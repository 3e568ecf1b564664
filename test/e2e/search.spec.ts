import { expect, test } from '@playwright/test';
import type { RunningApp } from './app.ts';
import { launchApp } from './app.ts';
import { axeFindings } from './axe.ts';
import { picture } from './pictures.ts';

let app: RunningApp;
test.beforeAll(async () => {
  app = await launchApp();
});
test.afterAll(() => app.close());

const search = () => app.page.getByRole('dialog', { name: 'Search everything' });
const heading = (name: string) => app.page.getByRole('heading', { level: 1, name });

async function find(words: string): Promise<void> {
  await app.page.keyboard.press('Control+K');
  await expect(search().getByRole('combobox')).toBeFocused();
  await app.page.keyboard.type(words);
}

test('everything is found and opened with the keyboard alone', async () => {
  const { page } = app;
  await expect(heading('What is happening?')).toBeVisible();
  await page.keyboard.press('Control+K');
  await expect(search().getByRole('combobox')).toBeFocused();
  await expect(search().getByRole('option', { selected: true })).toContainText('A mail never arrived');
  await picture(page, 'search');
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(search()).toBeHidden();

  await find('greylist');
  await expect(search().getByRole('option', { selected: true })).toContainText('Greylisting');
  await page.keyboard.press('Enter');
  await expect(heading('Glossary')).toBeFocused();

  await find('piling');
  await page.keyboard.press('Enter');
  await expect(heading('Mails are piling up')).toBeVisible();

  await find('text size');
  await expect(search().getByRole('option', { selected: true })).toContainText('Text size');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Text size' })).toBeInViewport();

  await find('restore');
  const first = await search().getByRole('option', { selected: true }).textContent();
  await page.keyboard.press('ArrowDown');
  await expect(search().getByRole('option', { selected: true })).not.toHaveText(first ?? '');
  await page.keyboard.press('ArrowUp');
  await expect(search().getByRole('option', { selected: true })).toHaveText(first ?? '');
  await picture(page, 'search-restore');
  await page.keyboard.press('Escape');

  await find('qqqq');
  await expect(search().getByRole('status')).toContainText('Nothing found');
  await page.keyboard.press('Escape');
});

test('saved servers are found by their name', async () => {
  const { page } = app;
  await page.getByRole('link', { name: 'Home' }).click();
  await page.getByRole('button', { name: 'Start with BlueMind 5' }).click();
  await expect(page.getByText('The practice server is ready')).toBeVisible({ timeout: 30_000 });
  await find('practice bluemind 5');
  await expect(search().getByRole('option', { selected: true })).toContainText('Server');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: /practice/i })).toBeVisible();
});

test('the menu opens the search and the list of keys', async () => {
  const { page, electron } = app;
  const choose = (id: string) =>
    electron.evaluate(({ Menu }, wanted) => Menu.getApplicationMenu()?.getMenuItemById(wanted)?.click(), id);
  await choose('search');
  await expect(search()).toBeVisible();
  await page.keyboard.press('Escape');
  await choose('shortcuts');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(keys.getByRole('button', { name: 'Close' })).toBeFocused();
  await picture(page, 'shortcuts');
  await page.keyboard.press('Escape');
  await expect(keys).toBeHidden();
});

test('in German the German words are searched', async () => {
  const { page } = app;
  await page.getByRole('combobox', { name: 'Language' }).selectOption('de');
  await page.keyboard.press('Control+K');
  const dialog = page.getByRole('dialog', { name: 'Alles durchsuchen' });
  await page.keyboard.type('warteschlange');
  await expect(dialog.getByRole('option', { selected: true })).toContainText(/Warteschlange/i);
  await picture(page, 'search-de');
});
