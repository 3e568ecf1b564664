import type { Message } from '../core/message.ts';
import type { Notice } from '../shared/ipc/contract.ts';

/**
 * What the user has to be told that answers nothing they asked: something stored was damaged, the window came back, the
 * computer slept. Kept here and not in the window, so that a window that is loaded again still shows it.
 */
export class NoticeBoard {
  readonly #newId: () => string;
  readonly #onChange: (open: readonly Notice[]) => void;
  #open: readonly Notice[] = [];

  constructor(newId: () => string, onChange: (open: readonly Notice[]) => void) {
    this.#newId = newId;
    this.#onChange = onChange;
  }

  /** Oldest first. */
  get open(): readonly Notice[] {
    return this.#open;
  }

  /** The same sentence does not stand there twice. */
  post(level: Notice['level'], message: Message): void {
    const said = JSON.stringify(message);
    if (this.#open.some((notice) => JSON.stringify(notice.message) === said)) return;
    this.#change([...this.#open, { id: this.#newId(), level, message }]);
  }

  dismiss(id: string): void {
    this.#change(this.#open.filter((notice) => notice.id !== id));
  }

  #change(open: readonly Notice[]): void {
    this.#open = open;
    this.#onChange(open);
  }
}
