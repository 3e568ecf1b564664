import { join } from 'node:path';
import { settingsSchema } from '../../shared/settings.ts';
import { firstSettings, SETTINGS_VERSION, settingsMigrations } from '../../shared/firstSettings.ts';
import type { Settings } from '../../shared/settings.ts';
import { openVersionedStore } from './versionedStore.ts';
import type { OpenWriter, StoreFormat, VersionedStore } from './versionedStore.ts';

export const settingsFormat: StoreFormat<Settings> = {
  version: SETTINGS_VERSION,
  schema: settingsSchema,
  initial: firstSettings,
  migrations: settingsMigrations,
};

export function openSettings(folder: string, openWriter: OpenWriter, now: Date): VersionedStore<Settings> {
  return openVersionedStore(join(folder, 'settings.json'), settingsFormat, openWriter, now);
}
