import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import type { RunningApp } from './app.ts';
import { axeFindings } from './axe.ts';
import { picture } from './pictures.ts';
import { at, launchOnPractice, verdict } from './practice.ts';

/** A server is simulated besides the window: on a busy machine both take their time. */
test.describe.configure({ timeout: 120_000 });

const go = (page: Page, hash: string): Promise<void> =>
  page.evaluate((to) => {
    window.location.hash = to;
  }, hash);

for (const theme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the wizards in ${theme} colours`, async () => {
    test.setTimeout(180_000);
    const app = await launchOnPractice(4);
    const { page } = app;
    try {
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await go(page, '#/settings');
      await page.getByRole('radio', { name: theme === 'light' ? 'Light' : 'Dark' }).check();
      const look = async (name: string): Promise<void> => {
        await picture(page, `${name}-${theme}`, { whole: true });
        expect(await axeFindings(page), name).toEqual([]);
      };
      await go(page, '#/');
      await expect(page.getByText('The practice server is ready')).toBeVisible();
      await look('home-practice');
      await go(page, '#/wizard/maps');
      await page.getByRole('textbox', { name: 'Recipient' }).fill(at('greta.vogel'));
      await page.getByRole('button', { name: 'Look the address up' }).last().click();
      await expect(verdict(page)).toBeVisible({ timeout: 30_000 });
      await look('axe-maps');
      await page.getByRole('button', { name: 'See what will happen' }).first().click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await look('axe-confirm');
      await page.keyboard.press('Escape');

      await go(page, '#/wizard/queue');
      await page.getByRole('textbox', { name: 'Recipient' }).fill('');
      await page.getByRole('button', { name: 'Look into the queue' }).last().click();
      await expect(page.getByRole('table', { name: /waiting mails/ })).toBeVisible({ timeout: 30_000 });
      // Each click takes one away from those that are closed; what explains a word would cover the next.
      const closed = page
        .getByRole('main')
        .getByRole('button', { expanded: false })
        .and(page.locator(':not([aria-haspopup])'));
      for (let left = await closed.count(); left > 0; left -= 1) await closed.first().click();
      await look('axe-queue');

      await go(page, '#/wizard/history/vanished');
      await page.getByRole('textbox', { name: 'Recipient' }).fill(at('david.weber'));
      await page.getByRole('textbox', { name: 'Word in the mail' }).fill('Pflichtenheft');
      await page.getByRole('button', { name: 'Search by a word' }).last().click();
      await expect(verdict(page)).toBeVisible({ timeout: 30_000 });
      await page.getByRole('button', { name: /Show the table/ }).click();
      await look('axe-history');

      await go(page, '#/wizard/restore');
      await page.getByRole('textbox', { name: 'Recipient' }).fill(at('emma.roth'));
      await page.getByRole('button', { name: 'Find the mailbox' }).last().click();
      await expect(verdict(page)).toBeVisible({ timeout: 30_000 });
      await look('axe-mailbox');
      await page.getByRole('button', { name: 'INBOX', exact: true }).click();
      await expect(page.getByRole('table', { name: /deleted mails/ })).toBeVisible({ timeout: 30_000 });
      await look('axe-deleted');

      await go(page, '#/cases');
      await page.getByRole('main').getByRole('link').first().click();
      await expect(page.getByRole('region', { name: 'What was checked' })).toBeVisible();
      await look('axe-case');

      await go(page, '#/wizard/queue');
      await page.getByRole('button', { name: 'Look elsewhere' }).click();
      await page.getByRole('button', { name: 'Have somebody run it' }).click();
      await page.getByRole('button', { name: 'Show the commands to pass on' }).click();
      await expect(page.getByRole('textbox', { name: 'What command 1 printed' })).toBeVisible();
      await look('axe-paste');
    } finally {
      await app.close();
    }
  });
}

test('pasted outputs: wrong ones are named, right ones lead to the verdict', async () => {
  const app: RunningApp = await launchOnPractice(4);
  const { page } = app;
  try {
    await go(page, '#/wizard/queue');
    await page.getByRole('button', { name: 'Look elsewhere' }).click();
    await page.getByRole('button', { name: 'Have somebody run it' }).click();
    await page.getByRole('button', { name: 'Show the commands to pass on' }).click();
    await expect(page.getByText('postqueue -j')).toBeVisible();
    const boxes = page.getByRole('textbox', { name: /^What command/ });
    await boxes.first().fill('Mar  1 20:45:32 bluemind postfix/qmgr[364]: C5BF3135FAF: removed');
    await page.getByRole('button', { name: 'Check this output' }).click();
    await expect(page.getByRole('status').filter({ hasText: /log/i }).first()).toBeVisible();
    await picture(page, 'paste-wrong', { whole: true });
    await boxes
      .first()
      .fill(
        '{"queue_name": "deferred", "queue_id": "C5BF3135FAF", "arrival_time": 1772397932, "message_size": 8386, "forced_expire": false, "sender": "user2@domain.net", "recipients": [{"address": "user@bluemind.net", "delay_reason": "host 192.168.124.72[192.168.124.72] said: 452 4.2.2 Over quota (in reply to RCPT TO command)"}]}',
      );
    if ((await boxes.count()) > 1) await boxes.nth(1).fill('maximal_queue_lifetime = 5d');
    await page.getByRole('button', { name: 'Check this output' }).click();
    await expect(verdict(page)).toContainText('the mailbox is full', { timeout: 30_000 });
    await picture(page, 'paste-judged', { whole: true });
  } finally {
    await app.close();
  }
});

for (const [locale, symptom, told] of [
  ['de', 'E-Mails stauen sich', 'Postfach'],
  ['fr', 'Les messages s’accumulent', 'boîte'],
] as const) {
  test(`the queue of the practice server in ${locale}`, async () => {
    const app = await launchOnPractice(5, { locale });
    const { page } = app;
    try {
      await picture(page, `home-practice-${locale}`, { whole: true });
      await page.getByRole('link', { name: symptom }).click();
      await expect(page.getByRole('heading', { level: 1, name: symptom })).toBeFocused();
      // The picture of the whole page just changed the size of the window: the first click may miss.
      await expect(async () => {
        await page.locator('form button[type=submit]').click();
        await expect(page.getByRole('table')).toBeVisible({ timeout: 10_000 });
      }).toPass({ timeout: 40_000 });
      await expect(page.getByRole('main')).toContainText(told);
      await picture(page, `queue-${locale}`, { whole: true });
      await go(page, '#/servers/new');
      await picture(page, `server-form-${locale}`, { whole: true });
      expect(await page.getByRole('main').textContent()).not.toMatch(/\w+:[a-z-]+\.[a-z-]+/);
    } finally {
      await app.close();
    }
  });
}
