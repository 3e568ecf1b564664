import { readdirSync, readFileSync } from 'node:fs';

/** Command lines on this machine that name the folder as the app's data folder (`--user-data-dir=`). */
export function processesWith(folder: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        return ''; // it ended meanwhile
      }
    })
    .filter((command) => command.includes(`--user-data-dir=${folder}`));
}
