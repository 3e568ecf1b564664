import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { launchApp } from './app.ts';
import type { RunningApp } from './app.ts';
import { axeFindings } from './axe.ts';

/** Pages the navigation does not lead to at once. */
const everyPath = [
  '/servers/new',
  '/diagnosis',
  '/audit',
  '/log-file',
  '/overview',
  '/wizard/maps',
  '/wizard/queue',
  '/wizard/history',
  '/wizard/restore',
  '/wizard/health',
  '/nowhere',
  '/settings',
  '/glossary',
] as const;

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

    for (const name of ['Home', 'Servers', 'Cases', 'Glossary', 'Settings']) {
      test(`page ${name}`, async () => {
        await goTo(name);
        await expect(app.page.getByRole('heading', { level: 1 })).toBeVisible();
        expect(await axeFindings(app.page)).toEqual([]);
      });
    }

    for (const path of everyPath) {
      test(`address ${path}: axe, what screen readers are told, and 200 % zoom`, async () => {
        const { page, electron } = app;
        await page.evaluate((hash) => {
          window.location.hash = hash;
        }, path);
        await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
        await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
        await expect(page.getByRole('main')).toHaveCount(1);
        await expect(page.getByRole('banner')).toHaveCount(1);
        await expect(page.getByRole('navigation', { name: 'Main navigation' })).toHaveCount(1);
        await expect(page).toHaveTitle(/. – MailTriage$/);
        // A control without a name is a control nobody hears of.
        const tree = await page.getByRole('main').ariaSnapshot();
        expect(tree).not.toMatch(/^\s*- (button|link|textbox|combobox|checkbox|radio)(:| *$)/m);
        expect(await axeFindings(page)).toEqual([]);

        const zoom = (factor: number) =>
          electron.evaluate(({ BrowserWindow }, wanted) => {
            const [window] = BrowserWindow.getAllWindows();
            window?.setContentSize(1024, 700);
            window?.webContents.setZoomFactor(wanted);
          }, factor);
        await zoom(2);
        await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(512);
        const beyond = await page.evaluate(() => {
          const width = document.documentElement.clientWidth;
          const controls = document.querySelectorAll('main :is(button, a, input, select, textarea)');
          return [...controls]
            .filter((one) => one.getClientRects().length > 0 && one.getBoundingClientRect().right > width + 1)
            .map((one) => one.outerHTML.slice(0, 120));
        });
        expect(beyond, 'controls cut off at the side').toEqual([]);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(overflow).toBeLessThanOrEqual(0);
        await zoom(1);
        await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(1024);
      });
    }

    test('the search: empty, with mistakes, answered, opened, not found', async () => {
      const { page } = app;
      await goTo('Home');
      await page.getByRole('link', { name: 'A mail never arrived' }).click();
      expect(await axeFindings(page)).toEqual([]);

      await page.getByRole('button', { name: 'Paste log lines' }).click();
      await page.getByRole('button', { name: 'More ways to find it' }).click();
      await page.getByRole('button', { name: /Have the header of the mail/ }).click();
      await page
        .getByRole('textbox', { name: 'Header or bounce message' })
        .fill('From: a@example.com\nTo: b@example.org, c@example.org\n');
      await page.getByRole('textbox', { name: 'Recipient' }).fill('nobody');
      await page.getByRole('button', { name: 'Find the mail' }).click();
      expect(await axeFindings(page)).toEqual([]);

      await page.getByRole('button', { name: 'Use the sample log' }).click();
      for (const recipient of ['user@bluemind.net', 'nobody@example.org']) {
        await page.getByRole('textbox', { name: 'Recipient' }).fill(recipient);
        await page.getByRole('button', { name: 'Find the mail' }).click();
        await expect(page.getByRole('status', { name: 'Verdict' })).toContainText(
          recipient === 'user@bluemind.net' ? /./ : recipient,
        );
        const closed = page.getByRole('button', { name: /^Show/, expanded: false });
        while ((await closed.count()) > 0) await closed.first().click();
        expect(await axeFindings(page)).toEqual([]);
      }
    });
  });
}

interface Moved {
  /** Names of the animations that were there at all: proof that something was looked at. */
  readonly animations: readonly string[];
  /** What takes longer than an eye could follow. */
  readonly slow: readonly string[];
}

/** Looks at every element at each change of the page from now on, and tells what moved. */
async function watchMotion(page: Page): Promise<() => Promise<Moved>> {
  const watch = await page.evaluateHandle(() => {
    const animations = new Set<string>();
    const slow = new Set<string>();
    const longest = (durations: string): number => Math.max(...durations.split(',').map(Number.parseFloat));
    const look = (): void => {
      for (const element of document.querySelectorAll('body *')) {
        for (const part of [undefined, '::before', '::after']) {
          const style = getComputedStyle(element, part);
          if (style.animationName !== 'none') animations.add(style.animationName);
          const seconds = Math.max(
            style.animationName === 'none' ? 0 : longest(style.animationDuration),
            longest(style.transitionDuration),
          );
          const what = `${element.outerHTML.slice(0, 80)} ${part ?? ''}`;
          if (seconds > 0.001) slow.add(`${what}: ${String(seconds)} s`);
          if (style.animationName !== 'none' && style.animationIterationCount !== '1')
            slow.add(`${what}: again`);
        }
      }
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { subtree: true, childList: true, attributes: true });
    look();
    return {
      end: (): Moved => {
        observer.disconnect();
        return { animations: [...animations], slow: [...slow] };
      },
    };
  });
  return () => watch.evaluate(({ end }) => end());
}

test('nothing moves for those who asked their system for less motion', async () => {
  const app = await launchApp();
  const { page } = app;
  try {
    // Without the wish something does move, or the rest would prove nothing.
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    await expect(page.getByRole('link', { name: 'A mail never arrived' })).toBeVisible();
    const otherwise = await watchMotion(page);
    await page.getByRole('link', { name: 'A mail never arrived' }).hover();
    expect((await otherwise()).slow).not.toEqual([]);

    await page.emulateMedia({ reducedMotion: 'reduce' });
    const atHome = await watchMotion(page);
    await page.getByRole('link', { name: 'A mail never arrived' }).hover();
    expect((await atHome()).slow).toEqual([]);

    await page.getByRole('link', { name: 'A mail never arrived' }).click();
    await page.getByRole('button', { name: 'Use the sample log' }).click();
    await page.getByRole('textbox', { name: 'Recipient' }).fill('user@bluemind.net');
    const whileRunning = await watchMotion(page);
    await page.getByRole('button', { name: 'Find the mail' }).click();
    await expect(page.getByRole('status', { name: 'Verdict' })).toBeVisible();
    const run = await whileRunning();
    expect(run.slow).toEqual([]);
    expect(run.animations, 'the bar of a running step').not.toEqual([]);

    await page.evaluate(() => {
      window.location.hash = '/overview';
    });
    await page.getByRole('button', { name: 'Use the sample log' }).click();
    const atOverview = await watchMotion(page);
    await page.getByRole('button', { name: 'Show the whole log' }).click();
    await expect(page.locator('[data-drawn] svg')).toHaveCount(3);
    expect((await atOverview()).slow).toEqual([]);
  } finally {
    await app.close();
  }
});
