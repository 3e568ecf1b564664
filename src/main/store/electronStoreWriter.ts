import { basename, dirname } from 'node:path';
import ElectronStore from 'electron-store';
import type { WriteFile } from './versionedStore.ts';

/** electron-store brings the atomic write; reading is ours, because it would throw away what it cannot read. */
export function electronStoreWriter(path: string): WriteFile {
  const store = new ElectronStore({
    cwd: dirname(path),
    name: basename(path, '.json'),
    clearInvalidConfig: false,
    configFileMode: 0o600,
  });
  return (content) => {
    store.store = content;
  };
}
