import { spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { postfixMapNames, postfixMaps } from '../directory.ts';
import { readDirectory, readSettings } from './serverFiles.ts';
import type { Terminal } from './terminal.ts';
import { targets } from './users.ts';

const operations = [
  'mailboxExists',
  'mailboxIndexExists',
  'mailboxAclsContainer',
  'mailboxAcls',
  'mailboxHsm',
  'mailboxFilesystem',
  'mailboxImapHierarchy',
  'mailboxQuota',
  'mailboxFilters',
  'mailboxPostfixMaps',
  'mailboxSubscription',
  'mailboxDefaultFolders',
];

const coreLogPath = '/var/log/bm/core.log';
const runningPath = '/run/bm-maps-running';
const lastRunPath = '/run/bm-maps-last-run';

/**
 * `maintenance repair <address|domain> [--ops a,b] [--dry]`. For the Postfix maps it only tells the core that they are
 * dirty and ends; the core writes them later, all of them, so the exit status says nothing about the maps.
 */
export function repair(
  terminal: Terminal,
  target: string,
  ops: readonly string[] | undefined,
  dry: boolean,
): void {
  const found = targets(readDirectory(), target);
  const known = (ops ?? operations).filter((op) => operations.includes(op));
  const ignored = (ops ?? operations).length - known.length;
  for (const entry of found) {
    for (const op of known)
      terminal.info(
        `[${entry.emails[0] ?? entry.login} (${entry.uid})] ${op} ${dry ? 'check' : 'repair'} done`,
      );
  }
  if (ignored > 0)
    terminal.warn(`Handled ${String(found.length)} entries. ${String(ignored)} entries have been ignored`);
  if (known.includes('mailboxPostfixMaps') && !dry) {
    const script = process.argv[1] ?? '';
    spawn(process.execPath, [script, '__core-maps-dirty'], { detached: true, stdio: 'ignore' }).unref();
  }
}

export function listOperations(terminal: Terminal): void {
  for (const op of operations) terminal.info(op);
}

/** What BlueMind's core does on the event: at most one run every ten seconds, one at a time. */
export async function regenerateMaps(): Promise<void> {
  const { mapsPauseMs, mapsWorkMs, mapsFault } = readSettings();
  for (;;) {
    const since = existsSync(lastRunPath) ? Date.now() - statSync(lastRunPath).mtimeMs : Infinity;
    if (since >= mapsPauseMs && !existsSync(runningPath)) break;
    await sleep(Math.min(200, mapsPauseMs));
  }
  writeFileSync(runningPath, '');
  const begun = Date.now();
  try {
    core('INFO', 'Updating postfix maps');
    await sleep(mapsWorkMs);
    if (mapsFault !== null) core('ERROR', `Fail to update postfix maps: ${mapsFault}`);
    else writeMaps();
  } catch (error) {
    core('ERROR', `Fail to update postfix maps: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    // Printed even after a failure, as the real one does.
    core('INFO', `Postfix maps updated (${String(Date.now() - begun)} ms)`);
    writeFileSync(lastRunPath, '');
    rmSync(runningPath);
  }
}

function writeMaps(): void {
  const maps = postfixMaps(readDirectory());
  for (const name of postfixMapNames) {
    const flat = `/etc/postfix/${name}-flat`;
    const before = existsSync(flat) ? readFileSync(flat, 'utf8') : '';
    writeFileSync(flat, maps[name]);
    const run = spawnSync('postmap', [`hash:${flat}`], { encoding: 'utf8' });
    if (run.status !== 0) {
      writeFileSync(flat, before);
      throw new Error(run.stderr.trim());
    }
    renameSync(`${flat}.db`, `/etc/postfix/${name}.db`);
  }
  spawnSync('postfix', ['reload']);
}

/** `2026-11-23 01:15:10,508 [thread] logger LEVEL - message`, the pattern of BlueMind's Java logs, in the server's zone. */
function core(level: 'INFO' | 'ERROR', message: string): void {
  mkdirSync('/var/log/bm', { recursive: true });
  const now = new Date();
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000);
  const stamp = local.toISOString().replace('T', ' ').replace('.', ',').replace('Z', '');
  appendFileSync(
    coreLogPath,
    `${stamp} [vert.x-worker-thread-7] n.b.b.p.i.m.e.DirtyMapEvent ${level} - ${message}\n`,
  );
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
