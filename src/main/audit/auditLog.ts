import {
  appendFileSync,
  closeSync,
  createReadStream,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { copyFile, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { commandRecordSchema } from '../../core/command/commandRecord.ts';
import type { CommandRecord } from '../../core/command/commandRecord.ts';
import type { AuditPage } from '../../shared/ipc/contract.ts';

export interface AuditSearch {
  readonly search: string;
  readonly offset: number;
  readonly limit: number;
}

/**
 * Every command that was run or refused, one JSON object a line, only ever appended to; old lines go only where the user
 * set a time to keep them for. What the disk does not take is held in memory, still shown, and written with the next
 * command.
 */
export class AuditLog {
  readonly #path: string;
  readonly #report: (what: string, error: unknown) => void;
  #unwritten: string[] = [];

  constructor(path: string, report: (what: string, error: unknown) => void) {
    this.#path = path;
    this.#report = report;
  }

  /** Never throws: the command has been run already. */
  append(record: CommandRecord): void {
    this.#unwritten.push(JSON.stringify(record));
    const text = this.#unwritten.map((line) => `${line}\n`).join('');
    try {
      // A line that a crash cut off must not swallow the next one.
      const start = endsInsideALine(this.#path) ? '\n' : '';
      appendFileSync(this.#path, start + text, { mode: 0o600 });
      this.#unwritten = [];
    } catch (error) {
      this.#report('a command could not be written to the audit log', error);
    }
  }

  /** Records that hold every word of `search`, latest first. Lines that are no records stay in the file and are counted. */
  async list({ search, offset, limit }: AuditSearch): Promise<AuditPage> {
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    const found: CommandRecord[] = [];
    let damaged = 0;
    for await (const line of this.#lines()) {
      const record = recordOf(line);
      if (record === null) damaged += line.trim() === '' ? 0 : 1;
      else if (holds(record, words)) found.push(record);
    }
    return { records: found.reverse().slice(offset, offset + limit), total: found.length, damaged };
  }

  /** Copies the whole log. Rejects when the disk does. */
  async exportTo(path: string): Promise<void> {
    if (existsSync(this.#path)) await copyFile(this.#path, path);
    else await writeFile(path, '');
  }

  /** Removes records from before a moment (ISO 8601 UTC), and tells how many they were. Rejects when the disk does. */
  async removeBefore(iso: string): Promise<number> {
    if (!existsSync(this.#path)) return 0;
    const { size } = statSync(this.#path);
    if (size === 0) return 0;
    const shorter = `${this.#path}.shorter`;
    let removed = 0;
    const path = this.#path;
    async function* kept(): AsyncGenerator<string> {
      const input = createReadStream(path, { encoding: 'utf8', end: size - 1 });
      for await (const line of createInterface({ input, crlfDelay: Infinity })) {
        const record = recordOf(line);
        if (record !== null && record.time < iso) removed += 1;
        else yield `${line}\n`;
      }
    }
    try {
      await writeFile(shorter, kept(), { mode: 0o600 });
      if (removed > 0) {
        // What was appended meanwhile, without a pause in which more could be.
        appendFileSync(shorter, readFileSync(path).subarray(size));
        renameSync(shorter, path);
      }
      return removed;
    } finally {
      rmSync(shorter, { force: true });
    }
  }

  async *#lines(): AsyncGenerator<string> {
    if (existsSync(this.#path)) {
      yield* createInterface({ input: createReadStream(this.#path, 'utf8'), crlfDelay: Infinity });
    }
    yield* this.#unwritten;
  }
}

function recordOf(line: string): CommandRecord | null {
  try {
    const parsed = commandRecordSchema.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function holds(
  { time, server, templateId, command, confirmedBy, firstLines }: CommandRecord,
  words: readonly string[],
): boolean {
  if (words.length === 0) return true;
  const text = [
    time,
    server.name,
    server.host,
    server.user,
    templateId,
    command,
    confirmedBy ?? '',
    ...firstLines,
  ]
    .join('\n')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

function endsInsideALine(path: string): boolean {
  if (!existsSync(path)) return false;
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const last = Buffer.alloc(1);
    return size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last.toString() !== '\n';
  } finally {
    closeSync(file);
  }
}
