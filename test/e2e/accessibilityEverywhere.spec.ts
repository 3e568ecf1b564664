import { rmSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import { startPracticeServer } from '../../src/main/practice/practiceServer.ts';
import { launchApp } from './app.ts';
import type { RunningApp } from './app.ts';
import { axeFindings } from './axe.ts';
import { expectFocusKept, expectGoodTree, nothingWrong, press, walkByTab } from './keyboardWalk.ts';
import { openServer, profileOf, userDataWith } from './ownServers.ts';
import { picture } from './pictures.ts';
import { at, begin, fill, launchOnPractice, verdict } from './practice.ts';

/** A server is simulated besides the window, and axe looks at each page as a whole: on a busy machine both take their time. */
test.describe.configure({ timeout: 240_000 });

let app: RunningApp;
let folder: string | null = null;
test.afterEach(async () => {
  await app.close();
  if (folder !== null) rmSync(folder, { recursive: true, force: true });
  folder = null;
});

const go = (page: Page, path: string): Promise<void> =>
  page.evaluate((hash) => {
    window.location.hash = hash;
  }, path);

/** Everything a page has to be for everybody: axe, the tree, each control reached and seen, and a name for the window. */
async function expectForEverybody(page: Page, what: string, within = 'main'): Promise<void> {
  await test.step(what, async () => {
    await picture(page, `everybody-${what}`);
    // All that is wrong with a page is told at once.
    expect.soft(await axeFindings(page), what).toEqual([]);
    await expectGoodTree(page, within);
    expect.soft(await walkByTab(page, within), what).toEqual(nothingWrong);
    if (within === 'main') await expect(page).toHaveTitle(/. – MailTriage$/);
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`pages at work are for everybody in ${colorScheme} colours`, async () => {
    app = await launchOnPractice(4, { colorScheme });
    const { page } = app;
    await page.emulateMedia({ reducedMotion: 'reduce', colorScheme });

    // A diagnosis with its conclusion and its steps.
    await page.getByRole('link', { name: 'Not sure? Check everything' }).click();
    await fill(page, 'Recipient', at('bruno.lang'));
    await page.getByRole('button', { name: 'Find the cause' }).click();
    await expect(verdict(page)).toContainText('is full', { timeout: 60_000 });
    await expectFocusKept(page);
    await expectForEverybody(page, `diagnosis-${colorScheme}`);

    // The case it was written down in, with everything open.
    await page.getByRole('link', { name: 'Notes and report of this case' }).click();
    await expect(page.getByRole('heading', { level: 1, name: at('bruno.lang') })).toBeFocused();
    const closed = page.getByRole('button', { name: /^(Show|\d)/, expanded: false });
    while ((await closed.count()) > 0) await closed.first().click();
    await page.getByRole('checkbox', { name: /Without names/ }).check();
    await page.getByRole('button', { name: 'See what is replaced' }).click();
    await expectForEverybody(page, `case-${colorScheme}`);
    await go(page, '/cases');
    await expect(page.getByRole('heading', { level: 1, name: 'Cases' })).toBeFocused();
    await expectForEverybody(page, `cases-${colorScheme}`);

    // What is known about a server, and what was run there.
    await go(page, '/servers/practice-4');
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
    await expect(page.getByText('Connected', { exact: true })).toBeVisible({ timeout: 30_000 });
    await expectForEverybody(page, `server-${colorScheme}`);
    await go(page, '/audit');
    await expect(page.getByRole('main').getByText('postqueue').first()).toBeVisible();
    await expectForEverybody(page, `audit-${colorScheme}`);

    // The server as a whole.
    await go(page, '/wizard/health');
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
    await page.keyboard.press('Control+Enter');
    await expect(verdict(page)).toBeVisible({ timeout: 60_000 });
    await expectForEverybody(page, `health-${colorScheme}`);

    // A list something is chosen from, and the change before it is confirmed.
    await begin(page, 'Bring back deleted mail');
    await fill(page, 'Recipient', at('emma.roth'));
    await page.keyboard.press('Control+Enter');
    await expect(verdict(page)).toContainText('technical domain', { timeout: 60_000 });
    await press(page, page.getByRole('button', { name: 'INBOX', exact: true }));
    await expect(verdict(page)).toContainText('can be brought back', { timeout: 60_000 });
    await expectFocusKept(page);
    const row = page
      .getByRole('table', { name: /deleted mails in INBOX/ })
      .getByRole('row', { name: /Vertrag/ });
    await press(page, row.getByRole('checkbox'), 'Space');
    await expect(row.getByRole('checkbox')).toBeChecked();
    await expectForEverybody(page, `restore-${colorScheme}`);
    await press(page, page.getByRole('button', { name: 'Bring back the chosen mail', exact: true }));
    await expect(page.getByRole('dialog', { name: 'Bring back the chosen mail?' })).toBeVisible();
    await expectForEverybody(page, `confirm-${colorScheme}`, 'dialog');
    await page.keyboard.press('Escape');
    await expectFocusKept(page);
  });

  test(`a whole log, a mail of it and what is taken along are for everybody in ${colorScheme} colours`, async () => {
    app = await launchApp({ colorScheme });
    const { page } = app;
    await page.emulateMedia({ reducedMotion: 'reduce', colorScheme });
    await expect(page.getByRole('link', { name: 'Mails are piling up' })).toBeVisible();
    await go(page, '/overview');
    await page.getByRole('button', { name: 'Use the sample log' }).click();
    await page.getByRole('button', { name: 'Show the whole log' }).click();
    await expect(page.locator('[data-drawn] svg')).toHaveCount(3);
    await expectForEverybody(page, `overview-${colorScheme}`);
    await press(page, page.getByRole('button', { name: /^Mail by mail/ }));
    await press(page, page.getByRole('table').last().getByRole('row').nth(1).getByRole('button'));
    await expect(page.getByRole('region', { name: /What happened to/ })).toBeVisible();
    await expectFocusKept(page);
    await expectForEverybody(page, `mail-${colorScheme}`);
    await press(page, page.getByRole('button', { name: 'Save what is seen' }));
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectForEverybody(page, `save-${colorScheme}`, 'dialog');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: 'Save what is seen' })).toBeFocused();
  });

  test(`dialogs are for everybody in ${colorScheme} colours`, async () => {
    app = await launchApp({ colorScheme });
    const { page } = app;
    await page.emulateMedia({ reducedMotion: 'reduce', colorScheme });
    await page.getByRole('link', { name: 'Settings' }).focus();
    await page.keyboard.press('Enter');
    const heading = page.getByRole('heading', { level: 1, name: 'Settings' });
    await expect(heading).toBeFocused();

    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog', { name: 'Search everything' })).toBeVisible();
    await expectForEverybody(page, `search-${colorScheme}`, 'dialog');
    await page.keyboard.press('Escape');
    await expect(heading).toBeFocused();

    for (const [opener, name] of [
      ['Show the keyboard shortcuts', 'Keyboard shortcuts'],
      ['Show the report…', 'Report for support'],
    ] as const) {
      const button = page.getByRole('button', { name: opener });
      await press(page, button);
      const dialog = page.getByRole('dialog', { name });
      await expect(dialog).toBeVisible();
      await expectForEverybody(page, `${name}-${colorScheme}`, 'dialog');
      // The rest of the window is out of reach as long as it is open.
      for (let presses = 0; presses < 12; presses += 1) {
        await page.keyboard.press('Tab');
        const held = await page.evaluate(
          () =>
            document.activeElement === document.body || document.activeElement?.closest('dialog') !== null,
        );
        expect(held).toBe(true);
      }
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
      await expect(button).toBeFocused();
    }
  });
}

test('the focus is never lost: rows that go, buttons that have done their work, a case that is deleted', async () => {
  app = await launchOnPractice(4);
  const { page } = app;
  const gone = async (name: string | RegExp): Promise<void> => {
    const button = page.getByRole('button', { name }).first();
    await press(page, button);
    await expectFocusKept(page);
    // What comes next is near: not the first link of the window.
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: 'Skip to the content' })).not.toBeFocused();
  };
  // A jump host more, and away with it.
  await go(page, '/servers/new');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await press(page, page.getByRole('button', { name: 'Other hosts on the way' }));
  await press(page, page.getByRole('button', { name: 'Add a host on the way' }));
  await expectFocusKept(page);
  await gone('Remove host 1');

  // What is known so far is thrown away, and brought back.
  await begin(page, 'Mails are piling up');
  await fill(page, 'Recipient', at('bruno.lang'));
  await page.keyboard.press('Control+Enter');
  await expect(verdict(page)).toContainText('because the mailbox is full', { timeout: 60_000 });
  await gone('Start over');
  await expect(page.getByText('Undo').first()).toBeVisible();
  await gone('Undo');
  await expect(verdict(page)).toContainText('because the mailbox is full');

  // A case is deleted: the list of the others is where it leads.
  await go(page, '/cases');
  await press(page, page.getByRole('main').getByRole('link', { name: at('bruno.lang') }));
  await press(page, page.getByRole('button', { name: 'Delete this case' }));
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Keep it' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Delete this case' })).toBeFocused();
  await page.keyboard.press('Enter');
  await press(page, page.getByRole('dialog').getByRole('button', { name: 'Delete this case' }));
  await expect(page.getByRole('heading', { level: 1, name: 'Cases' })).toBeFocused();
});

test('verdicts and progress are announced where screen readers listen', async () => {
  app = await launchOnPractice(4);
  const { page } = app;
  await begin(page, 'Mails are piling up');
  await fill(page, 'Recipient', at('bruno.lang'));
  // Everything live regions say from now on, also what is there for a moment only.
  await page.evaluate(() => {
    const heard: string[] = [];
    const listen = (node: Node): void => {
      const element = node instanceof Element ? node : node.parentElement;
      const region = element?.closest('[aria-live], [role="status"], [role="alert"]');
      if (region?.textContent) heard.push(region.textContent);
    };
    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes) for (const node of [target, ...addedNodes]) listen(node);
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
    Object.assign(window, { heard });
  });
  await page.keyboard.press('Control+Enter');
  await expect(verdict(page)).toContainText('because the mailbox is full', { timeout: 60_000 });
  const heard = await page.evaluate(() => (window as unknown as { heard: string[] }).heard);
  expect(heard.some((text) => text.includes('because the mailbox is full'))).toBe(true);
  expect(heard.some((text) => text.includes('Working on it'))).toBe(true);
});

test('a word in a sentence explains itself by keyboard, and gives the focus back', async () => {
  app = await launchApp();
  const { page } = app;
  await expect(page.getByRole('link', { name: 'Mails are piling up' })).toBeVisible();
  await go(page, '/wizard/queue');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  // What is folded away explains its own words.
  const term = page.locator('main button[aria-description^="Mail queue"]').first();
  await press(page, term);
  const explanation = page.getByRole('dialog', { name: 'Mail queue' });
  await expect(explanation).toContainText('For example');
  await expect(explanation.getByRole('link', { name: 'Open the glossary' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(explanation).toBeHidden();
  await expect(term).toBeFocused();
});

test('what a server asks is for everybody: its key, its password, and the words explained there', async () => {
  const server = await startPracticeServer({ now: Date.now, edition: 4 });
  folder = userDataWith({ profiles: [profileOf(server, { id: 'profile-edge', name: 'Edge' })] });
  try {
    app = await launchApp({ userDataDir: folder });
    const { page } = app;
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await openServer(page, 'Edge');
    const key = page.getByRole('dialog', { name: /^Is this really/ });
    await expect(key).toBeVisible({ timeout: 30_000 });
    await expectForEverybody(page, 'host-key', 'dialog');
    // A word explained inside of the question: Escape closes the explanation and not the question.
    const word = key.getByRole('button', { name: /Fingerprint: what does that mean/ });
    await press(page, word);
    const explanation = page.getByRole('dialog', { name: 'Fingerprint', exact: true });
    await expect(explanation.getByRole('button', { name: 'Close' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(explanation).toBeHidden();
    await expect(key).toBeVisible();
    await expect(word).toBeFocused();
    await press(page, key.getByRole('button', { name: 'Connect this once' }));
    await expect(page.getByRole('dialog', { name: /^Password for/ })).toBeVisible({ timeout: 30_000 });
    await expectForEverybody(page, 'password', 'dialog');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expectFocusKept(page);
  } finally {
    await server.stop();
  }
});
