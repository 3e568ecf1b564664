import { expect, test } from '@playwright/test';
import { launchApp } from './app.ts';
import type { RunningApp } from './app.ts';
import { press, tabTo } from './keyboardWalk.ts';
import { picture } from './pictures.ts';
import { verdict } from './practice.ts';

let app: RunningApp;
test.beforeEach(async () => {
  app = await launchApp();
});
test.afterEach(() => app.close());

test('from the start to the evidence with the keyboard alone', async () => {
  const { page } = app;
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();

  await tabTo(page, page.getByRole('link', { name: 'Skip to the content' }));
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'A mail never arrived' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();

  const sample = page.getByRole('button', { name: 'Use the sample log' });
  await tabTo(page, sample);
  const ring = await sample.evaluate((element) => getComputedStyle(element, '::after').outlineStyle);
  expect(ring).toBe('solid');
  await page.keyboard.press('Space');
  await expect(sample).toHaveAttribute('aria-pressed', 'true');

  // A start without an address says what is missing and puts the cursor there.
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('textbox', { name: 'Recipient' })).toBeFocused();
  await page.keyboard.type('user@bluemind.net');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status', { name: 'Verdict' })).toBeVisible();

  const rows = page.getByRole('table').getByRole('row');
  if ((await rows.count()) > 0) {
    await tabTo(page, rows.nth(1).getByRole('button'));
    await page.keyboard.press('Enter');
  }
  await expect(page.getByRole('region', { name: /What happened to the mail/ })).toBeVisible();
  await picture(page, 'keyboard');

  const term = page.getByRole('button', { name: /Message-ID: what does that mean/ });
  await tabTo(page, term);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Message-ID' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Message-ID' })).toBeHidden();
  await expect(term).toBeFocused();
});

test('a whole wizard with the keyboard alone: look, change after a look at the command, and what came of it', async () => {
  test.setTimeout(120_000);
  const { page } = app;
  await press(page, page.getByRole('button', { name: 'BlueMind 4' }));
  await expect(page.getByText('The practice server is ready')).toBeVisible({ timeout: 45_000 });
  await press(page, page.getByRole('link', { name: 'Mails are piling up' }));
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await page.keyboard.press('Control+Enter');
  await expect(verdict(page)).toBeVisible({ timeout: 30_000 });

  await press(page, page.getByRole('button', { name: /Try everything now/ }));
  const dialog = page.getByRole('dialog', { name: 'Try to deliver everything now?' });
  await expect(dialog.getByRole('button', { name: 'Change nothing' })).toBeFocused();
  // One key too many changes nothing, and leaves the focus on the page.
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await press(page, page.getByRole('button', { name: 'See what will happen' }));
  await press(page, dialog.getByRole('button', { name: 'Try to deliver everything now', exact: true }));
  await expect(page.getByRole('table', { name: /waiting mail/ })).toContainText('einkauf@geschlossen', {
    timeout: 30_000,
  });
  await picture(page, 'keyboard-change', { whole: true });
});
