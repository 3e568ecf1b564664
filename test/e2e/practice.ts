import { expect } from '@playwright/test';
import type { Locator, Page } from '@playwright/test';
import { launchApp } from './app.ts';
import type { LaunchOptions, RunningApp } from './app.ts';

export const at = (login: string): string => `${login}@bluemind.example`;

/** The app with the simulated server running and chosen, on its first page. */
export async function launchOnPractice(
  blueMind: 4 | 5 = 4,
  options: LaunchOptions = {},
  /** What is wrong with it, as the list of exercises says it. */
  exercise?: string,
): Promise<RunningApp> {
  const app = await launchApp(options);
  if (exercise !== undefined)
    await app.page.getByRole('combobox', { name: 'Choose an exercise' }).selectOption(exercise);
  const start = app.page.getByRole('button', { name: `BlueMind ${String(blueMind)}` });
  // A window that is still finding its size moves the button away from under the click.
  await expect(async () => {
    await start.click({ timeout: 5000 });
    const ready = app.page.getByRole('main').getByRole('status');
    await expect(ready.filter({ hasText: /Practice|Übung|Exercice/ })).toBeVisible({ timeout: 10_000 });
  }).toPass({ timeout: 45_000 });
  return app;
}

export const verdict = (page: Page): Locator => page.getByRole('status', { name: 'Verdict' });

/** Opens a wizard from the first page, by what is happening. */
export async function begin(page: Page, symptom: string): Promise<void> {
  await page.getByRole('link', { name: 'Home' }).click();
  await page.getByRole('link', { name: symptom }).click();
  await expect(page.getByRole('heading', { level: 1, name: symptom })).toBeFocused();
}

export async function fill(page: Page, field: string, value: string): Promise<void> {
  await page.getByRole('textbox', { name: field, exact: true }).fill(value);
}

export async function choose(page: Page, step: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Steps' }).getByRole('button', { name: step }).click();
}

/** Confirms a change in its dialog, after looking that it shows the command. */
export async function confirm(page: Page, title: string, command: RegExp): Promise<void> {
  const dialog = page.getByRole('dialog', { name: `${title}?` });
  await expect(dialog).toContainText(command);
  await expect(dialog.getByRole('button', { name: 'Change nothing' })).toBeFocused();
  await dialog.getByRole('button', { name: title, exact: true }).click();
}
