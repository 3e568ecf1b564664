import { join } from 'node:path';
import { z } from 'zod';
import type { SecretKeeping } from '../../shared/ipc/contract.ts';
import { Secret } from '../ssh/secret.ts';
import { openVersionedStore } from './versionedStore.ts';
import type { OpenWriter, StoreFormat, VersionedStore } from './versionedStore.ts';

/** The system's way to encrypt for this user on this computer. */
export interface Vault {
  /** Whether it protects anything here. Asked each time: a keyring may be locked now and open later. */
  readonly keeping: () => Promise<SecretKeeping>;
  /** Name of what holds the key, e.g. `gnome_libsecret`; ciphertext of another one cannot be read. */
  readonly backend: () => string;
  readonly encrypt: (text: string) => Promise<Buffer>;
  /** Rejects for what was not encrypted here. */
  readonly decrypt: (ciphertext: Buffer) => Promise<string>;
}

/** What is on disk of one secret. */
const sealed = z.object({ v: z.literal(1), backend: z.string(), ciphertext: z.base64() });

type SealedByName = Readonly<Record<string, unknown>>;

/** Entries are looked at one by one when they are needed: a damaged one is asked for again, the others stay. */
const secretFormat: StoreFormat<Readonly<Record<string, SealedByName>>> = {
  version: 1,
  schema: z.record(z.string(), z.record(z.string(), z.unknown())),
  initial: {},
  migrations: {},
};

/** Passwords and passphrases the user asked to be kept, by profile and name. Nothing is kept without a real keyring. */
export class SecretStore {
  readonly #store: VersionedStore<Readonly<Record<string, SealedByName>>>;
  readonly #vault: Vault;

  constructor(folder: string, openWriter: OpenWriter, vault: Vault, now: Date) {
    this.#store = openVersionedStore(join(folder, 'secrets.json'), secretFormat, openWriter, now);
    this.#vault = vault;
  }

  /** File name under which unreadable secrets were set aside; null when all was well. */
  get damaged(): string | null {
    return this.#store.damaged;
  }

  keeping(): Promise<SecretKeeping> {
    return this.#vault.keeping();
  }

  has(profileId: string): boolean {
    return Object.keys(this.#of(profileId)).length > 0;
  }

  /** Null when there is none, or none that can be read now. */
  async read(profileId: string, name: string): Promise<Secret | null> {
    const entry = sealed.safeParse(this.#of(profileId)[name]);
    if (!entry.success || !(await this.keeping()).possible) return null;
    const { backend, ciphertext } = entry.data;
    if (backend !== this.#vault.backend()) return null;
    try {
      return new Secret(await this.#vault.decrypt(Buffer.from(ciphertext, 'base64')));
    } catch {
      return null;
    }
  }

  /** Does nothing where secrets cannot be kept safely. Rejects when the disk does. */
  async keep(profileId: string, name: string, secret: Secret): Promise<void> {
    if (!(await this.keeping()).possible) return;
    const ciphertext = (await this.#vault.encrypt(secret.reveal())).toString('base64');
    const entry = { v: 1, backend: this.#vault.backend(), ciphertext };
    this.#save(profileId, { ...this.#of(profileId), [name]: entry });
  }

  /** Forgets one secret of a profile, or all of them. */
  forget(profileId: string, name?: string): void {
    const before = this.#of(profileId);
    const rest = name === undefined ? [] : Object.entries(before).filter(([candidate]) => candidate !== name);
    if (rest.length < Object.keys(before).length) this.#save(profileId, Object.fromEntries(rest));
  }

  #of(profileId: string): SealedByName {
    const all = this.#store.value;
    return Object.hasOwn(all, profileId) ? (all[profileId] ?? {}) : {};
  }

  #save(profileId: string, entries: SealedByName): void {
    const others = Object.entries(this.#store.value).filter(([id]) => id !== profileId);
    const own = Object.keys(entries).length === 0 ? [] : [[profileId, entries] as const];
    this.#store.save(Object.fromEntries([...others, ...own]));
  }
}
