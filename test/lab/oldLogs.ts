import { gzipSync } from 'node:zlib';
import type { Sandbox } from './sandbox.ts';

const day = 86_400_000;

/**
 * Lays older logs beside the lab's, rotated every week as Debian does: `mail.log.1`, then `mail.log.2.gz` and on. Each holds
 * the given real lines again and again, on every day of its week, under dates and queue IDs of their own. Modification times
 * are those of the rotation.
 */
export async function writeOldLogs(
  sandbox: Sandbox,
  options: {
    readonly log: string;
    readonly lines: readonly string[];
    readonly weeks: number;
    readonly now: Date;
    readonly timesADay?: number;
  },
): Promise<void> {
  for (let week = 1; week <= options.weeks; week += 1) {
    const text: string[] = [];
    for (let n = 7; n >= 1; n -= 1) {
      const date = new Date(options.now.getTime() - (week * 7 + n - 7) * day);
      for (let round = 0; round < (options.timesADay ?? 1); round += 1) {
        text.push(...options.lines.map((line) => moved(line, date, (week * 7 + n) * 1000 + round)));
      }
    }
    const path = `${options.log}.${String(week)}${week === 1 ? '' : '.gz'}`;
    const content = Buffer.from(`${text.join('\n')}\n`);
    sandbox.write(path, week === 1 ? content : gzipSync(content), 0o640);
    const rotated = new Date(options.now.getTime() - (week - 1) * 7 * day).toISOString();
    await sandbox.run(['touch', '-d', rotated, path]);
    await sandbox.run(['chgrp', 'adm', path]);
  }
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * Only the day and the queue IDs change; the time of day stays. `Nov 23 01:15:12 mail postfix/smtpd[394]: F00B920C276: ...`
 * An ID is five digits of microseconds and the queue file's inode, which is short on a disk in memory (`C44B92D`).
 */
function moved(line: string, date: Date, mark: number): string {
  const stamp = `${months[date.getMonth()] ?? ''} ${String(date.getDate()).padStart(2)}`;
  const digits = mark.toString(16).toUpperCase().padStart(5, 'F');
  return `${stamp}${line.slice(6)}`.replace(
    /\b([0-9A-F]{6,12})(?=: |\)|$)/g,
    (id) => `${digits}${id.slice(digits.length)}`,
  );
}
