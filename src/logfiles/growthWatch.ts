import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { LogFileError, problemOfSystemError } from './logFileProblem.ts';
import type { LogSource } from './readLogs.ts';

/** What became of files since they were looked at last. */
export type Growth =
  | { readonly kind: 'same' }
  /** `sources` are to be read anew: some grew, or were rotated and are two now. */
  | { readonly kind: 'changed'; readonly sources: readonly LogSource[] }
  /** Cut or gone: what was read no longer stands there. */
  | { readonly kind: 'shrank' | 'gone'; readonly file: string };

interface Watched {
  source: LogSource;
  readonly path: string;
  inode: number;
  size: number;
}

/** Watches files that are still being written. Looks when asked: notifications fail on network drives. */
export class GrowthWatch {
  readonly #files: Watched[];

  private constructor(files: Watched[]) {
    this.#files = files;
  }

  /** @throws LogFileError for a file that is not there. */
  static async of(sources: readonly LogSource[]): Promise<GrowthWatch> {
    const files: Watched[] = [];
    for (const source of sources) {
      if (source.bytes.kind !== 'file') continue;
      const { path } = source.bytes;
      const { ino, size } = await stat(path).catch((error: unknown) => {
        throw new LogFileError(problemOfSystemError(error, source.name));
      });
      files.push({ source, path, inode: ino, size });
    }
    return new GrowthWatch(files);
  }

  /** Files that are shorter than when they were looked at last. */
  async shrunk(): Promise<readonly string[]> {
    const names: string[] = [];
    for (const { path, inode, size, source } of this.#files) {
      const now = await stat(path).catch(() => null);
      if (now !== null && now.ino === inode && now.size < size) names.push(source.name);
    }
    return names;
  }

  async look(): Promise<Growth> {
    let changed = false;
    for (const file of [...this.#files]) {
      const now = await stat(file.path).catch(() => null);
      if (now === null) return { kind: 'gone', file: file.source.name };
      if (now.ino !== file.inode) {
        await this.#rotated(file);
        file.inode = now.ino;
        changed = true;
      } else if (now.size < file.size) return { kind: 'shrank', file: file.source.name };
      else if (now.size > file.size) changed = true;
      file.size = now.size;
    }
    return changed ? { kind: 'changed', sources: this.#files.map(({ source }) => source) } : { kind: 'same' };
  }

  /** The file that was read lies beside the new one under another name. */
  async #rotated({ path, inode, size }: Watched): Promise<void> {
    const folder = dirname(path);
    for (const name of await readdir(folder).catch(() => [])) {
      const place = join(folder, name);
      if (!name.startsWith(basename(path)) || this.#files.some((file) => file.path === place)) continue;
      const found = await stat(place).catch(() => null);
      if (found?.ino !== inode) continue;
      const known = new Set(this.#files.map(({ source }) => source.name));
      const source: LogSource = {
        name: known.has(name) ? `${name} (2)` : name,
        bytes: { kind: 'file', path: place },
      };
      this.#files.push({ source, path: place, inode, size });
      return;
    }
  }
}
