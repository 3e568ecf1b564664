import { basename, join } from 'node:path';
import ElectronStore from 'electron-store';
import { calls } from '../../shared/ipc/contract.ts';
import type { Settings } from '../../shared/ipc/contract.ts';
import { openVersionedStore } from './versionedStore.ts';
import type { Envelope, StoreFormat, VersionedStore } from './versionedStore.ts';

const settingsFormat: StoreFormat<Settings> = {
  version: 1,
  schema: calls['settings.save'].input,
  initial: { language: null, theme: 'system' },
  migrations: {},
};

export function openSettings(folder: string, now: Date): VersionedStore<Settings> {
  return openVersionedStore(join(folder, 'settings.json'), settingsFormat, openWriter, now);
}

/** electron-store brings the atomic write; reading is ours, because it would throw away what it cannot read. */
function openWriter(path: string): (content: Envelope) => void {
  const store = new ElectronStore({
    name: basename(path, '.json'),
    clearInvalidConfig: false,
    configFileMode: 0o600,
  });
  return (content) => {
    store.store = content;
  };
}
