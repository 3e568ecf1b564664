import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { RunningApp } from './app.ts';
import { launchApp } from './app.ts';
import { answerFileDialog } from './logFiles.ts';
import { picture } from './pictures.ts';

let app: RunningApp;
let folder = '';
test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mailtriage-e2e-settings-'));
  app = await launchApp();
  await app.page.getByRole('link', { name: 'Settings' }).click();
});
test.afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const section = (name: string) => app.page.getByRole('region', { name });

async function answerSaveDialog(path: string): Promise<void> {
  await app.electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, path);
}

test('the page as it is', async () => {
  await picture(app.page, 'settings', { whole: true });
  await expect(section('No internet')).toContainText('never uses the internet or a proxy');
});

test('text size enlarges the window', async () => {
  const { page } = app;
  const width = await page.evaluate(() => window.innerWidth);
  await section('Text size').getByRole('radio', { name: 'Larger' }).check();
  await expect.poll(() => page.evaluate(() => window.innerWidth)).toBeLessThan(width * 0.8);
  await section('Text size').getByRole('radio', { name: 'Normal' }).check();
  await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(width);
});

test('what was chosen is what new servers begin with', async () => {
  const { page } = app;
  await section('New servers').getByRole('radio', { name: 'Allow changes' }).check();
  const paths = section('Where logs lie').getByRole('textbox');
  await paths.fill('mail.log');
  await paths.blur();
  await expect(section('Where logs lie')).toContainText('must be a full path');
  await paths.fill('/srv/logs/mail.log');
  await paths.blur();
  await page.getByRole('link', { name: 'Servers' }).click();
  await page
    .getByRole('link', { name: /Add a server/ })
    .first()
    .click();
  await expect(page.getByRole('textbox', { name: 'Mail logs' })).toHaveValue('/srv/logs/mail.log');
  await expect(page.getByRole('radio', { name: /Allow changes|changes/i }).first()).toBeChecked();
  await page.getByRole('link', { name: 'Settings' }).click();
});

test('settings go into a file and come back, and a bad file changes nothing', async () => {
  const { page } = app;
  const file = join(folder, 'settings.json');
  await section('How long things are kept').getByRole('combobox', { name: 'Keep cases' }).selectOption('90');
  await expect(section('How long things are kept')).toContainText('deleted the next time');
  await answerSaveDialog(file);
  await page.getByRole('button', { name: 'Save settings as a file' }).click();
  await expect(section('Take settings along')).toContainText('Saved as settings.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    schema: 'mailtriage.settings',
    version: 2,
    settings: { keepCasesDays: 90, newServerAccess: 'changes-allowed' },
  });

  const load = page.getByRole('button', { name: 'Use settings of a file' });
  const cases = section('How long things are kept').getByRole('combobox', { name: 'Keep cases' });
  for (const [content, said] of [
    ['{"hello":1}', 'holds no settings'],
    ['{"schema":"mailtriage.settings","version":99,"settings":{}}', 'newer MailTriage'],
    ['{"schema":"mailtriage.settings","version":2,"settings":{"theme":"pink"}}', 'is damaged'],
    ['{"schema":"mailtriage.se', 'holds no settings'],
  ] as const) {
    writeFileSync(join(folder, 'bad.json'), content);
    await answerFileDialog(app, [join(folder, 'bad.json')]);
    await load.click();
    await expect(section('Take settings along').getByRole('alert')).toContainText(said);
    await expect(section('Take settings along').getByRole('alert')).toContainText('as they were');
    await expect(cases).toHaveValue('90');
  }

  await cases.selectOption('365');
  await answerFileDialog(app, [file]);
  await load.click();
  await expect(cases).toHaveValue('90');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(cases).toHaveValue('365');
});

test('times of a log are shown in the zone of choice', async () => {
  const { page } = app;
  await section('Times').getByRole('radio', { name: 'UTC', exact: true }).check();
  await page.getByRole('link', { name: 'Home' }).click();
  await page.getByRole('link', { name: 'A mail never arrived' }).click();
  await page.getByRole('button', { name: 'Paste log lines' }).click();
  const line = (id: string, rest: string) =>
    `2026-03-01T20:45:32.123456+01:00 bluemind postfix/${rest.replace('ID', id)}`;
  await page
    .getByRole('textbox', { name: 'Log lines' })
    .fill(
      [
        line('C5BF3135FAF', 'qmgr[364]: ID: from=<a@example.net>, size=8386, nrcpt=1 (queue active)'),
        line(
          'C5BF3135FAF',
          'lmtp[2]: ID: to=<user@bluemind.net>, relay=192.0.2.72[192.0.2.72]:2400, delay=0.3, delays=0.1/0/0.1/0.1, dsn=2.1.5, status=sent (250 2.1.5 Ok)',
        ),
      ].join('\n'),
    );
  await page.getByRole('textbox', { name: 'Recipient' }).fill('user@bluemind.net');
  await page.getByRole('button', { name: 'Find the mail' }).click();
  await expect(page.getByRole('status', { name: 'Verdict' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('7:45:32 PM (UTC)');
  await page.getByRole('link', { name: 'Settings' }).click();
  await section('Times').getByRole('radio', { name: 'As in the log' }).check();
  await page.goBack();
  await expect(page.getByRole('main')).toContainText('8:45:32 PM (UTC+01:00)');
  await page.getByRole('link', { name: 'Settings' }).click();
});

test('the report for support is read before it is saved, and names nobody', async () => {
  const { page } = app;
  await page.evaluate(() =>
    window.mailtriage.call('trouble.note', { text: 'page broke for anna@customer.fr at mail.customer.fr' }),
  );
  await page.getByRole('button', { name: 'Show the report' }).click();
  const dialog = page.getByRole('dialog', { name: 'Report for support' });
  const text = await dialog.getByRole('textbox').inputValue();
  expect(text).toContain('page broke');
  expect(text).toContain('keepCasesDays: ');
  expect(text).not.toContain('customer.fr');
  await picture(page, 'trouble-report');
  const file = join(folder, 'report.txt');
  await answerSaveDialog(file);
  await dialog.getByRole('button', { name: 'Save the report' }).click();
  await expect(dialog.getByRole('status')).toContainText('report.txt');
  expect(readFileSync(file, 'utf8')).toBe(text);
  await dialog.getByRole('button', { name: 'Close' }).click();
});

test('what is too old is deleted at the start, and said', async () => {
  const userDataDir = mkdtempSync(join(tmpdir(), 'mailtriage-e2e-keep-'));
  try {
    const first = await launchApp({ userDataDir });
    await first.page.evaluate(async () => {
      const described = await window.mailtriage.call('app.describe', undefined);
      const begun = await window.mailtriage.call('cases.begin', undefined);
      if (!described.ok || !begun.ok) throw new Error('no answer');
      await window.mailtriage.call('cases.note', { id: begun.value.id, notes: 'long ago' });
      await window.mailtriage.call('settings.save', {
        ...described.value.settings,
        welcomed: true,
        keepCasesDays: 30,
      });
      return begun.value.id;
    });
    await first.close();
    const cases = join(userDataDir, 'cases');
    const [name = ''] = readdirSync(cases).filter((one) => one.endsWith('.json'));
    const stored = JSON.parse(readFileSync(join(cases, name), 'utf8')) as { data: { changedAt: string } };
    stored.data.changedAt = '2020-01-01T00:00:00.000Z';
    writeFileSync(join(cases, name), JSON.stringify(stored));

    const second = await launchApp({ userDataDir });
    await expect(second.page.getByRole('status', { name: 'Messages from MailTriage' })).toContainText(
      '1 case was older',
    );
    expect(readdirSync(cases)).toEqual([]);
    await second.close();
  } finally {
    rmSync(userDataDir, { recursive: true, force: true });
  }
});
