import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentWithout } from './environment.mjs';
import { Failure } from './failure.mjs';
import { checkout } from './places.mjs';
import { say } from './progress.mjs';
import { startVirtualDisplay } from './virtualDisplay.mjs';

/** The mail of the bundled sample log that somebody is looking for. */
const recipient = 'user@bluemind.net';

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
 * @param {import('@playwright/test').Page} page
 * @returns {Promise<string>} the verdict as the page shows it
 */
async function walk(page) {
  await page
    .getByRole('link', { name: /A mail never arrived/i })
    .or(page.getByRole('button', { name: /A mail never arrived/i }))
    .first()
    .click();
  await page
    .getByRole('button', { name: /sample log/i })
    .first()
    .click();
  await page
    .getByLabel(/^recipient/i)
    .first()
    .fill(recipient);
  await page
    .getByLabel(/^recipient/i)
    .first()
    .press('Enter');
  const verdict = page.getByRole('region', { name: /verdict|result/i }).first();
  await verdict.waitFor();
  return (await verdict.innerText()).trim();
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
