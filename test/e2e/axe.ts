import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** What axe finds on the page as it stands, in words that say where. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  // What the page scrolled under its header is not covered for anybody who scrolls.
  await page.evaluate(() => window.scrollTo({ top: 0, behavior: 'instant' }));
  // Without the extra page axe opens for frames: Electron has one window, and we have no frames.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, html, failureSummary }) =>
        `${id}: ${help} at ${String(target)}: ${html.slice(0, 200)}: ${failureSummary ?? ''}`,
    ),
  );
}
