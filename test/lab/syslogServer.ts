import type { Sandbox } from './sandbox.ts';
import { until } from './until.ts';

export const logPaths = {
  /** As Debian has it: `Nov 23 01:06:40 mail postfix/...`. */
  log: '/var/log/mail.log',
  /** The same lines with rsyslog's high-precision stamps, as Debian 13 and Ubuntu 24.04 write them. */
  rfc3339: '/var/log/mail-rfc3339.log',
  /** Cyrus' own account of every change to a mailbox (`auditlog: yes`); what the stand-in's history is made from. */
  audit: '/var/log/cyrus-audit.log',
} as const;

/** A real rsyslog, because that is what writes the log on a BlueMind server. */
export async function startSyslog(sandbox: Sandbox): Promise<void> {
  sandbox.write(
    '/etc/rsyslog.conf',
    [
      'module(load="imuxsock" SysSock.Name="/dev/log" SysSock.RateLimit.Interval="0")',
      'global(workDirectory="/var/log")',
      '$FileCreateMode 0640',
      // The file-creation group of Debian: members of adm may read the mail log, others may not.
      '$FileOwner root',
      '$FileGroup adm',
      `:msg, contains, "auditlog: " action(type="omfile" file="${logPaths.audit}" template="RSYSLOG_FileFormat")`,
      '& stop',
      `mail.* action(type="omfile" file="${logPaths.log}" template="RSYSLOG_TraditionalFileFormat")`,
      `mail.* action(type="omfile" file="${logPaths.rfc3339}" template="RSYSLOG_FileFormat")`,
      '',
    ].join('\n'),
  );
  for (const path of Object.values(logPaths)) {
    sandbox.write(path, '', 0o640);
  }
  await sandbox.run(['chgrp', 'adm', ...Object.values(logPaths)]);
  await sandbox.run(['chmod', '755', '/var/log']);
  const daemon = sandbox.start(['rsyslogd', '-n', '-i', '/run/rsyslogd.pid']);
  let words = '';
  daemon.stderr?.on('data', (chunk: Buffer) => (words += chunk.toString()));
  daemon.stdout?.resume();
  await until('rsyslog', async () => {
    if (daemon.exitCode !== null) throw new Error(`rsyslogd ended: ${words}`);
    return (
      (await sandbox.run(['logger', '-p', 'mail.info', '-t', 'lab', 'ready'], { check: false })).code === 0 &&
      sandbox.read(logPaths.log).includes('lab: ready')
    );
  });
}
