import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchApp, type RunningApp } from '../e2e/app.ts';
import { picture } from '../e2e/pictures.ts';
import { startLab, type Lab } from './lab.ts';
import { whyNoSandbox } from './sandbox.ts';

/**
 * The whole path through the window itself, on real servers: Electron's own cryptography talks to a real OpenSSH, a real
 * Postfix wrote the log, a real Cyrus holds the mailbox. Only bm-cli is the lab's stand-in.
 */
const reason = whyNoSandbox();
const title = `the window on real servers${reason === undefined ? '' : ` (skipped, because ${reason})`}`;
const john = 'john@bluemind.net';

describe.skipIf(reason !== undefined)(title, () => {
  let lab: Lab;
  let app: RunningApp;
  let agent: { readonly pid: number; readonly folder: string };

  beforeAll(async () => {
    lab = await startLab();
    agent = startAgent(lab.ssh.privateKey);
    app = await launchApp();
  });
  afterAll(async () => {
    await app?.close();
    if (agent !== undefined) {
      process.kill(agent.pid);
      rmSync(agent.folder, { recursive: true, force: true });
    }
    await lab?.stop();
  });

  it('connects to a real sshd after its key was compared, and says what kind of server it is', async () => {
    const { page } = app;
    await page
      .getByRole('navigation', { name: 'Main navigation' })
      .getByRole('link', { name: 'Servers' })
      .click();
    await page.getByRole('link', { name: 'Add a server' }).click();
    await page.getByRole('textbox', { name: 'Address', exact: true }).fill('127.0.0.1');
    await page.getByRole('textbox', { name: 'Port' }).fill(String(lab.ssh.port));
    await page.getByRole('textbox', { name: 'Name' }).fill('Lab');
    await page.getByRole('radio', { name: 'Allow changes' }).check();
    await page.getByRole('button', { name: 'Save and connect' }).click();
    const key = page.getByRole('dialog', { name: 'Is this really 127.0.0.1?' });
    await key.getByRole('button', { name: /connect and remember/ }).click({ timeout: 30_000 });
    await page.getByText('Connected', { exact: true }).waitFor({ timeout: 60_000 });
    const meaning = page.getByRole('region', { name: 'What this means for each check' });
    expect(await meaning.innerText()).toContain('The mail queue can be read');
    await picture(page, 'lab-about', { whole: true });
  });

  it('finds a delivered mail in the real log, with its place in the mailbox', async () => {
    const { page } = app;
    const { queueId } = await lab.sendMail({ from: 'user2@domain.net', to: [john] });
    await page.getByRole('link', { name: 'Home' }).click();
    await page.getByRole('link', { name: 'A mail never arrived' }).click();
    await page.getByRole('button', { name: 'A server', exact: true }).click();
    await page.getByRole('textbox', { name: 'Recipient', exact: true }).fill(john);
    await page.getByRole('button', { name: 'Find the mail' }).click();
    expect(await verdictText(page)).toContain(`delivered to ${john}`);
    expect(await page.getByRole('main').innerText()).toContain(queueId ?? 'no queue ID');
    await picture(page, 'lab-trace', { whole: true });
  });

  it('comes back by itself after the connection was cut, and goes on where it was', async () => {
    const { page } = app;
    await page.getByRole('link', { name: 'Servers' }).click();
    const connected = page.getByText('Connected', { exact: true });
    await connected.waitFor();
    const gone = connected.waitFor({ state: 'hidden', timeout: 30_000 });
    await lab.ssh.killSessions();
    await gone;
    await connected.waitFor({ timeout: 60_000 });
    await page.getByRole('link', { name: 'Home' }).click();
    await page.getByRole('link', { name: 'A mail never arrived' }).click();
    await page.getByRole('button', { name: 'Find the mail' }).click();
    await page
      .getByRole('status', { name: 'Verdict' })
      .getByText(`delivered to ${john}`)
      .waitFor({ timeout: 60_000 });
    expect(await page.getByRole('status', { name: 'Verdict' }).innerText()).toContain('user2@domain.net');
  });

  it('brings it back after it was deleted, and the real mailbox has it again', async () => {
    const { page } = app;
    const imap = await lab.imap('john');
    const [mail] = await imap.list();
    await imap.expunge('INBOX', mail?.uid ?? 0);
    expect(await imap.list()).toEqual([]);

    await page.getByRole('link', { name: 'Home' }).click();
    await page.getByRole('link', { name: 'Bring back deleted mail' }).click();
    await page.getByRole('button', { name: 'Find the mailbox' }).last().click();
    expect(await verdictText(page)).toContain(`technical domain ${lab.directory().technicalDomain}`);
    await page.getByRole('button', { name: 'INBOX', exact: true }).click();
    await page.getByText('can be brought back').first().waitFor({ timeout: 60_000 });
    const table = page.getByRole('table', { name: /deleted mails? in INBOX/ });
    await table.getByRole('row').last().getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Bring back the chosen mail', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Bring back the chosen mail?' });
    expect(await dialog.innerText()).toMatch(/unexpunge -u -d/);
    await picture(page, 'lab-confirm');
    await dialog.getByRole('button', { name: 'Bring back the chosen mail', exact: true }).click();
    await page.getByText('The mail is back').first().waitFor({ timeout: 60_000 });
    await picture(page, 'lab-restored', { whole: true });

    const back = await imap.list();
    await imap.close();
    expect(back).toHaveLength(1);
    expect(back[0]?.uid).toBeGreaterThan(mail?.uid ?? 0);
  });
});

async function verdictText(page: Page): Promise<string> {
  const verdict = page.getByRole('status', { name: 'Verdict' });
  await verdict.waitFor({ timeout: 90_000 });
  return verdict.innerText();
}

/** An agent of our own with the lab's key, found by the app where every agent is found. */
function startAgent(privateKey: string): { readonly pid: number; readonly folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'mailtriage-agent-'));
  const keyFile = join(folder, 'key');
  writeFileSync(keyFile, privateKey, { mode: 0o600 });
  const socket = join(folder, 'agent');
  const said = execFileSync('ssh-agent', ['-s', '-a', socket], { encoding: 'utf8' });
  process.env['SSH_AUTH_SOCK'] = socket;
  execFileSync('ssh-add', ['-q', keyFile], { stdio: 'pipe' });
  return { pid: Number(/SSH_AGENT_PID=(\d+)/.exec(said)?.[1]), folder };
}
