import { create } from 'zustand';
import type { AppDescription, Settings } from '../../../shared/ipc/contract.ts';
import type { AppError } from '../../../shared/ipc/errors.ts';
import { switchLanguage } from '../i18n/words.ts';
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

/** Language and colours: what main stored, what the user just chose. */
export const usePreferences = create<Preferences>()(() => ({
  app: null,
  settings: { language: null, theme: 'system' },
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
  const { app, settings } = usePreferences.getState();
  await switchLanguage(settings.language ?? systemLanguage(app));
}

/** Takes effect at once, then is stored. */
export async function changeSettings(change: Partial<Settings>): Promise<void> {
  const { app, settings } = usePreferences.getState();
  const next: Settings = { ...settings, ...change };
  usePreferences.setState({ settings: next, notSaved: null });
  await switchLanguage(next.language ?? systemLanguage(app));
  const stored = await ask('settings.save', next);
  if (!stored.ok) usePreferences.setState({ notSaved: stored.error });
}
