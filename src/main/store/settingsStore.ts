import { join } from 'node:path';
import { calls } from '../../shared/ipc/contract.ts';
import type { Settings } from '../../shared/ipc/contract.ts';
import { openVersionedStore } from './versionedStore.ts';
import type { OpenWriter, StoreFormat, VersionedStore } from './versionedStore.ts';

const settingsFormat: StoreFormat<Settings> = {
  version: 1,
  schema: calls['settings.save'].input,
  initial: { language: null, theme: 'system' },
  migrations: {},
};

export function openSettings(folder: string, openWriter: OpenWriter, now: Date): VersionedStore<Settings> {
  return openVersionedStore(join(folder, 'settings.json'), settingsFormat, openWriter, now);
}
