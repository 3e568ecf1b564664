/**
 * Names of mail logs and what rotation makes of them: `mail.log`, `mail.log.1`, `mail.log.2.gz` (logrotate's numbers),
 * `maillog-20260301.xz`, `mail.log-20260301-1772323200` (`dateext`, `dateformat`), `mail.log.2026-03-01`.
 */
const mailLogName =
  /^(mail\.log|maillog|mail|mail\.info|postfix\.log|smtp\.log)(?:\.\d{1,4}|[-.]\d{8}(?:-\d{1,10})?|[-.]\d{4}-\d\d-\d\d)?(?:\.(?:gz|xz|bz2|zst))?$/;

export interface FolderLogs {
  /** Oldest last, as logrotate numbers them. */
  readonly logs: readonly string[];
  readonly leftOut: readonly string[];
}

/**
 * Which files of a folder are its mail logs. `mail.info` holds the same lines as `mail.log` (Debian's rsyslog.conf), so beside
 * that it is left out.
 */
export function mailLogsAmong(names: readonly string[]): FolderLogs {
  const seriesOf = (name: string): string | null => mailLogName.exec(name)?.[1] ?? null;
  const hasMailLog = names.some((name) => seriesOf(name) === 'mail.log');
  const isMeant = (name: string): boolean => {
    const series = seriesOf(name);
    return series !== null && !(series === 'mail.info' && hasMailLog);
  };
  const byName = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });
  return {
    logs: names.filter(isMeant).sort(byName),
    leftOut: names.filter((name) => !isMeant(name)).sort(byName),
  };
}
