import type { StartScanThread } from '../logfiles/engine/scanThread.ts';

/** Where the command line reads and writes; tests give their own. */
export interface Streams {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly out: (text: string) => void | Promise<void>;
  readonly error: (text: string) => void;
  /** Shows one line about how far the work is, instead of the one before; absent when nobody is looking. */
  readonly status?: (text: string) => void;
  /** Starts the program once more as a thread that helps to read large logs. */
  readonly startThread?: StartScanThread;
}

/** Part of the public interface: 0 answered, 1 not found, 2 bad usage or unreadable input. */
export type ExitCode = 0 | 1 | 2;
