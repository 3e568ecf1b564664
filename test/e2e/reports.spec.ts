import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { launchApp } from './app.ts';
import type { RunningApp } from './app.ts';
import { answerFileDialog, rotatedPair } from './logFiles.ts';
import { verdict } from './practice.ts';

let app: RunningApp;
let folder = '';
test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mailtriage-e2e-reports-'));
  app = await launchApp();
});
test.afterEach(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Searches a log whose name its owner chose, and opens the case that came of it. */
async function openCaseOfFile(): Promise<void> {
  const { page } = app;
  const [log = ''] = rotatedPair();
  const named = join(folder, 'Kunde Muster.log');
  writeFileSync(named, readFileSync(log));
  await page.getByRole('link', { name: 'A mail never arrived' }).click();
  await answerFileDialog(app, [named]);
  await page.getByRole('button', { name: 'Choose log files' }).click();
  await page.getByRole('textbox', { name: 'Recipient' }).fill('late@bluemind.net');
  await page.getByRole('button', { name: 'Find the mail' }).click();
  await expect(verdict(page)).toContainText('delivered to late@bluemind.net');
  await page
    .getByRole('navigation', { name: 'Main navigation' })
    .getByRole('link', { name: 'Cases' })
    .click();
  await page.getByRole('link', { name: 'late@bluemind.net' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

async function save(button: string, name: string): Promise<Buffer> {
  const path = join(folder, name);
  await app.electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, path);
  await app.page.getByRole('button', { name: button }).click();
  await expect(app.page.getByText(`Saved as ${name}`)).toBeVisible({ timeout: 30_000 });
  return readFileSync(path);
}

test('a report as a web page, as PDF and for programs holds the verdict', async () => {
  await openCaseOfFile();
  const page = (await save('Save as a web page', 'report.html')).toString();
  expect(page).toMatch(/^<!doctype html>/);
  for (const told of ['delivered to late@bluemind.net', 'Kunde Muster.log', 'status=sent']) {
    expect(page).toContain(told);
  }
  const pdf = await save('Save as PDF', 'report.pdf');
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pdf.subarray(-16).toString('latin1')).toContain('%%EOF');
  const report = JSON.parse((await save('Save for programs (JSON)', 'report.json')).toString()) as unknown;
  expect(report).toMatchObject({
    facts: { recipient: 'late@bluemind.net' },
    entries: [{ source: 'Kunde Muster.log', sourceKind: 'files', verdict: { id: 'trace.delivered' } }],
  });
});

test('without names neither addresses nor the name of the file are in it, and what is replaced is shown', async () => {
  await openCaseOfFile();
  const { page } = app;
  await page.getByRole('checkbox', { name: /Without names/ }).check();
  await page.getByRole('button', { name: 'See what is replaced' }).click();
  await expect(page.getByRole('table')).toContainText('Kunde Muster.log');
  await expect(page.getByRole('table')).toContainText('file 1.log');
  for (const [button, name] of [
    ['Save as a web page', 'anonymous.html'],
    ['Save for programs (JSON)', 'anonymous.json'],
  ] as const) {
    const text = (await save(button, name)).toString();
    expect(text).not.toMatch(/Muster|late@|bluemind\.net|partner\.example|sales@/);
    expect(text).toContain('status=sent');
  }
});

test('the zone chosen in the settings is the one of the reports, and they name it', async () => {
  await app.page.getByRole('link', { name: 'Settings' }).click();
  await app.page.getByRole('radio', { name: 'UTC', exact: true }).check();
  await app.page.getByRole('link', { name: 'Home' }).click();
  await openCaseOfFile();
  const page = (await save('Save as a web page', 'utc.html')).toString();
  expect(page).toContain('Times are shown in the zone UTC');
  const report = JSON.parse((await save('Save for programs (JSON)', 'utc.json')).toString()) as unknown;
  expect(report).toMatchObject({ timeZone: 'UTC' });
});
