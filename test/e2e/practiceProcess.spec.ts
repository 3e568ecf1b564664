import { expect, test } from '@playwright/test';
import type { RunningApp } from './app.ts';
import { launchApp } from './app.ts';
import { picture } from './pictures.ts';
import { at, begin, fill, launchOnPractice, verdict } from './practice.ts';

/** A server is simulated besides the window: on a busy machine both take their time. */
test.describe.configure({ timeout: 120_000 });

const NAME = 'MailTriage practice server';

/** Process ids of the practice servers that run. */
const practiceProcesses = ({ electron }: RunningApp): Promise<readonly number[]> =>
  electron.evaluate(
    ({ app }, name) =>
      app
        .getAppMetrics()
        .filter((one) => one.type === 'Utility' && (one.name === name || one.serviceName === name))
        .map(({ pid }) => pid),
    NAME,
  );

test('the practice server runs in a process of its own, and only when it is used', async () => {
  const app = await launchApp();
  try {
    await expect(app.page.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await practiceProcesses(app)).toEqual([]);
  } finally {
    await app.close();
  }
  const practising = await launchOnPractice(4);
  try {
    await expect.poll(() => practiceProcesses(practising)).toHaveLength(1);
    const [pid] = await practiceProcesses(practising);
    expect(pid).not.toBe(practising.electron.process().pid);
  } finally {
    await practising.close();
  }
});

test('when it dies in the middle of a step, that is told, nothing is lost, and it starts afresh', async () => {
  const app = await launchOnPractice(4);
  const { page } = app;
  try {
    await begin(page, 'Mails are piling up');
    await fill(page, 'Recipient', at('bruno.lang'));
    await page.getByRole('button', { name: 'Look into the queue' }).last().click();
    await expect(verdict(page)).toContainText('because the mailbox is full', { timeout: 30_000 });

    await page.getByRole('button', { name: 'Start this check' }).first().click();
    const [pid = 0] = await practiceProcesses(app);
    process.kill(pid, 'SIGKILL');
    await expect(page.getByText(/ended unexpectedly/).first()).toBeVisible({ timeout: 30_000 });
    await expect(page.getByRole('alert')).toContainText('connection');
    await picture(page, 'practice-ended', { whole: true });
    // What was typed and what was answered are still there.
    await expect(page.getByRole('textbox', { name: 'Recipient', exact: true })).toHaveValue(at('bruno.lang'));

    await page.getByRole('button', { name: 'Check how full the mailbox is' }).last().click();
    await expect(verdict(page)).toContainText('is full', { timeout: 30_000 });
    await expect.poll(() => practiceProcesses(app)).toEqual([expect.any(Number)]);
    expect(await practiceProcesses(app)).not.toContain(pid);

    await page
      .getByRole('navigation', { name: 'Main navigation' })
      .getByRole('link', { name: 'Cases' })
      .click();
    await page
      .getByRole('link', { name: at('bruno.lang') })
      .first()
      .click();
    await expect(page.getByRole('region', { name: 'What was checked' })).toContainText('mailbox is full');
  } finally {
    await app.close();
  }
});
