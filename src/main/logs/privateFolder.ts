import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Followed by the id of the process it belongs to. */
const PREFIX = 'mailtriage-fetched-';

/** A folder only this user may look into; gone when it is let go of. */
export class PrivateFolder {
  readonly path: string;

  constructor() {
    removeLeftovers();
    this.path = mkdtempSync(join(tmpdir(), `${PREFIX}${String(process.pid)}-`));
    chmodSync(this.path, 0o700);
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** An app that was killed could not clean up: somebody's mail log must not lie there for ever. */
function removeLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = name.startsWith(PREFIX) ? /^\d+(?=-)/.exec(name.slice(PREFIX.length))?.[0] : undefined;
    if (owner === undefined || isRunning(Number(owner))) continue;
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    } catch {
      // Another user's: not ours to remove.
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    // Signal 0 asks without disturbing (kill(2)).
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
