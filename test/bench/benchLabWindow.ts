import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { launchApp, type RunningApp } from '../e2e/app.ts';
import type { Lab } from '../lab/lab.ts';
import { prepareAppFolder } from '../lab/labAppFolder.ts';

/** What the window needed to show something; memory is the resident set (VmRSS, proc_pid_status(5)). */
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
    await page.getByRole('link', { name: 'Home', exact: true }).click();
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
    await page.getByRole('link', { name: 'Home', exact: true }).click();
    await page.getByRole('link', { name: 'Servers', exact: true }).click();
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
  // From outside: asking Electron itself would be work for the process that is measured.
  let renderer = rendererOf(userDataDir);
  const look = (): void => {
    most.main = Math.max(most.main, residentKiB(electron.process().pid));
    renderer ??= rendererOf(userDataDir);
    most.renderer = Math.max(most.renderer, residentKiB(renderer));
  };
  const before = commandsRun(userDataDir);
  const timer = setInterval(look, 50);
  const begun = performance.now();
  const note = await run();
  const seconds = (performance.now() - begun) / 1000;
  clearInterval(timer);
  look();
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

function rendererOf(userDataDir: string): number | undefined {
  const found = readdirSync('/proc').find((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8');
      return command.includes('--type=renderer') && command.includes(`--user-data-dir=${userDataDir}`);
    } catch {
      return false; // it ended meanwhile
    }
  });
  return found === undefined ? undefined : Number(found);
}

function residentKiB(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${String(pid ?? 0)}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
  } catch {
    return 0; // it ended meanwhile
  }
}

/** One line of the audit log a command. */
function commandsRun(userDataDir: string): number {
  const file = join(userDataDir, 'audit.jsonl');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean).length : 0;
}
