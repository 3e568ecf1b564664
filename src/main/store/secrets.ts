import { safeStorage } from 'electron';
import type { Vault } from './secretStore.ts';

/** Parts that Electron has only since 42; the fallback runtime is older. */
type AsyncParts = Pick<
  Electron.SafeStorage,
  'encryptStringAsync' | 'decryptStringAsync' | 'isAsyncEncryptionAvailable'
>;

function asyncParts(): AsyncParts | null {
  const parts: Partial<AsyncParts> = safeStorage;
  return typeof parts.encryptStringAsync === 'function' &&
    typeof parts.decryptStringAsync === 'function' &&
    typeof parts.isAsyncEncryptionAvailable === 'function'
    ? safeStorage
    : null;
}

/** `basic_text` encrypts with a password that stands in Chromium's source: that hides a secret, it does not protect it. */
const UNSAFE_BACKENDS = new Set(['basic_text', 'unknown']);

/** Electron's safeStorage; nothing else in the app touches it. The app must be ready. */
export const systemVault: Vault = {
  keeping: async () => {
    const available = await (asyncParts()?.isAsyncEncryptionAvailable() ??
      safeStorage.isEncryptionAvailable());
    if (process.platform === 'linux' && UNSAFE_BACKENDS.has(safeStorage.getSelectedStorageBackend())) {
      return { possible: false, why: { key: 'servers-main:secrets.no-keyring' } };
    }
    return available
      ? { possible: true }
      : { possible: false, why: { key: 'servers-main:secrets.unavailable' } };
  },
  backend: () => (process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : process.platform),
  encrypt: async (text) => (await asyncParts()?.encryptStringAsync(text)) ?? safeStorage.encryptString(text),
  decrypt: async (ciphertext) => {
    const parts = asyncParts();
    return parts === null
      ? safeStorage.decryptString(ciphertext)
      : (await parts.decryptStringAsync(ciphertext)).result;
  },
};
