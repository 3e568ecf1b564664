import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { caseSchema } from '../../core/case/case.ts';
import type { Case } from '../../core/case/case.ts';
import { openVersionedStore } from './versionedStore.ts';
import type { OpenWriter, StoreFormat, VersionedStore } from './versionedStore.ts';

const caseFormat: StoreFormat<Case | null> = {
  version: 1,
  // What zod calls `string | undefined` the case calls absent; both are the same JSON.
  schema: caseSchema.nullable() as unknown as z.ZodType<Case | null>,
  initial: null,
  migrations: {},
};

/** `<id>.json`; ids are what `recordId` of the contract lets in. */
const FILE_NAME = /^([A-Za-z0-9-]{8,64})\.json$/;

/** One file for each case, so that a damaged one takes no other along. Read when first asked for. */
export class CaseStore {
  readonly #folder: string;
  readonly #openWriter: OpenWriter;
  readonly #now: () => Date;
  #open: Map<string, VersionedStore<Case | null>> | null = null;

  constructor(folder: string, openWriter: OpenWriter, now: () => Date) {
    this.#folder = join(folder, 'cases');
    this.#openWriter = openWriter;
    this.#now = now;
  }

  /** Latest change first. */
  get all(): readonly Case[] {
    return [...this.#stores().values()]
      .map(({ value }) => value)
      .filter((value) => value !== null)
      .sort((a, b) => (a.changedAt < b.changedAt ? 1 : a.changedAt > b.changedAt ? -1 : 0));
  }

  /** Files that could not be read and were set aside, by their new names. */
  get damaged(): readonly string[] {
    return [...this.#stores().values()].flatMap(({ damaged }) => damaged ?? []);
  }

  find(id: string): Case | null {
    return this.#stores().get(id)?.value ?? null;
  }

  /** Throws when the disk does. */
  save(changed: Case): void {
    const stores = this.#stores();
    let store = stores.get(changed.id);
    if (store === undefined) {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      store = this.#openOne(changed.id);
      stores.set(changed.id, store);
    }
    store.save(changed);
  }

  remove(id: string): void {
    this.#stores().delete(id);
    for (const ending of ['.json', '.json.bak']) rmSync(join(this.#folder, id + ending), { force: true });
  }

  #stores(): Map<string, VersionedStore<Case | null>> {
    if (this.#open !== null) return this.#open;
    const ids = namesIn(this.#folder).flatMap((name) => FILE_NAME.exec(name)?.[1] ?? []);
    this.#open = new Map(ids.map((id) => [id, this.#openOne(id)]));
    return this.#open;
  }

  #openOne(id: string): VersionedStore<Case | null> {
    return openVersionedStore(join(this.#folder, `${id}.json`), caseFormat, this.#openWriter, this.#now());
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Not there yet, or something else in its place: then there are no cases, and saving one says what is wrong.
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}
