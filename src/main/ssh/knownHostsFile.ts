import { constants } from 'node:fs';
import { access, mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import type { HostEndpoint } from '../../core/ssh/hostEndpoint.ts';
import { knownHostsLine, parseKnownHosts } from '../../core/ssh/knownHosts.ts';
import type { HostKey, KnownHosts } from '../../core/ssh/knownHosts.ts';

/** A file that cannot be read is not an empty one: it might say that a key is revoked. */
export type KnownHostsReading =
  | { readonly kind: 'read'; readonly hosts: KnownHosts }
  | { readonly kind: 'unreadable'; readonly file: string; readonly detail: string };

/** Where sessions look host keys up and note accepted ones. */
export interface KnownHostsStore {
  load(): Promise<KnownHostsReading>;
  remember(endpoint: HostEndpoint, key: HostKey): Promise<void>;
}

const MAX_FILE_BYTES = 16 * 1024 * 1024;

/** The app's own file, which is written, and the user's (`~/.ssh/known_hosts`), which are only read. */
export class KnownHostsFiles implements KnownHostsStore {
  readonly #ownFile: string;
  readonly #userFiles: readonly string[];
  #writing: Promise<void> = Promise.resolve();

  constructor(ownFile: string, userFiles: readonly string[]) {
    this.#ownFile = ownFile;
    this.#userFiles = userFiles;
  }

  async load(): Promise<KnownHostsReading> {
    const entries: KnownHosts['entries'][number][] = [];
    const notUnderstood: KnownHosts['notUnderstood'][number][] = [];
    for (const file of [this.#ownFile, ...this.#userFiles]) {
      try {
        const parsed = parseKnownHosts(file, await readIfThere(file));
        entries.push(...parsed.entries);
        notUnderstood.push(...parsed.notUnderstood);
      } catch (error) {
        return { kind: 'unreadable', file, detail: error instanceof Error ? error.message : String(error) };
      }
    }
    return { kind: 'read', hosts: { entries, notUnderstood } };
  }

  /** One write after the other; the file is replaced as a whole, so that no reader ever sees half a line. */
  async remember(endpoint: HostEndpoint, key: HostKey): Promise<void> {
    const write = this.#writing.then(() => this.#append(knownHostsLine(endpoint, key)));
    this.#writing = write.catch(() => undefined);
    await write;
  }

  async #append(line: string): Promise<void> {
    const before = await readIfThere(this.#ownFile);
    if (before.split('\n').includes(line)) return;
    const text = before === '' || before.endsWith('\n') ? before : `${before}\n`;
    await mkdir(dirname(this.#ownFile), { recursive: true, mode: 0o700 });
    const temporary = `${this.#ownFile}.${randomBytes(6).toString('hex')}.new`;
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(`${text}${line}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, this.#ownFile);
  }
}

async function readIfThere(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > MAX_FILE_BYTES) throw new Error(`${file} is larger than ${MAX_FILE_BYTES} bytes`);
    await access(file, constants.R_OK);
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
