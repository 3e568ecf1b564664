import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type { Facts } from '../../src/core/playbook/facts.ts';
import { findPlaybook } from '../../src/core/playbooks/registry.ts';
import { TestServer } from '../../src/core/practice/testServer.ts';
import { launchApp } from './app.ts';
import type { RunningApp } from './app.ts';
import { answerFileDialog } from './logFiles.ts';
import { picture } from './pictures.ts';
import { at, choose, fill, verdict } from './practice.ts';

let app: RunningApp;
let folder = '';
test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mailtriage-e2e-outputs-'));
  app = await launchApp();
});
test.afterEach(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What somebody at the server saved of the commands of a step, one file a command, named by what it answers. */
async function savedOutputsOf(wizard: string, step: string, facts: Facts): Promise<readonly string[]> {
  const playbook = findPlaybook(wizard);
  if (playbook === null) throw new Error(wizard);
  const { outputs } = await new TestServer(5).step(playbook, step, facts);
  return outputs.map(({ command, label, output }, index) => {
    const name = `${String(index + 1)} ${command} ${label}.txt`.replaceAll('/', '_');
    const path = join(folder, name);
    writeFileSync(path, output.stdout + output.stderr);
    return path;
  });
}

async function answerWith(files: readonly string[]): Promise<void> {
  await answerFileDialog(app, files);
  await app.page.getByRole('button', { name: 'Use saved outputs' }).click();
  await expect(app.page.getByText(/files? (is|are) used/)).toBeVisible();
}

const open = (hash: string): Promise<void> =>
  app.page.evaluate((to) => {
    window.location.hash = to;
  }, hash);

test('a saved queue listing', async () => {
  const { page } = app;
  const facts = { recipient: at('bruno.lang') };
  await open('#/wizard/queue');
  await answerWith(await savedOutputsOf('queue', 'list', facts));
  await fill(page, 'Recipient', facts.recipient);
  await page.getByRole('button', { name: 'Look into the queue' }).last().click();
  await expect(verdict(page)).toContainText('because the mailbox is full');
  await expect(page.getByRole('table', { name: '2 waiting mails' })).toBeVisible();
  await picture(page, 'saved-queue', { whole: true });
});

test('a saved history', async () => {
  const { page } = app;
  const facts = { recipient: at('david.weber'), keyword: 'Pflichtenheft' };
  await open('#/wizard/history');
  await choose(page, 'Search by a word');
  await answerWith(await savedOutputsOf('history', 'by-keyword', facts));
  await fill(page, 'Recipient', facts.recipient);
  await fill(page, 'Word in the mail', facts.keyword);
  await page.getByRole('button', { name: 'Search by a word' }).last().click();
  await expect(verdict(page)).toContainText('moved to a shared mailbox');
});

test('a saved listing of deleted mail', async () => {
  const { page } = app;
  const facts = { recipient: at('emma.roth'), folder: 'INBOX' };
  await open('#/wizard/restore');
  await page
    .getByRole('navigation', { name: 'Steps' })
    .getByRole('button', { name: /^List deleted mail(?! in)/ })
    .click();
  await answerWith(await savedOutputsOf('restore', 'list-deleted', facts));
  await fill(page, 'Recipient', facts.recipient);
  await fill(page, 'Folder', facts.folder);
  await page.getByRole('button', { name: 'List deleted mail', exact: true }).last().click();
  await expect(verdict(page)).toContainText('can be brought back');
  await expect(page.getByRole('table', { name: /deleted mails in INBOX/ })).toBeVisible();
});

test('files that hold something else are named, and nothing is concluded from them', async () => {
  const { page } = app;
  const notes = join(folder, 'notes.txt');
  writeFileSync(notes, 'lunch at noon\n');
  await open('#/wizard/queue');
  await answerWith([notes]);
  await page.getByRole('button', { name: 'Look into the queue' }).last().click();
  await expect(page.getByRole('alert')).toContainText('None of these files holds what this step needs');
  await expect(verdict(page)).toHaveCount(0);
});
