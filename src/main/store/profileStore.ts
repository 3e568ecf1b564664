import { join } from 'node:path';
import { z } from 'zod';
import { serverProfileSchema } from '../../core/ssh/profile.ts';
import type { ServerProfile } from '../../core/ssh/profile.ts';
import { openVersionedStore } from './versionedStore.ts';
import type { OpenWriter, StoreFormat, VersionedStore } from './versionedStore.ts';

const profileFormat: StoreFormat<readonly ServerProfile[]> = {
  version: 1,
  schema: z.array(serverProfileSchema).max(2000),
  initial: [],
  migrations: {},
};

/** The saved servers, in the order they were first saved. Secrets are not here, see `secretStore.ts`. */
export class ProfileStore {
  readonly #store: VersionedStore<readonly ServerProfile[]>;

  constructor(folder: string, openWriter: OpenWriter, now: Date) {
    this.#store = openVersionedStore(join(folder, 'servers.json'), profileFormat, openWriter, now);
  }

  get all(): readonly ServerProfile[] {
    return this.#store.value;
  }

  /** File name under which unreadable profiles were set aside; null when all was well. */
  get damaged(): string | null {
    return this.#store.damaged;
  }

  find(id: string): ServerProfile | null {
    return this.all.find((profile) => profile.id === id) ?? null;
  }

  /** Adds profiles, or puts them in place of those with the same id. Throws when the disk does. */
  save(...profiles: readonly ServerProfile[]): void {
    const next = new Map(this.all.map((profile) => [profile.id, profile]));
    for (const profile of profiles) next.set(profile.id, profile);
    this.#store.save([...next.values()]);
  }

  remove(id: string): void {
    if (this.find(id) !== null) this.#store.save(this.all.filter((profile) => profile.id !== id));
  }
}
