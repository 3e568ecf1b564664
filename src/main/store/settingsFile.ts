import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { SETTINGS_VERSION } from '../../shared/firstSettings.ts';
import type { Settings } from '../../shared/settings.ts';
import { settingsFormat } from './settingsStore.ts';
import { broughtUpToDate } from './versionedStore.ts';

/** Settings as a file that can be taken to another computer. They hold no secrets. */
const settingsFile = z.object({
  schema: z.literal('mailtriage.settings'),
  version: z.number().int().min(1),
  settings: z.unknown(),
});

const MAX_BYTES = 1024 * 1024;

export function writeSettingsFile(settings: Settings): string {
  return `${JSON.stringify({ schema: 'mailtriage.settings', version: SETTINGS_VERSION, settings }, null, 2)}\n`;
}

export type SettingsFileContent =
  | { readonly kind: 'settings'; readonly settings: Settings }
  /** Something else altogether. */
  | { readonly kind: 'other-file' }
  /** Made by a later version of the app, which knows more. */
  | { readonly kind: 'newer' }
  | { readonly kind: 'damaged' };

/** What such a file holds. Rejects when it cannot be read. */
export async function readSettingsFile(path: string): Promise<SettingsFileContent> {
  if ((await stat(path)).size > MAX_BYTES) return { kind: 'other-file' };
  const file = settingsFile.safeParse(jsonOf(await readFile(path, 'utf8')));
  if (!file.success) return { kind: 'other-file' };
  const { version, settings } = file.data;
  if (version > SETTINGS_VERSION) return { kind: 'newer' };
  try {
    const upToDate = broughtUpToDate({ version, data: settings }, settingsFormat);
    // Whoever brings settings along has been welcomed before.
    return { kind: 'settings', settings: { ...upToDate, welcomed: true } };
  } catch {
    return { kind: 'damaged' };
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
