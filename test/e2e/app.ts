import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron } from '@playwright/test';
import type { ElectronApplication, Page } from '@playwright/test';
import { firstSettings, SETTINGS_VERSION } from '../../src/shared/firstSettings.ts';

const checkout = resolve(import.meta.dirname, '../..');

export interface LaunchOptions {
  readonly args?: readonly string[];
  /** A folder to start again in; without it every start begins afresh. */
  readonly userDataDir?: string;
  readonly locale?: 'en' | 'de' | 'fr';
  readonly colorScheme?: 'light' | 'dark';
  /** As somebody who never started the app before; everybody else has been welcomed already. */
  readonly firstRun?: boolean;
}

export interface RunningApp {
  readonly electron: ElectronApplication;
  readonly page: Page;
  readonly userDataDir: string;
  /** Ends the app; a folder made for this start goes with it. */
  readonly close: () => Promise<void>;
}

let found: string | undefined;

/** The Electron the user's own start would use, so that what is tested is what is run. */
export function electronExecutable(): string {
  const named = process.env['MAILTRIAGE_ELECTRON'];
  if (named !== undefined && named !== '') return named;
  found ??= execFileSync(process.execPath, [join(checkout, 'scripts/runtime.mjs'), '--path'], {
    encoding: 'utf8',
  }).trim();
  return found;
}

/** Starts the built app as a user would: its own window, a fresh folder for its data, the given language. */
export async function launchApp(options: LaunchOptions = {}): Promise<RunningApp> {
  const { args = [], locale = 'en', colorScheme = 'light' } = options;
  const userDataDir = options.userDataDir ?? mkdtempSync(join(tmpdir(), 'mailtriage-e2e-'));
  if (options.userDataDir === undefined && options.firstRun !== true) {
    const data = { ...firstSettings, welcomed: true };
    writeFileSync(join(userDataDir, 'settings.json'), JSON.stringify({ version: SETTINGS_VERSION, data }));
  }
  // Chromium refuses its sandbox to root; nobody else may do without it.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const electron = await launchPatiently({
    executablePath: electronExecutable(),
    args: [...sandbox, `--lang=${locale}`, `--user-data-dir=${userDataDir}`, checkout, ...args],
    env: { ...environment(), LANGUAGE: locale, LC_ALL: 'C.UTF-8' },
    colorScheme,
  });
  const page = await electron.firstWindow();
  const close = async (): Promise<void> => {
    await electron.close();
    if (options.userDataDir === undefined)
      rmSync(userDataDir, { recursive: true, force: true, maxRetries: 5 });
  };
  return { electron, page, userDataDir, close };
}

type ElectronOptions = NonNullable<Parameters<typeof _electron.launch>[0]>;

/**
 * Under a virtual display on a busy computer about one start in three hundred never answers Playwright, which would wait three
 * minutes. Nothing of ours runs before that answer, so such a start says nothing about the app and is made once more.
 */
async function launchPatiently(options: ElectronOptions): Promise<ElectronApplication> {
  try {
    return await _electron.launch({ ...options, timeout: 30_000 });
  } catch (error) {
    process.stderr.write(
      `The window did not come up and is started again: ${String(error).split('\n')[0]}\n`,
    );
    return _electron.launch({ ...options, timeout: 60_000 });
  }
}

/** Ours without what would make Electron behave as plain Node. */
export function environment(): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    ([name]) => name !== 'ELECTRON_RUN_AS_NODE' && name !== 'NODE_OPTIONS',
  );
  return Object.fromEntries(kept.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
