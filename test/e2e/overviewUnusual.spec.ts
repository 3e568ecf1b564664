import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { launchApp } from './app.ts';
import type { RunningApp } from './app.ts';
import { answerFileDialog } from './logFiles.ts';
import { picture } from './pictures.ts';
import { unusualLog } from './unusualLog.ts';

test.describe.configure({ timeout: 120_000 });

let app: RunningApp;
let folder = '';
test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mailtriage-overview-unusual-'));
  writeFileSync(join(folder, 'mail.log'), unusualLog());
  app = await launchApp();
});
test.afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

test('what stands out is said in words, and each sentence leads to its mails', async () => {
  const { page } = app;
  await page.evaluate(() => {
    window.location.hash = '#/overview';
  });
  await answerFileDialog(app, [join(folder, 'mail.log')]);
  await page.getByRole('button', { name: 'Choose log files', exact: true }).click();
  await page.getByRole('button', { name: 'Show the whole log' }).click();
  const things = page.getByRole('region', { name: 'What stands out' });
  for (const said of [
    'mails of the last day are still waiting, and their number grows: the queue is building up.',
    'anna@here.example wrote to 1,200 recipients within one hour, far more than at any other time. Perhaps somebody has stolen the password.',
    'wall.example accepted nothing: 25 recipients and not one success.',
    'Postfix started 4 times within one hour. Something makes it stop.',
    'The mailbox of full@here.example is full: it turned mail away 14 times.',
    'guess.example[198.51.100.200] was turned away 130 times within one hour.',
  ])
    await expect(things).toContainText(said, { timeout: 60_000 });
  await picture(page, 'overview-unusual', { whole: true });
  await things
    .getByRole('listitem')
    .filter({ hasText: 'wall.example accepted nothing' })
    .getByRole('button', { name: 'Show these mails' })
    .click();
  await expect(page.getByText(/^25 of [\d,]+ mails fit the filter\.$/)).toBeVisible();
});
