import { setPriority } from 'node:os';

/** Behind everything the window does, and still ahead of what is started as idle work. */
const niceness = 10;

/**
 * Lets this thread work only while the window and main need no processor. On Linux a nice value belongs to one thread, despite
 * POSIX (setpriority(2), "C library/kernel differences"); elsewhere it would slow down the whole app.
 */
export function workBehindTheWindow(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(0, niceness);
  } catch {
    // Forbidden in some sandboxes: then all threads are equal.
  }
}
