import type { ChildProcess } from 'node:child_process';
import type { Sandbox } from './sandbox.ts';
import { until } from './until.ts';

/** Who may sign in, and what they may do. */
export const sshUsers = {
  root: 'everything',
  /** May use sudo without a password and read the mail log (group adm). */
  helpdesk: 'sudo',
  /** Signs in, may use sudo only with a password. */
  clerk: 'sudo asks',
  /** Signs in, reads nothing, may not use sudo. */
  guest: 'nothing',
} as const;
export type SshUser = keyof typeof sshUsers;

export interface SshServer {
  readonly port: number;
  /** OpenSSH private key that opens every account. */
  readonly privateKey: string;
  /** Password of every account but root. */
  readonly password: string;
  /** `ssh-ed25519 AAAA...` as a known_hosts line has it behind the host name. */
  readonly hostKey: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Ends the sessions and leaves the server: what a client sees when the server's process is killed. */
  killSessions(): Promise<void>;
  /** Command lines that run for a session now, to find what an ended one left behind. */
  commands(): string[];
}

/** A real OpenSSH server of the sandbox', with accounts that exist only there. */
export async function prepareSsh(sandbox: Sandbox, port: number, password: string): Promise<SshServer> {
  await sandbox.run(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-C', 'lab', '-f', '/tmp/key']);
  await sandbox.run([
    'sh',
    '-c',
    'rm -f /etc/ssh/ssh_host_*; ssh-keygen -q -t ed25519 -N "" -C "" -f /etc/ssh/ssh_host_ed25519_key',
  ]);
  const publicKey = sandbox.read('/tmp/key.pub');
  sandbox.write(
    '/etc/ssh/sshd_config',
    [
      `Port ${String(port)}`,
      'ListenAddress 127.0.0.1',
      'HostKey /etc/ssh/ssh_host_ed25519_key',
      'PidFile /run/sshd.pid',
      'PermitRootLogin prohibit-password',
      'PubkeyAuthentication yes',
      'PasswordAuthentication yes',
      'KbdInteractiveAuthentication no',
      'UsePAM no',
      'MaxStartups 100',
      'MaxSessions 50',
      // A client that does not answer for ten seconds is given up, as on a server whose administrator thought of it.
      'ClientAliveInterval 2',
      'ClientAliveCountMax 4',
      'PrintMotd no',
      'AcceptEnv LANG LC_*',
      'SetEnv PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      'Subsystem sftp internal-sftp',
      '',
    ].join('\n'),
  );
  await sandbox.run(['install', '-d', '-m', '755', '/run/sshd']);
  for (const user of Object.keys(sshUsers)) {
    const home = user === 'root' ? '/root' : `/home/${user}`;
    if (user !== 'root') {
      await sandbox.run(['useradd', '--shell', '/bin/sh', '--home-dir', home, '--create-home', user]);
      await sandbox.run(['chpasswd', '-c', 'SHA512'], { input: `${user}:${password}\n` });
    }
    await sandbox.run(['install', '-d', '-m', '700', '-o', user, '-g', user, `${home}/.ssh`]);
    sandbox.write(`${home}/.ssh/authorized_keys`, publicKey, 0o600);
    await sandbox.run(['chown', `${user}:${user}`, `${home}/.ssh/authorized_keys`]);
  }
  await sandbox.run(['usermod', '-a', '-G', 'adm', 'helpdesk']);
  sandbox.write(
    '/etc/sudoers.d/lab',
    ['helpdesk ALL=(ALL:ALL) NOPASSWD: ALL', 'clerk ALL=(ALL:ALL) ALL', ''].join('\n'),
    0o440,
  );
  let daemon: ChildProcess | undefined;

  const server: SshServer = {
    port,
    privateKey: sandbox.read('/tmp/key'),
    password,
    hostKey: sandbox.read('/etc/ssh/ssh_host_ed25519_key.pub').trim().split(' ').slice(0, 2).join(' '),
    async start() {
      const me = sandbox.start(['/usr/sbin/sshd', '-D', '-e', '-f', '/etc/ssh/sshd_config']);
      daemon = me;
      let words = '';
      me.stderr?.on('data', (chunk: Buffer) => (words += chunk.toString()));
      me.stdout?.resume();
      await until('sshd', () => {
        if (me.exitCode !== null) throw new Error(`sshd ended: ${words}`);
        return words.includes('Server listening');
      });
    },
    async stop() {
      const me = daemon;
      if (me === undefined || me.exitCode !== null) return;
      await sandbox.run(['sh', '-c', 'kill "$(cat /run/sshd.pid)"'], { check: false });
      await until('the end of sshd', () => me.exitCode !== null || me.signalCode !== null);
    },
    async killSessions() {
      await sandbox.run(['pkill', '-KILL', '-f', '^sshd: [a-z]+[ @]'], { check: false });
    },
    commands() {
      const all = sandbox.processes();
      const below = new Set(all.filter((p) => /^sshd: .*@/.test(p.command)).map((p) => p.pid));
      const found = new Map<number, string>();
      // Process IDs wrap around, so a child may come before its parent: look until nothing new is found.
      for (let before = -1; before !== below.size;) {
        before = below.size;
        for (const p of all) {
          if (below.has(p.pid) || !below.has(p.parent)) continue;
          below.add(p.pid);
          if (!p.command.startsWith('sshd: ')) found.set(p.pid, p.command);
        }
      }
      return [...found.values()];
    },
  };
  return server;
}
