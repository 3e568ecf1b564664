import { rmSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { launchApp } from './app.ts';
import type { RunningApp } from './app.ts';
import { userDataWith } from './ownServers.ts';
import { at, begin, fill, launchOnPractice, verdict } from './practice.ts';

/** A server is simulated besides the window: on a busy machine both take their time. */
test.describe.configure({ timeout: 120_000 });

/** As when the power fails: the app gets no chance to write anything. */
async function kill({ electron }: RunningApp): Promise<void> {
  const main = electron.process();
  const gone = new Promise((resolve) => main.once('exit', resolve));
  main.kill('SIGKILL');
  await gone;
}

test('a case survives the sudden death of the app, and can be carried on', async () => {
  const userDataDir = userDataWith({});
  try {
    const first = await launchOnPractice(4, { userDataDir });
    await begin(first.page, 'Mails are piling up');
    await fill(first.page, 'Recipient', at('bruno.lang'));
    await first.page.getByRole('button', { name: 'Look into the queue' }).last().click();
    await expect(verdict(first.page)).toContainText('because the mailbox is full', { timeout: 30_000 });
    await kill(first);

    const second = await launchApp({ userDataDir });
    try {
      const { page } = second;
      await page
        .getByRole('navigation', { name: 'Main navigation' })
        .getByRole('link', { name: 'Cases' })
        .click();
      await page.getByRole('link', { name: at('bruno.lang') }).click();
      const checked = page.getByRole('region', { name: 'What was checked' });
      await expect(checked).toContainText('because the mailbox is full');
      await expect(checked).toContainText('postqueue -j');
      await page.getByRole('button', { name: 'Carry on with this case' }).click();
      await expect(page.getByRole('textbox', { name: 'Recipient', exact: true })).toHaveValue(
        at('bruno.lang'),
      );
    } finally {
      await second.close();
    }
  } finally {
    rmSync(userDataDir, { recursive: true, force: true });
  }
});
