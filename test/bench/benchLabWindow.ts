import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { launchApp, type RunningApp } from '../e2e/app.ts';
import type { Lab } from '../lab/lab.ts';
import { prepareAppFolder } from '../lab/labAppFolder.ts';

/** What the window needed to show something; memory is the resident set as Electron itself counts it (`app.getAppMetrics`). */
export interface WindowFigure {
  readonly what: string;
  readonly seconds: number;
  readonly commands: number;
  /** The most it was while this was going on. */
  readonly mainMiB: number;
  readonly rendererMiB: number;
  readonly note: string;
}

/** The built app itself, in Electron, on the lab with its long queue: connected, idle, then listing everything, twice. */
export async function measureWindow(lab: Lab, queued: number): Promise<readonly WindowFigure[]> {
  const { folder } = prepareAppFolder(lab);
  const app = await launchApp({ userDataDir: folder });
  const { page } = app;
  try {
    const connect = await measure(app, 'window: connect and probe', async () => {
      await page
        .getByRole('navigation', { name: 'Main navigation' })
        .getByRole('link', { name: 'Servers' })
        .click();
      await page
        .getByRole('button', { name: /^Connect/ })
        .first()
        .click();
      await page.getByText('Connected', { exact: true }).waitFor({ timeout: 60_000 });
      return 'connected';
    });
    await page.getByRole('link', { name: 'Home' }).click();
    await page.getByRole('link', { name: 'Mails are piling up' }).click();
    await page.getByRole('button', { name: 'A server', exact: true }).click();
    const list = (what: string) =>
      measure(app, what, async () => {
        await page.getByRole('button', { name: 'Look into the queue' }).last().click();
        const table = page.getByRole('table', { name: /waiting mails/ });
        await table.waitFor({ timeout: 120_000 });
        await table.getByRole('row').nth(2).waitFor();
        const name = (await table.getAttribute('aria-label')) ?? (await table.locator('caption').innerText());
        return name;
      });
    const many = queued.toLocaleString('en');
    const first = await list(`window: ${many} queued messages listed and grouped`);
    await page.getByRole('link', { name: 'Home' }).click();
    await page.getByRole('link', { name: 'Servers' }).click();
    const idle = await measure(app, 'window: afterwards, another page, idle for 10 s', async () => {
      await page.waitForTimeout(10_000);
      return 'nothing run';
    });
    return [connect, first, idle];
  } finally {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(
  { electron, userDataDir }: RunningApp,
  what: string,
  run: () => Promise<string>,
): Promise<WindowFigure> {
  const most = { main: 0, renderer: 0 };
  const look = async (): Promise<void> => {
    const metrics = await electron.evaluate(({ app }) =>
      app.getAppMetrics().map(({ type, memory }) => ({ type, kib: memory.workingSetSize })),
    );
    for (const { type, kib } of metrics) {
      if (type === 'Browser') most.main = Math.max(most.main, kib);
      if (type === 'Tab') most.renderer = Math.max(most.renderer, kib);
    }
  };
  const before = commandsRun(userDataDir);
  let over = false;
  const watching = (async () => {
    while (!over) {
      await look();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  })();
  const begun = performance.now();
  const note = await run();
  const seconds = (performance.now() - begun) / 1000;
  over = true;
  await watching;
  await look();
  const figure = {
    what,
    seconds,
    commands: commandsRun(userDataDir) - before,
    mainMiB: Math.round(most.main / 1024),
    rendererMiB: Math.round(most.renderer / 1024),
    note,
  };
  console.log(
    `${what}: ${seconds.toFixed(1)} s, main ${String(figure.mainMiB)} MiB, renderer ${String(figure.rendererMiB)} MiB, ${note}`,
  );
  return figure;
}

/** One line of the audit log a command. */
function commandsRun(userDataDir: string): number {
  const file = join(userDataDir, 'audit.jsonl');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean).length : 0;
}
