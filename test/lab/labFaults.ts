import { renameSync, rmSync } from 'node:fs';
import type { CyrusServer } from './cyrusServer.ts';
import type { LmtpProxy } from './lmtpProxy.ts';
import { message } from './message.ts';
import { openLink, type NetworkLink } from './networkLink.ts';
import { writeOldLogs } from './oldLogs.ts';
import { openPacketFilter, type PacketFilter } from './packetFilter.ts';
import type { PostfixServer } from './postfixServer.ts';
import type { Sandbox } from './sandbox.ts';
import { sendMails } from './smtpSender.ts';
import type { SshServer } from './sshServer.ts';
import { logPaths, type SyslogServer } from './syslogServer.ts';
import { until } from './until.ts';

export interface LabServers {
  readonly sandbox: Sandbox;
  readonly syslog: SyslogServer;
  readonly postfix: PostfixServer;
  readonly cyrus: CyrusServer;
  readonly lmtpProxy: LmtpProxy;
  readonly ssh: SshServer;
}

/** What can go wrong on a server, and what makes its work hard. */
export interface LabFaults {
  /** A way to the SSH server that can be frozen, cut and slowed down; closed with the lab. */
  sshLink(): Promise<NetworkLink>;
  /**
   * The kernel's own wire to the SSH server: what is dropped there is lost to every client, the app's own TCP included. Only
   * where `whyNoPacketFilter` has nothing to say; closed with the lab.
   */
  sshWire(): Promise<PacketFilter>;
  /**
   * Puts a script in front of a program of the same name; the real one is found in `$REAL`. Returns what takes it away again.
   * For tools that hang, talk without end, answer in pieces or lack an option.
   */
  replaceTool(name: string, script: string): Promise<() => void>;
  /** `postqueue` without `-j`, as before Postfix 3.1. */
  withoutQueueJson(): Promise<() => void>;
  /** Needs `spoolMiB`: leaves no room in the queue's disk. Returns what frees it. */
  fillSpool(): Promise<() => Promise<void>>;
  /** Rotated, compressed logs of the last weeks, made of the lines logged so far. */
  addOldLogs(weeks: number, timesADay?: number): Promise<void>;
  /** Sets the server's clock this many seconds ahead (or behind) and reboots it; 0 puts it right. */
  setClock(seconds: number): Promise<void>;
  /**
   * Queues so many mails, none of which can be delivered (nobody listens), and returns how long it took, ms. From many
   * senders to as many addresses. Use `spoolMiB`: on a disk Postfix waits for each.
   */
  fillQueue(count: number): Promise<number>;
  /** Everything down, sessions cut, everything up again. */
  reboot(): Promise<void>;
}

export function labFaults(servers: LabServers): LabFaults & { stopLinks(): Promise<void> } {
  const { sandbox, syslog, postfix, cyrus, ssh } = servers;
  const links: Pick<NetworkLink, 'stop'>[] = [];
  const faults: LabFaults & { stopLinks(): Promise<void> } = {
    async stopLinks() {
      for (const link of links) await link.stop();
    },
    async sshLink() {
      const link = await openLink(ssh.port);
      links.push(link);
      return link;
    },
    async sshWire() {
      const wire = await openPacketFilter(ssh.port);
      links.push(wire);
      return wire;
    },
    async replaceTool(name, script) {
      const path = `/usr/local/sbin/${name}`;
      const before = (await sandbox.run(['sh', '-c', `command -v ${name}`])).stdout.trim();
      const real = before === path ? `${path}.real` : before;
      if (real !== before) await sandbox.run(['mv', path, real]);
      sandbox.write(path, `#!/bin/sh\nREAL=${real}\n${script}\n`, 0o755);
      return () => {
        rmSync(sandbox.outside(path));
        if (real !== before) renameSync(sandbox.outside(real), sandbox.outside(path));
      };
    },
    withoutQueueJson: () =>
      faults.replaceTool(
        'postqueue',
        [
          'case " $* " in *" -j "*)',
          '  echo "postqueue: invalid option -- \'j\'" >&2',
          '  echo "postqueue: fatal: usage: postqueue -f | postqueue -i queueid | postqueue -p | postqueue -s site" >&2',
          '  exit 69;;',
          'esac',
          'exec $REAL "$@"',
        ].join('\n'),
      ),
    async fillSpool() {
      const kind = (await sandbox.run(['stat', '-f', '-c', '%T', '/var/spool/postfix'])).stdout.trim();
      if (kind !== 'tmpfs') throw new Error('start the lab with spoolMiB');
      const file = '/var/spool/postfix/ballast';
      await sandbox.run(['dd', 'if=/dev/zero', `of=${file}`, 'bs=64k'], { check: false });
      return async () => void (await sandbox.run(['rm', '-f', file]));
    },
    async addOldLogs(weeks, timesADay = 1) {
      const lines = sandbox.read(logPaths.log).split('\n').filter(Boolean);
      await writeOldLogs(sandbox, { log: logPaths.log, lines, weeks, timesADay, now: new Date() });
    },
    async setClock(seconds) {
      // libfaketime, loaded into every program of the sandbox; the files are the sandbox' own.
      const preload = '/etc/ld.so.preload';
      sandbox.write('/etc/faketimerc', `${seconds < 0 ? '' : '+'}${String(seconds)}s\n`);
      if (seconds === 0) rmSync(sandbox.outside(preload), { force: true });
      else {
        const found = await sandbox.run(['sh', '-c', 'ls /usr/lib/*/faketime/libfaketime.so.1']);
        sandbox.write(preload, found.stdout);
      }
      await faults.reboot();
    },
    async fillQueue(count) {
      const begun = Date.now();
      const lanes = 8;
      sandbox.write('/etc/postfix/lab_transport', 'full.example.net smtp:[127.0.0.1]:9\n');
      await sandbox.run(['postmap', 'hash:/etc/postfix/lab_transport']);
      await postfix.configure({
        defer_transports: 'smtp',
        smtpd_client_connection_count_limit: '0',
        in_flow_delay: '0',
      });
      await Promise.all(
        Array.from({ length: lanes }, (_, lane) => {
          const mails = Array.from({ length: Math.ceil((count - lane) / lanes) }, (_each, n) => {
            const from = `sender${String(n % 97)}@example.org`;
            const to = `user${String(lane)}.${String(n)}@full.example.net`;
            return { from, to: [to], data: message({ from, to, subject: `Waiting ${String(n)}` }) };
          });
          return sendMails(mails, { port: postfix.smtpPort });
        }),
      );
      await until(
        `${String(count)} deferred mails`,
        async () => {
          const list = await sandbox.run(['sh', '-c', 'find /var/spool/postfix/deferred -type f | wc -l']);
          return Number(list.stdout) >= count;
        },
        300_000,
      );
      return Date.now() - begun;
    },
    async reboot() {
      await ssh.killSessions();
      await ssh.stop();
      await postfix.stop();
      await cyrus.stop();
      await syslog.stop();
      await syslog.start();
      await cyrus.start();
      await postfix.start();
      await ssh.start();
    },
  };
  return faults;
}
