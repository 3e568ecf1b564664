import type { ChildProcess } from 'node:child_process';
import { randomName, type Sandbox } from './sandbox.ts';
import { until } from './until.ts';

export const logPaths = {
  /** As Debian has it: `Nov 23 01:06:40 mail postfix/...`. */
  log: '/var/log/mail.log',
  /** The same lines with rsyslog's high-precision stamps, as Debian 13 and Ubuntu 24.04 write them. */
  rfc3339: '/var/log/mail-rfc3339.log',
  /** Cyrus' own account of every change to a mailbox (`auditlog: yes`); what the stand-in's history is made from. */
  audit: '/var/log/cyrus-audit.log',
} as const;

export interface SyslogServer {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** A real rsyslog, because that is what writes the log on a BlueMind server. */
export async function prepareSyslog(sandbox: Sandbox): Promise<SyslogServer> {
  sandbox.write(
    '/etc/rsyslog.conf',
    [
      // UseSysTimeStamp would take the kernel's clock, which `setClock` cannot move.
      'module(load="imuxsock" SysSock.Name="/dev/log" SysSock.RateLimit.Interval="0" SysSock.UseSysTimeStamp="off")',
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
  let daemon: ChildProcess | undefined;
  const server: SyslogServer = {
    async start() {
      const me = sandbox.start(['rsyslogd', '-n', '-i', '/run/rsyslogd.pid']);
      daemon = me;
      let words = '';
      me.stderr?.on('data', (chunk: Buffer) => (words += chunk.toString()));
      me.stdout?.resume();
      const mark = `ready ${randomName()}`;
      await until('rsyslog', async () => {
        if (me.exitCode !== null) throw new Error(`rsyslogd ended: ${words}`);
        await sandbox.run(['logger', '-p', 'mail.info', '-t', 'lab', mark], { check: false });
        return sandbox.read(logPaths.log).includes(mark);
      });
    },
    async stop() {
      const me = daemon;
      if (me === undefined || me.exitCode !== null) return;
      await sandbox.run(['sh', '-c', 'kill "$(cat /run/rsyslogd.pid)"'], { check: false });
      await until('the end of rsyslog', () => me.exitCode !== null || me.signalCode !== null);
    },
  };
  return server;
}
