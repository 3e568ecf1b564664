import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { launchApp } from './app.ts';
import type { RunningApp } from './app.ts';

/** What axe finds on the page as it stands, in words that say where. */
async function findings(page: Page): Promise<readonly string[]> {
  // What the page scrolled under its header is not covered for anybody who scrolls.
  await page.evaluate(() => window.scrollTo({ top: 0, behavior: 'instant' }));
  // Without the extra page axe opens for frames: Electron has one window, and we have no frames.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help} at ${String(target)}: ${failureSummary ?? ''}`),
  );
}

for (const theme of ['light', 'dark'] as const) {
  test.describe(`axe finds nothing in ${theme} colours`, () => {
    let app: RunningApp;
    test.beforeAll(async () => {
      app = await launchApp();
      await app.page.getByRole('link', { name: 'Settings' }).click();
      await app.page.getByRole('radio', { name: theme === 'light' ? 'Light' : 'Dark' }).check();
      await app.page.emulateMedia({ reducedMotion: 'reduce' });
    });
    test.afterAll(() => app.close());

    const goTo = async (name: string) => {
      await app.page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name }).click();
    };

    for (const name of ['Home', 'Glossary', 'Settings']) {
      test(`page ${name}`, async () => {
        await goTo(name);
        await expect(app.page.getByRole('heading', { level: 1 })).toBeVisible();
        expect(await findings(app.page)).toEqual([]);
      });
    }

    test('the search: empty, with mistakes, answered, opened, not found', async () => {
      const { page } = app;
      await goTo('Home');
      await page.getByRole('link', { name: 'A mail never arrived' }).click();
      expect(await findings(page)).toEqual([]);

      await page.getByRole('button', { name: 'Paste log lines' }).click();
      await page.getByRole('button', { name: 'More ways to find it' }).click();
      await page.getByRole('button', { name: /Have the header of the mail/ }).click();
      await page
        .getByRole('textbox', { name: 'Header or bounce message' })
        .fill('From: a@example.com\nTo: b@example.org, c@example.org\n');
      await page.getByRole('textbox', { name: 'Recipient' }).fill('nobody');
      await page.getByRole('button', { name: 'Find the mail' }).click();
      expect(await findings(page)).toEqual([]);

      await page.getByRole('button', { name: 'Use the sample log' }).click();
      for (const recipient of ['user@bluemind.net', 'nobody@example.org']) {
        await page.getByRole('textbox', { name: 'Recipient' }).fill(recipient);
        await page.getByRole('button', { name: 'Find the mail' }).click();
        await expect(page.getByRole('status', { name: 'Verdict' })).toContainText(
          recipient === 'user@bluemind.net' ? /./ : recipient,
        );
        const closed = page.getByRole('button', { name: /^Show/, expanded: false });
        while ((await closed.count()) > 0) await closed.first().click();
        expect(await findings(page)).toEqual([]);
      }
    });
  });
}
