import { copyFileSync, existsSync, readFileSync, renameSync } from 'node:fs';
import { z } from 'zod';

/** How a kind of stored data looks, and how older forms of it become the present one. */
export interface StoreFormat<T> {
  /** Present version, from 1. */
  readonly version: number;
  readonly schema: z.ZodType<T>;
  readonly initial: T;
  /** `migrations[n]` turns data of version n into version n + 1. */
  readonly migrations: Readonly<Record<number, (data: unknown) => unknown>>;
}

/** What is on disk. */
const envelope = z.object({ version: z.number().int().min(1), data: z.unknown() });
export type Envelope = z.infer<typeof envelope>;

/** Writes the whole file at once: after a crash there is the old content or the new, never half of it. */
export type WriteFile = (content: Envelope) => void;
export type OpenWriter = (path: string) => WriteFile;

export interface VersionedStore<T> {
  readonly value: T;
  /** File name under which unreadable data was set aside at start; null when all was well. */
  readonly damaged: string | null;
  /** Throws when the disk does. The value counts all the same, until the app ends, and is written with the next one. */
  readonly save: (value: T) => void;
}

/**
 * Opens stored data. What cannot be read is never overwritten: the file is renamed, its backup is used if that one is
 * good, and the caller learns the new name to tell the user.
 * @param openWriter called once the file is known to be good or gone.
 */
export function openVersionedStore<T>(
  path: string,
  format: StoreFormat<T>,
  openWriter: OpenWriter,
  now: Date,
): VersionedStore<T> {
  const backup = `${path}.bak`;
  let value = format.initial;
  let damaged: string | null = null;
  try {
    value = read(path, format) ?? format.initial;
  } catch {
    damaged = setAside(path, now);
    value = readBackup(backup, format) ?? format.initial;
  }
  const write = openWriter(path);
  return {
    get value() {
      return value;
    },
    damaged,
    save: (next) => {
      const content = { version: format.version, data: format.schema.parse(next) };
      value = next;
      if (existsSync(path)) copyFileSync(path, backup);
      write(content);
    },
  };
}

/** Null when there is no file; throws when there is one that cannot be used, also one of a newer version. */
function read<T>(path: string, format: StoreFormat<T>): T | null {
  if (!existsSync(path)) return null;
  return broughtUpToDate(envelope.parse(JSON.parse(readFileSync(path, 'utf8'))), format);
}

/** Data of any version as data of ours. Throws when there is no way. */
export function broughtUpToDate<T>({ version, data }: Envelope, format: StoreFormat<T>): T {
  if (version > format.version) throw new Error(`version ${version} is newer than ${format.version}`);
  let migrated: unknown = data;
  for (let from = version; from < format.version; from += 1) {
    const migrate = format.migrations[from];
    if (migrate === undefined) throw new Error(`no way from version ${from} to ${from + 1}`);
    migrated = migrate(migrated);
  }
  return format.schema.parse(migrated);
}

function readBackup<T>(path: string, format: StoreFormat<T>): T | null {
  try {
    return read(path, format);
  } catch {
    return null;
  }
}

function setAside(path: string, now: Date): string {
  const stamp = now.toISOString().slice(0, 19).replaceAll(':', '-');
  let name = `${path}.damaged-${stamp}`;
  for (let again = 2; existsSync(name); again += 1) name = `${path}.damaged-${stamp}-${again}`;
  renameSync(path, name);
  return name;
}
