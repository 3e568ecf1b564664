import { expect, test } from '@playwright/test';
import { axeFindings } from './axe.ts';
import { picture } from './pictures.ts';
import { launchOnPractice } from './practice.ts';

/** A server is simulated besides the window, and axe looks at each page as a whole: on a busy machine both take their time. */
test.describe.configure({ timeout: 180_000 });

/** Every address of the window (`app/paths.ts`), as it is before anything was done there; wizards at work are looked at elsewhere. */
const addresses = [
  'servers',
  'servers/new',
  'servers/practice-4',
  'cases',
  'audit',
  'diagnosis',
  'glossary',
  'settings',
  'log-file',
  'overview',
  'overview/log',
  'wizard/trace',
  'wizard/maps',
  'wizard/queue',
  'wizard/history',
  'wizard/restore',
  'wizard/health',
  'no-such-page',
];

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any page in ${theme} colours`, async () => {
    const app = await launchOnPractice(4, { colorScheme: theme });
    const { page } = app;
    try {
      await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: theme });
      const found: Record<string, readonly string[]> = {};
      for (const address of addresses) {
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
