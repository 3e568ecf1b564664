import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import type { RunningApp } from './app.ts';
import { electronExecutable, environment, launchApp } from './app.ts';
import { rotatedPair } from './logFiles.ts';
import { picture } from './pictures.ts';
import { at, fill, launchOnPractice, verdict } from './practice.ts';

let app: RunningApp | undefined;
let folder = '';
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailtriage-e2e-crash-'));
});
test.afterEach(async () => {
  await app?.close();
  app = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const notices = (page: Page): Locator => page.getByRole('status', { name: 'Messages from MailTriage' });

async function searchSample({ page }: RunningApp): Promise<void> {
  await page.getByRole('link', { name: 'A mail never arrived' }).click();
  await page.getByRole('button', { name: 'Use the sample log' }).click();
  await page.getByRole('textbox', { name: 'Recipient' }).fill('user@bluemind.net');
  await page.getByRole('button', { name: 'Find the mail' }).click();
  await expect(page.getByRole('status', { name: 'Verdict' })).toBeVisible();
}

/** What a window shows; Playwright knows nothing more of a page that died once. */
const windowText = ({ electron }: RunningApp): Promise<string> =>
  electron.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (contents === undefined || contents.isCrashed() || contents.isLoading()) return '';
    const script = `document.querySelector('main')?.innerText + [...document.querySelectorAll('input')].map((one) => one.value)`;
    // A page that dies meanwhile never answers.
    const silence = new Promise((resolve) => setTimeout(resolve, 2000, ''));
    return String(await Promise.race([contents.executeJavaScript(script), silence]));
  });

const crashWindow = ({ electron }: RunningApp): Promise<void> =>
  electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
  );

test('a window that dies comes back with everything, and says so; one that dies again asks', async () => {
  app = await launchApp();
  await searchSample(app);
  await app.page.getByRole('textbox', { name: 'Sender' }).fill('half typ');
  // The window hands over what it holds a moment after the last change.
  await expect
    .poll(() =>
      app?.page.evaluate(async () => {
        const kept = await window.mailtriage.call('window.recall', undefined);
        return kept.ok ? kept.value : null;
      }),
    )
    .toContain('half typ');
  await app.electron.evaluate(({ dialog }) => {
    dialog.showMessageBox = () => {
      Object.assign(globalThis, { wasAsked: true });
      return Promise.resolve({ response: 0, checkboxChecked: false });
    };
  });
  const wasAsked = () =>
    app?.electron.evaluate(() => (globalThis as { wasAsked?: boolean }).wasAsked === true);

  await crashWindow(app);
  // The frame of the window says so before the page inside it is there.
  for (const there of [
    'loaded again',
    'A mail never arrived',
    'user@bluemind.net',
    'half typ',
    'C5BF3135FAF',
  ])
    await expect.poll(() => windowText(app as RunningApp), { timeout: 30_000 }).toContain(there);
  expect(await wasAsked()).toBe(false);

  await crashWindow(app);
  await expect.poll(wasAsked, { timeout: 30_000 }).toBe(true);
  await expect.poll(() => windowText(app as RunningApp), { timeout: 30_000 }).toContain('half typ');
});

test('a window that dies after a diagnosis has its steps and its conclusion back', async () => {
  test.setTimeout(120_000);
  app = await launchOnPractice();
  const { page } = app;
  await page.getByRole('link', { name: 'Not sure? Check everything' }).click();
  await fill(page, 'Recipient', at('bruno.lang'));
  await page.getByRole('button', { name: 'Find the cause' }).click();
  await expect(verdict(page)).toContainText('is full', { timeout: 60_000 });
  await expect
    .poll(async () =>
      JSON.stringify(await page.evaluate(() => window.mailtriage.call('window.recall', undefined))),
    )
    .toContain('concluded');

  await crashWindow(app);
  await expect.poll(() => windowText(app as RunningApp), { timeout: 30_000 }).toContain('loaded again');
  // The message is there before the page is.
  const shown = () => windowText(app as RunningApp);
  await expect.poll(shown, { timeout: 30_000 }).toContain('What was checked');
  const steps = ['Look the address up', 'Look into the queue', 'Check how full the mailbox is'];
  for (const kept of [...steps, 'is full', at('bruno.lang')]) expect(await shown()).toContain(kept);
});

test('a thread that dies while it reads is told of, and the search can be started again', async () => {
  app = await launchApp();
  await app.electron.evaluate(() => {
    const { Worker } = process.getBuiltinModule('node:worker_threads');
    // The next thread lives until somebody listens to it.
    const on = Worker.prototype.on;
    Worker.prototype.on = function once(this: InstanceType<typeof Worker>, ...args: never[]) {
      Worker.prototype.on = on;
      setTimeout(() => void this.terminate(), 0);
      return on.apply(this, args as never);
    } as never;
  });
  const { page } = app;
  await page.getByRole('link', { name: 'A mail never arrived' }).click();
  await page.getByRole('button', { name: 'Use the sample log' }).click();
  await page.getByRole('textbox', { name: 'Recipient' }).fill('user@bluemind.net');
  await page.getByRole('button', { name: 'Find the mail' }).click();
  await expect(page.getByText('Reading the logs stopped unexpectedly')).toBeVisible();
  await picture(page, 'reading-stopped');
  await page.getByRole('button', { name: 'Find the mail' }).click();
  await expect(page.getByRole('status', { name: 'Verdict' })).toBeVisible();
});

test('what the disk does not take is kept in memory, and said', async () => {
  app = await launchApp();
  const { page, userDataDir } = app;
  // A file where the folder of the cases should be, a folder where the backup of the settings should be: nobody can
  // write there, not even root, for whom a protected folder is none.
  writeFileSync(join(userDataDir, 'cases'), '');
  mkdirSync(join(userDataDir, 'settings.json.bak'));
  await searchSample(app);
  await expect(notices(page)).toContainText('could not be saved');
  await picture(page, 'disk-full');
  await notices(page).getByRole('button', { name: 'Understood' }).click();
  await expect(notices(page)).toBeEmpty();

  await page.getByRole('link', { name: 'Cases' }).click();
  await expect(page.getByRole('main').getByRole('link', { name: /user@bluemind\.net/ })).toBeVisible();

  await page.getByRole('button', { name: 'Switch to dark colours' }).click();
  await expect(notices(page)).toContainText('will be forgotten');
  await expect(page.locator('html')).toHaveCSS('color-scheme', 'dark');
  expect(await app.electron.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark');

  // Once there is room again, the next change is written.
  rmSync(join(userDataDir, 'settings.json.bak'), { recursive: true });
  await page.getByRole('button', { name: 'Switch to light colours' }).click();
  await expect(notices(page)).toBeEmpty();
  await expect
    .poll(() => readFileSync(join(userDataDir, 'settings.json'), 'utf8'))
    .toMatch(/"theme":\s*"light"/);
});

test('a damaged case is set aside and named, the others are there', async () => {
  const first = await launchApp({ userDataDir: folder });
  for (const notes of ['first', 'second']) {
    await first.page.evaluate(async (text) => {
      const begun = await window.mailtriage.call('cases.begin', undefined);
      if (begun.ok) await window.mailtriage.call('cases.note', { id: begun.value.id, notes: text });
    }, notes);
  }
  await first.close();
  const cases = join(folder, 'cases');
  const [name = ''] = readdirSync(cases).filter((one) => one.endsWith('.json'));
  writeFileSync(join(cases, name), '{"version":1,"data":{"id"');
  writeFileSync(join(folder, 'servers.json'), 'not json');

  app = await launchApp({ userDataDir: folder });
  await app.page.getByRole('button', { name: /Skip/ }).click();
  await expect(notices(app.page)).toContainText('servers could not be read');
  await expect(notices(app.page)).toContainText(`${name}.damaged-`);
  await picture(app.page, 'damaged-stores');
  await app.page.getByRole('link', { name: 'Cases', exact: true }).click();
  await expect(app.page.getByRole('main').getByRole('listitem')).toHaveCount(1);
  expect(readdirSync(cases).some((one) => one.startsWith(`${name}.damaged-`))).toBe(true);
});

test('a second start shows the first window, with the files it was given', async () => {
  app = await launchApp();
  const { electron, page, userDataDir } = app;
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
  const checkout = resolve(import.meta.dirname, '../..');
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  // Ends by itself: the first one takes over.
  await promisify(execFile)(
    electronExecutable(),
    [...sandbox, `--user-data-dir=${userDataDir}`, checkout, ...rotatedPair()],
    { env: environment(), timeout: 30_000 },
  );
  await expect(page.getByText('2 files are used')).toBeVisible();
  expect(await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('a start with a file that is not there says so', async () => {
  app = await launchApp({ args: [join(folder, 'gone.log')] });
  await expect(app.page.getByText('gone.log is not there any more')).toBeVisible();
});

test('after sleep connections are looked after, and that is said', async () => {
  app = await launchOnPractice();
  const { electron, page } = app;
  const emit = (name: string) =>
    electron.evaluate(({ powerMonitor }, event) => powerMonitor.emit(event), name);
  await emit('suspend');
  await emit('resume');
  await expect(notices(page)).toContainText('The computer was asleep');
  await page.getByRole('link', { name: 'Servers', exact: true }).click();
  await expect(page.getByText('Connected', { exact: true }).first()).toBeVisible();
});

test('a window whose screen is gone comes back', async () => {
  app = await launchApp();
  const place = () =>
    app?.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
  const area = await app.electron.evaluate(({ screen }) => screen.getPrimaryDisplay().workArea);
  await app.electron.evaluate(({ BrowserWindow }, width) => {
    BrowserWindow.getAllWindows()[0]?.setPosition(width + 500, 40);
  }, area.width);
  await expect.poll(async () => (await place())?.x).toBeGreaterThanOrEqual(area.width);
  await app.electron.evaluate(({ screen }) => {
    screen.emit('display-removed', {}, screen.getPrimaryDisplay());
  });
  await expect.poll(async () => (await place())?.x).toBeLessThan(area.width);
});
