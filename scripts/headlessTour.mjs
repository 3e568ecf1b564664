import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentWithout } from './environment.mjs';
import { Failure } from './failure.mjs';
import { checkout } from './places.mjs';
import { say } from './progress.mjs';
import { startVirtualDisplay } from './virtualDisplay.mjs';

/** The mail of the bundled sample log that somebody is looking for. */
const wanted = { recipient: 'user@bluemind.net', sender: 'user2@domain.net' };

/**
 * What `npm start` does where there is no screen: the real app, on a display in memory, walked from "A mail never
 * arrived" to the verdict on its sample log by what a person would see. Prints the verdict and saves a picture of it.
 * @param {string} executable
 * @param {readonly string[]} chromiumArgs
 */
export async function tour(executable, chromiumArgs) {
  // Not imported at the top: it is read before the packages are installed.
  const { _electron } = await import('@playwright/test');
  const display = await startVirtualDisplay();
  const userData = mkdtempSync(join(tmpdir(), 'mailtriage-tour-'));
  /** @type {import('@playwright/test').ElectronApplication | undefined} */
  let electron;
  try {
    electron = await _electron.launch({
      executablePath: executable,
      args: [...chromiumArgs, '--lang=en', `--user-data-dir=${userData}`, checkout],
      env: { ...environmentWithout(display.env, 'ELECTRON_RUN_AS_NODE'), LANGUAGE: 'en', LC_ALL: 'C.UTF-8' },
      timeout: 60_000,
    });
    const page = await electron.firstWindow();
    page.setDefaultTimeout(20_000);
    const verdict = await walk(page);
    const picture = join(pictureFolder(), 'npm-start.png');
    // The page has scrolled to its answer; what stays in view while it scrolls belongs to the top of the picture.
    await page.evaluate('window.scrollTo({ top: 0, behavior: "instant" })');
    await page.screenshot({ path: picture, fullPage: true });
    process.stdout.write(`${verdict}\n`);
    say(`Screenshot: ${picture}`);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw new Failure(
      'The app opened on the virtual display, but the walk through its sample did not reach a verdict: the message above says where it stopped.',
      text,
    );
  } finally {
    await electron?.close().catch(() => {});
    display.stop();
    rmSync(userData, { recursive: true, force: true });
  }
}

/**
 * From the very first start, whose welcome stands before everything else.
 * @param {import('@playwright/test').Page} page
 * @returns {Promise<string>} the verdict as the page shows it
 */
export async function walk(page) {
  await skipWelcome(page);
  await page.getByRole('link', { name: word('home:symptom.never-arrived.title') }).click();
  await page.getByRole('button', { name: word('intake:sample') }).click();
  await page.getByRole('textbox', { name: word('wizard:field.recipient.label') }).fill(wanted.recipient);
  await page.getByRole('textbox', { name: word('wizard:field.sender.label') }).fill(wanted.sender);
  await page.getByRole('button', { name: word('wizard:run.trace') }).click();
  const verdict = page.getByRole('status', { name: word('wizard:verdict.label') });
  await verdict.waitFor();
  return (await verdict.innerText()).replace(/\n{2,}/g, '\n').trim();
}

/**
 * Goes from the welcome to Home, which every later start then begins with.
 * @param {import('@playwright/test').Page} page
 */
export async function skipWelcome(page) {
  await page.getByRole('button', { name: word('first-run:skip') }).click();
  await heading(page, 'home:title').waitFor();
}

/**
 * The heading of the page that is shown.
 * @param {import('@playwright/test').Page} page
 * @param {string} key
 */
export function heading(page, key) {
  return page.getByRole('main').getByRole('heading', { level: 1, name: word(key) });
}

/**
 * What a control is called, from the app's own English catalogue, so that rewording it does not break the walk.
 * @param {string} key `namespace:a.b`
 * @returns {string}
 */
export function word(key) {
  const [namespace = '', path = ''] = key.split(':');
  const catalogue = JSON.parse(
    readFileSync(join(checkout, 'src', 'locales', 'en', `${namespace}.json`), 'utf8'),
  );
  /** @type {unknown} */
  const text = path.split('.').reduce((node, name) => node?.[name], catalogue);
  if (typeof text !== 'string') throw new Error(`The English texts have no ${key}.`);
  return text;
}

function pictureFolder() {
  const folder = join(checkout, 'test-results');
  try {
    mkdirSync(folder, { recursive: true });
    return folder;
  } catch {
    return mkdtempSync(join(tmpdir(), 'mailtriage-')); // a checkout that belongs to somebody else
  }
}
