import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { directoryPath, type Directory, type DirectoryEntry } from '../directory.ts';
import { CliError } from './terminal.ts';

/** What the lab tells its bm-cli about itself. */
export interface LabSettings {
  readonly imapPort: number;
  readonly password: string;
  readonly auditLog: string;
  /** How long a regeneration of the maps takes, ms. */
  readonly mapsWorkMs: number;
  /** Regenerations asked for within this time of the last one wait for it to pass, ms. BlueMind: 10,000. */
  readonly mapsPauseMs: number;
  /** Words of the failure that the next regenerations end with, null for none. */
  readonly mapsFault: string | null;
}

export const settingsPath = '/etc/bm-lab/settings.json';
/** Only root and group bluemind may read it; without it bm-cli cannot speak to the core. */
export const tokenPath = '/etc/bm/bm-core.tok';

export function readSettings(): LabSettings {
  return JSON.parse(readFileSync(settingsPath, 'utf8')) as LabSettings;
}

export function readDirectory(): Directory {
  return JSON.parse(readFileSync(directoryPath, 'utf8')) as Directory;
}

export function writeDirectory(directory: Directory): void {
  writeFileSync(directoryPath, JSON.stringify(directory, null, 2));
}

/** The entry of an address, by any of its aliases. */
export function entryOf(directory: Directory, address: string): DirectoryEntry {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  if (domain !== directory.technicalDomain && !directory.mailDomains.includes(domain)) {
    throw new CliError(`Invalid or unknown domain : ${domain}`);
  }
  const wanted = address.toLowerCase();
  const entry = directory.entries.find(
    (e) =>
      `${e.login}@${directory.technicalDomain}` === wanted ||
      e.emails.some((email) => email.toLowerCase() === wanted),
  );
  if (entry === undefined) throw new CliError(`No mailbox matches ${address}`);
  return entry;
}

/** Where Cyrus keeps the messages of a mailbox (`user/john/Trash@domain`); mbpath(8) knows. */
export function mailboxPath(mailbox: string): string | null {
  const run = spawnSync('mbpath', [mailbox], { encoding: 'utf8' });
  const path = run.stdout.trim();
  return run.status === 0 && path.startsWith('/') ? path : null;
}
