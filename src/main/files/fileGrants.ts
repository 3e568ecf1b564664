import { randomUUID } from 'node:crypto';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { FileGrant } from '../../shared/ipc/contract.ts';
import { mailLogsAmong } from '../../logfiles/logSeries.ts';
import { LogFileError, problemOfSystemError } from '../../logfiles/logFileProblem.ts';

interface Granted extends FileGrant {
  readonly path: string;
}

/** Files of a folder that are no mail logs. */
export interface LeftOut {
  readonly folder: string;
  readonly files: readonly string[];
  /** Those that were taken. */
  readonly ids: readonly string[];
}

/** As many as may be opened together. */
const maxOfFolder = 500;

/**
 * The files the user chose in a dialog or dropped on the window. The window knows them by id only and can name no
 * path, so a page that went wrong can read nothing the user did not hand over.
 */
export class FileGrants {
  readonly #byId = new Map<string, Granted>();
  readonly #idByPath = new Map<string, string>();
  readonly #leftOut: LeftOut[] = [];

  /** @throws LogFileError for the first that is no readable file. */
  async admit(paths: readonly string[]): Promise<readonly FileGrant[]> {
    const granted: Granted[] = [];
    for (const path of paths) granted.push(...(await this.#admitAll(path)));
    return [...new Map(granted.map((grant) => [grant.id, publicGrant(grant)])).values()];
  }

  /** What was left out of the folders that files were taken from. */
  leftOutWith(ids: readonly string[]): readonly LeftOut[] {
    return this.#leftOut.filter((folder) => folder.ids.some((id) => ids.includes(id)));
  }

  /** A folder stands for the mail logs in it. */
  async #admitAll(chosen: string): Promise<readonly Granted[]> {
    const found = await stat(chosen).catch(() => null);
    if (found?.isDirectory() !== true) return [await this.#admitOne(chosen)];
    const entries = await readdir(chosen, { withFileTypes: true }).catch((error: unknown) => {
      throw new LogFileError(problemOfSystemError(error, basename(chosen)));
    });
    const names = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
    const { logs, leftOut } = mailLogsAmong(names);
    if (logs.length === 0) return [await this.#admitOne(chosen)];
    const granted: Granted[] = [];
    for (const name of logs.slice(0, maxOfFolder)) granted.push(await this.#admitOne(join(chosen, name)));
    const folder = basename(chosen);
    const others = [...leftOut, ...logs.slice(maxOfFolder)];
    if (others.length > 0) this.#leftOut.push({ folder, files: others, ids: granted.map(({ id }) => id) });
    return granted;
  }

  /** Null for an id that was never given out. */
  find(id: string): Granted | null {
    return this.#byId.get(id) ?? null;
  }

  /** Bytes of a file that was given out, when it was; null for others. */
  sizeOf(path: string): number | null {
    return this.#byId.get(this.#idByPath.get(path) ?? '')?.size ?? null;
  }

  async #admitOne(chosen: string): Promise<Granted> {
    const name = basename(chosen);
    let path: string;
    let stats;
    try {
      path = await realpath(chosen);
      stats = await stat(path);
    } catch (error) {
      throw new LogFileError(problemOfSystemError(error, name));
    }
    if (!stats.isFile()) {
      // Devices and pipes could be read for ever.
      const kind = stats.isDirectory() ? 'folder' : 'unreadable';
      throw new LogFileError({ kind, file: name, linesRead: 0, detail: 'not a regular file' });
    }
    const id = this.#idByPath.get(path) ?? randomUUID();
    const granted = { id, name, size: stats.size, path };
    this.#idByPath.set(path, id);
    this.#byId.set(id, granted);
    return granted;
  }
}

const publicGrant = ({ id, name, size }: Granted): FileGrant => ({ id, name, size });
