import { readdirSync } from 'node:fs';
import { join } from 'node:path';

// `mail.log`, `mail.log.1`, `mail.log.2.gz`, `maillog-20260301.xz`, `mail.log-20260301-1772394332.zst`, `mail.info.1`,
// `mail.2026-03-01.log.bz2` (logrotate(8): numbers, or dateext with its dateformat; systemd's and syslog-ng's habits)
const rotation = /(?:[.-]\d{1,3}|[.-]\d{4}-?\d{2}-?\d{2}(?:-\d{1,10})?)?(\.log)?(?:\.(?:gz|xz|bz2|zst))?$/;
const mailLogNames = ['mail.log', 'maillog', 'mail', 'mail.info', 'postfix.log', 'postfix', 'zimbra.log'];

/** Name of the log that a rotated file belongs to: `mail.log` for `mail.log.2.gz`. */
export function logNameOf(file: string): string {
  return file.replace(rotation, '$1');
}

/**
 * The mail log of a folder such as `/var/log` with all its rotated parts, by name; empty when it holds none. Of several
 * logs that tell the same (`mail.log` and `mail.info` on Debian) only the first kind is taken. The order says nothing:
 * whoever reads them goes by their times.
 */
export function mailLogSeries(folder: string): readonly string[] {
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => entry.name);
  for (const wanted of mailLogNames) {
    const series = files.filter((file) => logNameOf(file) === wanted);
    if (series.length > 0) return series.sort().map((file) => join(folder, file));
  }
  return [];
}
