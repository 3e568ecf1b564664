import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder only this user may look into; gone when it is let go of. */
export class PrivateFolder {
  readonly path: string;

  constructor() {
    this.path = mkdtempSync(join(tmpdir(), 'mailtriage-fetched-'));
    chmodSync(this.path, 0o700);
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
