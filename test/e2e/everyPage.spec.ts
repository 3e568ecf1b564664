import { expect, test } from '@playwright/test';
import { addresses } from './addresses.ts';
import { axeFindings } from './axe.ts';
import { picture } from './pictures.ts';
import { launchOnPractice } from './practice.ts';

/** A server is simulated besides the window, and axe looks at each page as a whole: on a busy machine both take their time. */
test.describe.configure({ timeout: 180_000 });

/** Every address of the window, as it is before anything was done there; wizards at work are looked at elsewhere. */
const everyAddress = [...addresses, 'servers/practice-4', 'overview/log', 'no-such-page'];

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any page in ${theme} colours`, async () => {
    const app = await launchOnPractice(4, { colorScheme: theme });
    const { page } = app;
    try {
      await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: theme });
      const found: Record<string, readonly string[]> = {};
      for (const address of everyAddress) {
        await page.evaluate((to) => {
          window.location.hash = to;
        }, `#/${address}`);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await picture(page, `${address.replace('/', '-')}-${theme}`);
        // A page that comes late is looked at once it is there.
        let findings: readonly string[] = [];
        await expect
          .poll(async () => (findings = await axeFindings(page)), { timeout: 15_000 })
          .toEqual([])
          .catch(() => (found[address] = findings));
      }
      expect(found).toEqual({});
    } finally {
      await app.close();
    }
  });
}
