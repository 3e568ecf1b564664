import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SSHD = '/usr/sbin/sshd';

/**
 * Mounts and processes of their own: when unshare is killed, so is everything that ever started in there, the processes
 * of connections and orphans of their commands included (unshare(1), --kill-child; pid_namespaces(7)).
 */
const NAMESPACES = [
  '--mount',
  '--propagation',
  'private',
  '--pid',
  '--fork',
  '--kill-child=SIGKILL',
  '--mount-proc',
];

/** Accounts of the lab. They exist in copies of /etc/passwd and /etc/shadow that only the lab's sshd sees. */
export const LAB_USERS = {
  /** May use sudo with a password. */
  asks: 'mtlab-asks',
  /** May use sudo without one. */
  free: 'mtlab-free',
  /** May not use sudo. */
  plain: 'mtlab-plain',
} as const;

export interface SshdOptions {
  /** Lines of sshd_config(5) that come before the lab's own: the first value wins. */
  readonly config?: readonly string[];
  /** Types for ssh-keygen; ed25519 unless told otherwise. */
  readonly hostKeyTypes?: readonly ('ed25519' | 'ecdsa' | 'rsa')[];
  readonly port?: number;
}

export interface RunningSshd {
  readonly port: number;
  readonly hostKeyFile: string;
  /** What sshd wrote, for a failing test. */
  log(): string;
  stop(): Promise<void>;
}

/**
 * A place for real OpenSSH servers: own keys, own accounts, own sudoers. Each sshd runs in namespaces of its own (unshare(1)),
 * where copies lie over /etc/passwd, /etc/shadow and /etc/sudoers: nothing of this computer is changed.
 */
export class SshLab {
  readonly folder: string;
  readonly password = randomBytes(12).toString('hex');
  /** Private key that every account accepts. */
  readonly keyFile: string;
  readonly #running: RunningSshd[] = [];

  constructor() {
    for (const [program, debianPackage] of [
      [SSHD, 'openssh-server'],
      ['/usr/bin/ssh-keygen', 'openssh-client'],
      ['/usr/bin/unshare', 'util-linux'],
      ['/usr/bin/sudo', 'sudo'],
    ] as const) {
      if (!existsSync(program)) {
        throw new Error(
          `The SSH lab needs ${program}: install the Debian package ${debianPackage} and run it again.`,
        );
      }
    }
    if (process.getuid?.() !== 0)
      throw new Error('The SSH lab starts real SSH servers and must be run as root.');
    this.folder = mkdtempSync(join(tmpdir(), 'mailtriage-ssh-'));
    run('chmod', ['755', this.folder]);
    this.keyFile = this.makeKey('user', ['-t', 'ed25519']);
    this.#writeAccounts();
  }

  /** Makes a key pair with ssh-keygen and answers the private file; empty passphrase unless `-N` is given. */
  makeKey(name: string, options: readonly string[]): string {
    const file = join(this.folder, name);
    const passphrase = options.includes('-N') ? [] : ['-N', ''];
    run('ssh-keygen', ['-q', '-f', file, '-C', 'lab', ...passphrase, ...options]);
    return file;
  }

  /** Lets every account sign in with these public keys. */
  authorize(...publicFiles: readonly string[]): void {
    const keys = publicFiles.map((file) => readFileSync(file, 'utf8')).join('');
    for (const user of ['root', ...Object.values(LAB_USERS)]) {
      writeFileSync(join(this.folder, `authorized-${user}`), keys, { mode: 0o644 });
    }
  }

  async startSshd(options: SshdOptions = {}): Promise<RunningSshd> {
    const port = options.port ?? (await freePort());
    const name = `sshd-${port}-${randomBytes(3).toString('hex')}`;
    const hostKeys = (options.hostKeyTypes ?? ['ed25519']).map((type) =>
      this.makeKey(`${name}-${type}`, ['-t', type]),
    );
    const config = join(this.folder, `${name}.conf`);
    const lines = [
      ...(options.config ?? []),
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      ...hostKeys.map((file) => `HostKey ${file}`),
      `PidFile ${join(this.folder, `${name}.pid`)}`,
      `AuthorizedKeysFile ${this.folder}/authorized-%u`,
      'UsePAM no',
      'StrictModes no',
      'PermitRootLogin yes',
      'PasswordAuthentication yes',
      'KbdInteractiveAuthentication no',
      'PrintMotd no',
      'LogLevel VERBOSE',
    ];
    writeFileSync(config, `${lines.join('\n')}\n`);
    const script = [
      `mount --bind ${this.folder}/passwd /etc/passwd`,
      `mount --bind ${this.folder}/shadow /etc/shadow`,
      `mount --bind ${this.folder}/sudoers /etc/sudoers`,
      // sshd insists on /run/sshd, sudo keeps its time stamps in /run/sudo: both stay in here.
      'mount -t tmpfs tmpfs /run',
      'mkdir -m 755 /run/sshd',
      `exec ${SSHD} -D -e -f ${config}`,
    ].join(' && ');
    const child = spawn('unshare', [...NAMESPACES, 'sh', '-c', script], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let log = '';
    child.stderr.on('data', (chunk: Buffer) => {
      log += chunk.toString();
    });
    const sshd: RunningSshd = {
      port,
      hostKeyFile: hostKeys[0] ?? '',
      log: () => log,
      stop: () => endNamespace(child),
    };
    this.#running.push(sshd);
    await untilListening(port, child, () => log);
    return sshd;
  }

  /** Ends every server and removes the folder; safe to call twice and after a failure. */
  async stop(): Promise<void> {
    await Promise.all(this.#running.map((sshd) => sshd.stop()));
    rmSync(this.folder, { recursive: true, force: true });
  }

  #writeAccounts(): void {
    this.authorize(`${this.keyFile}.pub`);
    const hash = run('perl', [
      '-e',
      'print crypt($ARGV[0], q($6$) . $ARGV[1] . q($))',
      this.password,
      'mailtriage',
    ]);
    let passwd = readFileSync('/etc/passwd', 'utf8');
    let shadow = readFileSync('/etc/shadow', 'utf8').replace(/^root:[^:]*:/m, `root:${hash}:`);
    Object.values(LAB_USERS).forEach((user, index) => {
      const home = join(this.folder, `home-${user}`);
      const uid = 64_100 + index;
      mkdirSync(home);
      chownSync(home, uid, 65_534);
      passwd += `${user}:x:${uid}:65534::${home}:/bin/bash\n`;
      shadow += `${user}:${hash}:19000:0:99999:7:::\n`;
    });
    writeFileSync(join(this.folder, 'passwd'), passwd, { mode: 0o644 });
    writeFileSync(join(this.folder, 'shadow'), shadow, { mode: 0o600 });
    const sudoers = [
      'Defaults env_reset',
      'Defaults secure_path="/usr/sbin:/usr/bin:/sbin:/bin"',
      'root ALL=(ALL:ALL) ALL',
      `${LAB_USERS.asks} ALL=(ALL) ALL`,
      `${LAB_USERS.free} ALL=(ALL) NOPASSWD: ALL`,
    ];
    writeFileSync(join(this.folder, 'sudoers'), `${sudoers.join('\n')}\n`, { mode: 0o440 });
  }
}

function run(program: string, args: readonly string[]): string {
  const result = spawnSync(program, [...args], { encoding: 'utf8' });
  if (result.status !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${result.stderr}`);
  return result.stdout;
}

/** A port nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => {
        resolve(port);
      });
    });
  });
}

async function untilListening(port: number, child: ChildProcess, log: () => string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (child.exitCode !== null) break;
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => {
        resolve(false);
      });
    });
    if (open) return;
    await pause(50);
  }
  throw new Error(`sshd did not start:\n${log()}`);
}

async function endNamespace(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
