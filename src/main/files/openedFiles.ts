import { LogFileError } from '../../logfiles/logFileProblem.ts';
import type { Message } from '../../core/message.ts';
import type { FileGrant, OpenedFiles as Opened } from '../../shared/ipc/contract.ts';
import { fileProblemMessage } from '../ipc/fileProblemError.ts';
import type { FileGrants } from './fileGrants.ts';

/**
 * Log files the system hands to the app: named when it was started, when it was started a second time, or dropped on its
 * icon. They wait here until a window takes them.
 */
export class OpenedFiles {
  readonly #grants: FileGrants;
  readonly #onOpened: () => void;
  #waiting: readonly FileGrant[] = [];
  #problem: Message | null = null;

  constructor(grants: FileGrants, onOpened: () => void) {
    this.#grants = grants;
    this.#onOpened = onOpened;
  }

  async open(paths: readonly string[]): Promise<void> {
    if (paths.length === 0) return;
    for (const path of paths) {
      try {
        this.#waiting = [...this.#waiting, ...(await this.#grants.admit([path]))];
      } catch (error) {
        if (!(error instanceof LogFileError)) throw error;
        this.#problem = fileProblemMessage(error.problem);
      }
    }
    this.#onOpened();
  }

  take(): Opened {
    const taken = { files: this.#waiting, problem: this.#problem };
    this.#waiting = [];
    this.#problem = null;
    return taken;
  }
}
