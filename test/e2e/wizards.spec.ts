import { expect, test } from '@playwright/test';
import type { RunningApp } from './app.ts';
import { picture } from './pictures.ts';
import { at, begin, choose, confirm, fill, launchOnPractice, verdict } from './practice.ts';

/** A server is simulated besides the window: on a busy machine both take their time. */
test.describe.configure({ timeout: 120_000 });

let app: RunningApp;
test.beforeEach(async () => {
  app = await launchOnPractice(4);
});
test.afterEach(() => app.close());

test('delivery maps: stale, written anew after a look at the command, proved', async () => {
  const { page } = app;
  await page.evaluate(() => {
    window.location.hash = '#/wizard/maps';
  });
  await expect(page.getByText('Practice', { exact: true }).first()).toBeVisible();
  await fill(page, 'Recipient', at('greta.vogel'));
  await page.getByRole('button', { name: 'Show the commands' }).click();
  await expect(page.getByRole('list', { name: 'Commands' })).toContainText('postmap -q');
  await page.getByRole('button', { name: 'Look the address up' }).last().click();
  await expect(verdict(page)).toContainText('they are out of date', { timeout: 30_000 });
  await expect(page.getByRole('region', { name: /The way of greta.vogel/ })).toContainText(
    'is not in this table',
  );
  await picture(page, 'maps-stale', { whole: true });

  await page.getByRole('region', { name: 'What to do next' }).getByRole('button').first().click();
  await picture(page, 'maps-confirm');
  await confirm(page, 'Write the delivery maps anew', /bm-cli maintenance repair/);
  await expect(verdict(page)).toContainText('is in them', { timeout: 60_000 });
  await expect(page.getByText('BlueMind accepted the task')).toBeVisible();
  await picture(page, 'maps-verified', { whole: true });
});

test.describe('mail queue', () => {
  test.beforeEach(() => begin(app.page, 'Mails are piling up'));

  test('a full mailbox: why, how full, and trying again', async () => {
    const { page } = app;
    await fill(page, 'Recipient', at('bruno.lang'));
    await page.getByRole('button', { name: 'Look into the queue' }).last().click();
    await expect(verdict(page)).toContainText('because the mailbox is full', { timeout: 30_000 });
    await expect(page.getByRole('table', { name: '2 waiting mails' })).toContainText('The mailbox is full');
    await page.getByRole('button', { name: 'When it is tried again' }).first().click();
    await expect(page.getByText(/^Between /).first()).toBeVisible();
    await picture(page, 'queue-over-quota', { whole: true });
    await page.getByRole('button', { name: 'Start this check' }).first().click();
    await expect(page.getByRole('meter', { name: /Space in the mailbox/ })).toBeVisible({ timeout: 30_000 });
    await expect(verdict(page)).toContainText('is full');
    await picture(page, 'queue-quota', { whole: true });
  });

  test('one cause tried again leaves the queue, the held one cannot be chosen', async () => {
    const { page } = app;
    await page.getByRole('button', { name: 'Look into the queue' }).last().click();
    const table = page.getByRole('table', { name: /waiting mails/ });
    await expect(table).toContainText('On hold', { timeout: 30_000 });
    await picture(page, 'queue-all', { whole: true });
    const greylisted = table.getByRole('row', { name: /anmeldung@stadt\.example/ });
    await greylisted.getByRole('checkbox').check();
    await expect(table.getByRole('row', { name: /gewinn@lotterie/ }).getByRole('checkbox')).toHaveCount(0);
    await page.getByRole('button', { name: 'Try to deliver the chosen mail now' }).click();
    await confirm(page, 'Try to deliver now', /postqueue -i/);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(verdict(page)).toBeVisible({ timeout: 30_000 });
    await expect(page.getByRole('table', { name: /waiting mails/ })).not.toContainText(
      'anmeldung@stadt.example',
    );
    await picture(page, 'queue-after', { whole: true });
  });

  test('everything tried at once', async () => {
    const { page } = app;
    await page.getByRole('button', { name: 'Look into the queue' }).last().click();
    await expect(verdict(page)).toBeVisible({ timeout: 30_000 });
    await page.getByRole('button', { name: /Try everything now/ }).click();
    await confirm(page, 'Try to deliver everything now', /postqueue -f/);
    await expect(page.getByRole('table', { name: /waiting mail/ })).toContainText('einkauf@geschlossen', {
      timeout: 30_000,
    });
  });

  test('thinking better of it changes nothing', async () => {
    const { page } = app;
    await page.getByRole('button', { name: 'Look into the queue' }).last().click();
    await page.getByRole('button', { name: /Try everything now/ }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await page.getByRole('link', { name: 'Servers' }).click();
    await page.getByRole('link', { name: 'Commands run' }).click();
    await expect(page.getByRole('list').last()).toContainText('postqueue -j');
    await expect(page.getByRole('main')).not.toContainText('postqueue -f');
    await picture(page, 'audit', { whole: true });
  });
});

test.describe('message history', () => {
  test.beforeEach(() => begin(app.page, 'A mail vanished from a mailbox'));

  for (const [login, word, told] of [
    ['claire.moreau', 'Angebot', 'moved to the trash'],
    ['david.weber', 'Pflichtenheft', 'moved to a shared mailbox'],
    ['jonas.huber', 'commande 88213', 'was deleted'],
  ] as const) {
    test(`${word}: ${told}`, async () => {
      const { page } = app;
      await fill(page, 'Recipient', at(login));
      await fill(page, 'Word in the mail', word);
      await page.getByRole('button', { name: 'Search by a word' }).last().click();
      await expect(verdict(page)).toContainText(told, { timeout: 30_000 });
      await expect(page.getByRole('region', { name: 'What happened to the mail' })).toContainText('Received');
      await picture(page, `history-${login}`, { whole: true });
    });
  }
});

test.describe('restore', () => {
  for (const edition of [4, 5] as const) {
    test(`BlueMind ${String(edition)}: one mail comes back and is proved to be back`, async () => {
      if (edition === 5) {
        await app.close();
        app = await launchOnPractice(5);
      }
      const { page } = app;
      await begin(page, 'Bring back deleted mail');
      await fill(page, 'Recipient', at('emma.roth'));
      await page.getByRole('button', { name: 'Find the mailbox' }).last().click();
      await expect(verdict(page)).toContainText('technical domain e6e3736c.internal', { timeout: 30_000 });
      await picture(page, `restore-mailbox-${String(edition)}`, { whole: true });
      await page.getByRole('button', { name: 'INBOX', exact: true }).click();
      await expect(verdict(page)).toContainText('can be brought back', { timeout: 30_000 });
      await picture(page, `restore-list-${String(edition)}`, { whole: true });
      const table = page.getByRole('table', { name: /deleted mails in INBOX/ });
      await table
        .getByRole('row', { name: /Vertrag Müller/ })
        .getByRole('checkbox')
        .check();
      await page.getByRole('button', { name: 'Bring back the chosen mail', exact: true }).click();
      await confirm(page, 'Bring back the chosen mail', /unexpunge/);
      await expect(verdict(page)).toContainText('The mail is back', { timeout: 30_000 });
      await picture(page, `restore-back-${String(edition)}`, { whole: true });
    });
  }

  test('all folders in one go', async () => {
    const { page } = app;
    await begin(page, 'Bring back deleted mail');
    await fill(page, 'Recipient', at('emma.roth'));
    await choose(page, 'List deleted mail in all folders');
    await page.getByRole('button', { name: 'List deleted mail in all folders' }).last().click();
    await expect(page.getByRole('table', { name: /deleted mails? in Trash/ })).toBeVisible({
      timeout: 30_000,
    });
    await expect(page.getByRole('table', { name: /deleted mails? in INBOX/ })).toBeVisible();
  });
});

test('trace on the server leads on to the history of that very message', async () => {
  const { page } = app;
  await begin(page, 'A mail never arrived');
  await fill(page, 'Recipient', at('claire.moreau'));
  await fill(page, 'Sender', 'angebote@lieferant.example');
  await page.getByRole('button', { name: 'Find the mail' }).click();
  await expect(verdict(page)).toContainText('delivered to', { timeout: 30_000 });
  await picture(page, 'trace-server', { whole: true });
  await page
    .getByRole('region', { name: 'What to do next' })
    .getByRole('link', { name: 'Start this check' })
    .first()
    .click();
  await expect(page.getByRole('textbox', { name: 'IMAP UID' })).toHaveValue(/^\d+$/);
  await page.getByRole('button', { name: 'Follow one message' }).last().click();
  await expect(verdict(page)).toContainText('moved to the trash', { timeout: 30_000 });
});
