import type { Message } from '../../core/message.ts';
import type { Reading, ServerKind } from '../../core/playbook/model.ts';

/** What a step was answered with, whatever the source. */
export interface Acquired {
  readonly reading: Reading;
  readonly server: ServerKind | null;
  /** Where it came from, in the user's words: a server's name, file names, "pasted text". */
  readonly source: string;
  /** Lines that were run (or were given to somebody to run), oldest first. */
  readonly commands: readonly string[];
  /** What could not be read: a verdict on half the data has to say so. */
  readonly problems: readonly Message[];
}
