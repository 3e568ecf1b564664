import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchApp, type RunningApp } from '../e2e/app.ts';
import { picture } from '../e2e/pictures.ts';
import { startLab, type Lab } from './lab.ts';
import { message } from './message.ts';
import { whyNoSandbox } from './sandbox.ts';
import { until } from './until.ts';

/**
 * The whole path through the window itself, on real servers: Electron's own cryptography talks to a real OpenSSH, a real
 * Postfix wrote the log, a real Cyrus holds the mailbox. Only bm-cli is the lab's stand-in.
 */
const reason = whyNoSandbox();
const title = `the window on real servers${reason === undefined ? '' : ` (skipped, because ${reason})`}`;
const john = 'john@bluemind.net';
const messageId = 'the.offer@domain.net';

describe.skipIf(reason !== undefined)(title, () => {
  let lab: Lab;
  let app: RunningApp;
  let deleted = 0;
  let agent: { readonly pid: number; readonly folder: string };

  beforeAll(async () => {
    lab = await startLab();
    agent = startAgent(lab.ssh.privateKey);
    app = await launchApp();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail' && app !== undefined)
      await picture(app.page, 'lab-failed', { whole: true });
  });
  const running = (mark: string) =>
    lab.sandbox.processes().filter(({ command }) => command.includes(mark)).length;
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
    const data = message({ from: 'user2@domain.net', to: john, subject: 'The offer', messageId });
    const mark = lab.logMark();
    const { queueId } = await lab.sendMail({ from: 'user2@domain.net', to: [john], data });
    await lab.waitForLog(new RegExp(`${queueId ?? '-'}: to=.*status=sent`), mark);
    await page.getByRole('link', { name: 'Home' }).click();
    await page.getByRole('link', { name: 'A mail never arrived' }).click();
    await page.getByRole('button', { name: 'A server', exact: true }).click();
    await page.getByRole('textbox', { name: 'Recipient', exact: true }).fill(john);
    await page.getByRole('button', { name: 'Find the mail' }).click();
    expect(await verdictText(page)).toContain(`delivered to ${john}`);
    expect(await page.getByRole('main').innerText()).toContain(queueId ?? 'no queue ID');
    await picture(page, 'lab-trace', { whole: true });
  });

  it('loses its connection while a step runs: says so, keeps the case, comes back, and finds the cause', async () => {
    const { page } = app;
    const imap = await lab.imap('john');
    const [mail] = await imap.list();
    await imap.expunge('INBOX', mail?.uid ?? 0);
    expect(await imap.list()).toEqual([]);
    await imap.close();
    deleted = mail?.uid ?? 0;

    const restore = await lab.replaceTool(
      'bm-cli',
      'case " $* " in *history*) exec sleep 40011;; esac; exec $REAL "$@"',
    );
    await page.getByRole('link', { name: 'Home' }).click();
    await page.getByRole('link', { name: 'Not sure? Check everything' }).click();
    await page.getByRole('textbox', { name: 'Recipient', exact: true }).fill(john);
    await page.getByRole('textbox', { name: 'Message-ID', exact: true }).fill(messageId);
    await page.getByRole('button', { name: 'Find the cause' }).click();
    await until('the slow step', () => running('sleep 40011') > 0, 60_000);
    await lab.ssh.killSessions();
    const failure = page.getByRole('alert').filter({ hasText: 'This check could not be made' });
    await failure.waitFor({ timeout: 60_000 });
    expect(await failure.innerText()).toContain('The connection to the server broke off');
    const checked = page.getByRole('region', { name: 'What was checked' });
    for (const step of ['Look the address up', 'Look into the queue', 'Look in the mail logs'])
      expect(await checked.innerText()).toContain(step);
    await picture(page, 'lab-connection-lost', { whole: true });
    restore();

    await page.getByRole('link', { name: 'Servers' }).click();
    await page.getByText('Connected', { exact: true }).waitFor({ timeout: 60_000 });
    await until('the end of what was left', () => running('sleep 40011') === 0);
    // The case was saved step by step: it is there to go on with, with what was found before.
    await page
      .getByRole('navigation', { name: 'Main navigation' })
      .getByRole('link', { name: 'Cases' })
      .click();
    await page.getByRole('link', { name: john }).first().click();
    await checked.waitFor();
    expect(await checked.innerText()).toContain(`delivered to ${john}`);
    // Where it broke off, on the server it was asked about.
    await page.getByRole('button', { name: 'Carry on with this case' }).click();
    await page.getByRole('textbox', { name: 'Recipient', exact: true }).fill(john);
    await page.getByRole('textbox', { name: 'Message-ID', exact: true }).fill(messageId);
    await page.getByRole('button', { name: 'Find the cause' }).click();
    // The conclusion of the broken run may still stand there for a moment.
    await page
      .getByRole('status', { name: 'Verdict' })
      .filter({ hasText: 'The mail was deleted.' })
      .waitFor({ timeout: 60_000 });
    await picture(page, 'lab-diagnosis', { whole: true });
  });

  it('goes from that cause to the mailbox and brings the mail back: the real mailbox has it again', async () => {
    const { page } = app;
    const next = page.getByRole('region', { name: 'What to do next' });
    await next.getByRole('link').or(next.getByRole('button')).first().click();
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

    const imap = await lab.imap('john');
    const back = await imap.list();
    await imap.close();
    expect(back).toHaveLength(1);
    expect(back[0]?.uid).toBeGreaterThan(deleted);
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
