import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import SSHConfig, { LineType } from 'ssh-config';
import type { Directive, Section } from 'ssh-config';
import { matchesPattern } from '../../core/ssh/hostPattern.ts';
import { splitArguments } from '../../core/ssh/sshConfig.ts';
import type {
  ImportWarning,
  SshConfigBlock,
  SshConfigCondition,
  SshConfigSetting,
} from '../../core/ssh/sshConfig.ts';

export interface SshConfigReading {
  readonly blocks: readonly SshConfigBlock[];
  readonly warnings: readonly ImportWarning[];
  /** Every file that was read, in order. */
  readonly files: readonly string[];
}

export interface SshConfigSurroundings {
  readonly home: string;
  readonly platform: NodeJS.Platform;
  /** This user's number; null where there is none (Windows). */
  readonly userId: number | null;
}

const MAX_DEPTH = 16;
const MAX_FILES = 200;
const MAX_FILE_BYTES = 1024 * 1024;

/**
 * Reads ssh's configuration with everything it includes. Only `parse` of ssh-config is used: its `compute` would run
 * `Match exec` through a shell. Like ssh, refuses files that somebody else owns or can write (readconf.c).
 */
export async function readSshConfig(
  file: string,
  surroundings: SshConfigSurroundings,
): Promise<SshConfigReading> {
  const reader = new Reader(surroundings);
  await reader.read(file, [], 0);
  return { blocks: reader.blocks, warnings: reader.warnings, files: reader.files };
}

class Reader {
  readonly blocks: SshConfigBlock[] = [];
  readonly warnings: ImportWarning[] = [];
  readonly files: string[] = [];
  readonly #at: SshConfigSurroundings;

  constructor(surroundings: SshConfigSurroundings) {
    this.#at = surroundings;
  }

  async read(file: string, conditions: readonly SshConfigCondition[], depth: number): Promise<void> {
    if (depth > MAX_DEPTH || this.files.length >= MAX_FILES) {
      this.#warn('include-depth', { file });
      return;
    }
    const text = await this.#text(file);
    if (text === null) return;
    this.files.push(file);
    let lines: SSHConfig;
    try {
      lines = SSHConfig.parse(text);
    } catch (error) {
      this.#warn('unreadable-config', {
        file,
        detail: error instanceof Error ? error.message : String(error),
      });
      return;
    }
    await this.#section(file, lines, conditions, depth);
  }

  async #section(
    file: string,
    lines: SSHConfig,
    conditions: readonly SshConfigCondition[],
    depth: number,
  ): Promise<void> {
    let settings: SshConfigSetting[] = [];
    const flush = () => {
      if (settings.length > 0 || conditions.length > 0) this.blocks.push({ file, conditions, settings });
      settings = [];
    };
    for (const line of lines) {
      if (line.type !== LineType.DIRECTIVE) continue;
      const keyword = line.param.toLowerCase();
      const values = valuesOf(line);
      if (keyword === 'include') {
        // What is included takes its place here: the first value of a keyword wins.
        flush();
        for (const pattern of values) {
          for (const included of await this.#included(pattern))
            await this.read(included, conditions, depth + 1);
        }
      } else if (keyword === 'host' || keyword === 'match') {
        flush();
        const condition: SshConfigCondition =
          keyword === 'host' ? { kind: 'host', patterns: values } : { kind: 'match', words: values };
        await this.#section(file, (line as Section).config, [...conditions, condition], depth);
      } else {
        settings.push({ keyword, values });
      }
    }
    flush();
  }

  /** The text, or null with a warning. A main file that is not there is no configuration, not a fault. */
  async #text(file: string): Promise<string | null> {
    try {
      const { uid, mode, size } = await stat(file);
      const { platform, userId } = this.#at;
      if (platform !== 'win32' && userId !== null) {
        if ((uid !== userId && uid !== 0) || (mode & 0o022) !== 0) {
          this.#warn('unsafe-config', { file });
          return null;
        }
      }
      if (size > MAX_FILE_BYTES) {
        this.#warn('unreadable-config', { file, detail: `${size} bytes` });
        return null;
      }
      return await readFile(file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        this.#warn('unreadable-config', {
          file,
          detail: error instanceof Error ? error.message : String(error),
        });
      }
      return null;
    }
  }

  /** Files an Include names: relative to ~/.ssh, with wildcards in any part of the path, sorted (ssh_config(5)). */
  async #included(pattern: string): Promise<readonly string[]> {
    const expanded = pattern.replace(/^~(?=\/|$)/, this.#at.home).replaceAll('%d', this.#at.home);
    const path = isAbsolute(expanded) ? expanded : join(this.#at.home, '.ssh', expanded);
    if (!/[*?]/.test(path)) return [path];
    const parts: string[] = [];
    let root = path;
    while (/[*?]/.test(root)) {
      parts.unshift(root.slice(dirname(root).length).replace(/^[\\/]+/, ''));
      root = dirname(root);
    }
    let found = [root];
    for (const part of parts) {
      const next: string[] = [];
      for (const folder of found) {
        try {
          const names = (await readdir(folder)).sort();
          const hidden = part.startsWith('.');
          next.push(
            ...names
              .filter((name) => matchesPattern(name, part) && (hidden || !name.startsWith('.')))
              .map((name) => join(folder, name)),
          );
        } catch {
          // A folder that is not there includes nothing.
        }
      }
      found = next.slice(0, MAX_FILES);
    }
    return found;
  }

  #warn(code: 'include-depth' | 'unsafe-config' | 'unreadable-config', values: Record<string, string>): void {
    const keys = {
      'include-depth': 'ssh:import.includeDepth',
      'unsafe-config': 'ssh:import.unsafeFile',
      'unreadable-config': 'ssh:import.unreadableFile',
    } as const;
    this.warnings.push({ code, message: { key: keys[code], values } });
  }
}

function valuesOf(line: Directive | Section): readonly string[] {
  const { value } = line;
  if (typeof value !== 'string') return value.map((word) => word.val);
  return line.quoted === true ? [value] : splitArguments(value);
}
