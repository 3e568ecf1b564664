import { expect, test } from '@playwright/test';
import { startPracticeServer } from '../../src/main/practice/practiceServer.ts';
import type { PracticeServer } from '../../src/main/practice/practiceServer.ts';
import { launchApp } from './app.ts';
import type { RunningApp } from './app.ts';
import { picture } from './pictures.ts';
import { at, begin, fill, verdict } from './practice.ts';

/** A server is simulated besides the window: on a busy machine both take their time. */
test.describe.configure({ timeout: 120_000 });

let app: RunningApp;
/** A server on loopback the app knows nothing of: it asks for the key and the password like any other. */
let server: PracticeServer;
test.beforeEach(async () => {
  server = await startPracticeServer({ now: Date.now, edition: 4 });
  app = await launchApp();
  await app.page
    .getByRole('navigation', { name: 'Main navigation' })
    .getByRole('link', { name: 'Servers' })
    .click();
});
test.afterEach(async () => {
  await app.close();
  await server.stop();
});

async function addServer(port = server.port): Promise<void> {
  const { page } = app;
  await page.getByRole('link', { name: 'Add a server' }).click();
  await fill(page, 'Address', '127.0.0.1');
  await page.getByRole('textbox', { name: 'Port' }).fill(String(port));
  await page.getByRole('textbox', { name: 'Name' }).fill('Edge');
}

test('a profile, an unknown key compared, a password, about the server, and a trace on it', async () => {
  const { page } = app;
  await picture(page, 'servers-empty', { whole: true });
  await addServer();
  await picture(page, 'server-form', { whole: true });
  await page.getByRole('button', { name: 'Save and connect' }).click();

  const key = page.getByRole('dialog', { name: 'Is this really 127.0.0.1?' });
  await expect(key).toContainText(server.hostKeyFingerprint);
  await expect(key.getByRole('button', { name: 'Do not connect' })).toBeFocused();
  await picture(page, 'host-key');
  await key.getByRole('button', { name: /connect and remember/ }).click();

  const password = page.getByRole('dialog', { name: 'Password for root on 127.0.0.1' });
  await expect(password.getByRole('textbox', { name: 'Password' })).toBeFocused();
  await password.getByRole('textbox', { name: 'Password' }).fill('wrong');
  await password.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(password).toContainText('That was not right');
  await picture(page, 'password');
  await password.getByRole('textbox', { name: 'Password' }).fill(server.secret.reveal());
  await password.getByRole('button', { name: 'Sign in', exact: true }).click();

  await expect(page.getByText('Connected', { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('region', { name: 'What this means for each check' })).toContainText(
    'The mail queue can be read',
  );
  await picture(page, 'server-about', { whole: true });

  await begin(page, 'A mail never arrived');
  await page.getByRole('button', { name: 'A server', exact: true }).click();
  await fill(page, 'Recipient', at('claire.moreau'));
  await fill(page, 'Sender', 'angebote@lieferant.example');
  await page.getByRole('button', { name: 'Find the mail' }).click();
  await expect(verdict(page)).toContainText('delivered to', { timeout: 30_000 });

  // A profile that may only read: the change is explained, and refused.
  await page.evaluate(() => {
    window.location.hash = '#/wizard/queue';
  });
  await page
    .getByRole('navigation', { name: 'Steps' })
    .getByRole('button', { name: /everything now/ })
    .click();
  await page.getByRole('button', { name: 'See what will happen' }).click();
  await expect(page.getByRole('alert')).toContainText('postqueue -f');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await picture(page, 'refused-read-only', { whole: true });
});

test('a key that is not accepted leads to no connection', async () => {
  const { page } = app;
  await addServer();
  await page.getByRole('button', { name: 'Save and connect' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Do not connect' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByRole('main')).toContainText('not accepted');
});

test('what is wrong in the form is said beside it', async () => {
  const { page } = app;
  await page.getByRole('link', { name: 'Add a server' }).click();
  await fill(page, 'Address', 'root@mail.example.org');
  await page.getByRole('textbox', { name: 'Port' }).fill('22x');
  await page.getByRole('button', { name: 'Save this server' }).click();
  await expect(page.getByText('This is no host name')).toBeVisible();
  await expect(page.getByText('A port is a number')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Address' })).toHaveValue('root@mail.example.org');
});

test('removed and brought back, copied, found again', async () => {
  const { page } = app;
  await addServer();
  await page.getByRole('button', { name: 'Save this server' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Edge' })).toBeVisible();
  await page
    .getByRole('navigation', { name: 'Main navigation' })
    .getByRole('link', { name: 'Servers' })
    .click();
  await page.getByRole('button', { name: 'More about Edge' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await expect(page.getByText('Edge was removed.')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('link', { name: 'Edge', exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'More about Edge' }).click();
  await page.getByRole('menuitem', { name: 'Make a copy' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Settings of');
  await page
    .getByRole('navigation', { name: 'Main navigation' })
    .getByRole('link', { name: 'Servers' })
    .click();
  await expect(page.getByRole('list').getByRole('heading', { level: 2 })).toHaveCount(2);
  await picture(page, 'servers', { whole: true });
});
