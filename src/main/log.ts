import { join } from 'node:path';
// Not `electron-log/main`: that one opens IPC channels of its own, past our sender check.
import electronLog from 'electron-log/node.js';

/** Technical notes for support. Never what a mail, a log or a server says: those are not ours to copy. */
export const log = electronLog.scope('main');

export function startLog(folder: string): void {
  electronLog.transports.file.resolvePathFn = () => join(folder, 'main.log');
  electronLog.transports.file.level = 'info';
  electronLog.transports.file.maxSize = 1024 * 1024;
  electronLog.transports.console.level = 'warn';
}
