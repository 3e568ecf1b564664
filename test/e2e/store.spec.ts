import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { firstSettings } from '../../src/shared/firstSettings.ts';
import { launchApp } from './app.ts';
import type { RunningApp } from './app.ts';

const describeApp = ({ page }: RunningApp) =>
  page.evaluate(async () => {
    const answer = await window.mailtriage.call('app.describe', undefined);
    if (!answer.ok) throw new Error(answer.error.message.key);
    return answer.value;
  });

test('settings outlive the app, and a damaged file is set aside instead of lost', async () => {
  const userDataDir = mkdtempSync(join(tmpdir(), 'mailtriage-e2e-store-'));
  const file = join(userDataDir, 'settings.json');
  try {
    const first = await launchApp({ userDataDir, locale: 'fr' });
    expect(await describeApp(first)).toMatchObject({
      systemLanguage: 'fr',
      settings: { language: null, theme: 'system' },
    });
    for (const theme of ['light', 'dark'] as const) {
      await first.page.evaluate((wanted) => window.mailtriage.call('settings.save', wanted), {
        ...firstSettings,
        welcomed: true,
        language: 'de',
        theme,
      } as const);
    }
    expect(await first.electron.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark');
    expect(await first.electron.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items[0]?.label)).toBe(
      'Datei',
    );
    await first.close();
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      version: 2,
      data: { ...firstSettings, welcomed: true, language: 'de', theme: 'dark' },
    });
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);

    const second = await launchApp({ userDataDir });
    expect(await describeApp(second)).toMatchObject({
      settings: { language: 'de', theme: 'dark' },
    });
    await expect(second.page.getByRole('status', { name: 'Meldungen von MailTriage' })).toBeEmpty();
    await second.close();

    writeFileSync(file, '{"version":2,"da');
    const third = await launchApp({ userDataDir });
    const { settings } = await describeApp(third);
    const setAside = readdirSync(userDataDir).find((name) => name.startsWith('settings.json.damaged-'));
    await expect(third.page.getByRole('status', { name: 'Meldungen von MailTriage' })).toContainText(
      setAside ?? 'nothing was set aside',
    );
    await third.close();
    expect(settings, 'the backup holds the state before the last change').toMatchObject({
      language: 'de',
      theme: 'light',
    });
    expect(readFileSync(join(userDataDir, setAside ?? ''), 'utf8')).toBe('{"version":2,"da');
  } finally {
    rmSync(userDataDir, { recursive: true, force: true });
  }
});
