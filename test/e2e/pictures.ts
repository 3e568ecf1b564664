import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';

const folder = resolve(import.meta.dirname, '../../test-results/screenshots');

/** Keeps a picture of the page as the user sees it; `whole` shows all of it, below the fold too. */
export async function picture(page: Page, name: string, { whole = false } = {}): Promise<void> {
  mkdirSync(folder, { recursive: true });
  // The page scrolls to a new answer once it is drawn: wait for that, then go where the picture begins.
  await page.evaluate(
    () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
  );
  if (whole) await page.evaluate(() => window.scrollTo({ top: 0, behavior: 'instant' }));
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: whole, animations: 'disabled' });
}
