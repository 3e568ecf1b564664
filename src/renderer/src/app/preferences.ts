import { create } from 'zustand';
import type { AppDescription } from '../../../shared/ipc/contract.ts';
import { firstSettings } from '../../../shared/firstSettings.ts';
import type { Settings } from '../../../shared/settings.ts';
import type { AppError } from '../../../shared/ipc/errors.ts';
import { shownZone } from '../../../shared/words/shownZone.ts';
import { showTimesIn, switchLanguage } from '../i18n/words.ts';
import type { Language } from '../i18n/catalogues.ts';
import { languages } from '../i18n/catalogues.ts';
import { ask } from './bridge.ts';

interface Preferences {
  /** null until main answered; the window works without. */
  readonly app: AppDescription | null;
  readonly settings: Settings;
  /** Why the last change could not be stored. */
  readonly notSaved: AppError | null;
}

/** The settings: what main stored, what the user just chose. */
export const usePreferences = create<Preferences>()(() => ({
  app: null,
  // Only main knows of a first start: without its answer nobody is welcomed again.
  settings: { ...firstSettings, welcomed: true },
  notSaved: null,
}));

export function systemLanguage(app: AppDescription | null): Language {
  if (app !== null) return app.systemLanguage;
  const wanted = navigator.language.slice(0, 2);
  return languages.find((language) => language === wanted) ?? 'en';
}

/** Asks main who we are and loads the words; called once before the first picture. */
export async function prepare(): Promise<void> {
  const answer = await ask('app.describe', undefined);
  if (answer.ok) usePreferences.setState({ app: answer.value, settings: answer.value.settings });
  await follow();
}

/** What the settings mean for words and times. */
async function follow(): Promise<void> {
  const { app, settings } = usePreferences.getState();
  showTimesIn(shownZone(settings.timeZone));
  await switchLanguage(settings.language ?? systemLanguage(app));
}

/** Settings that main stored by itself, from a file. */
export async function takeSettings(settings: Settings): Promise<void> {
  usePreferences.setState({ settings, notSaved: null });
  await follow();
}

/** Takes effect at once, then is stored. */
export async function changeSettings(change: Partial<Settings>): Promise<void> {
  const next: Settings = { ...usePreferences.getState().settings, ...change };
  await takeSettings(next);
  const stored = await ask('settings.save', next);
  if (!stored.ok) usePreferences.setState({ notSaved: stored.error });
}
