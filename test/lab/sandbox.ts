import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** What a program printed and how it ended. `code` is null when a signal or our time limit ended it. */
export interface RunResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly input?: string;
  /** Run as this user of the sandbox (through `runuser`, so groups are set too). */
  readonly user?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  /** Throw when the exit status is not 0. Default true: a lab that limps gives wrong answers. */
  readonly check?: boolean;
}

/** A machine of our own inside this one: its processes, host name and `/etc`, `/run`, `/var/...` are not the system's. */
export interface Sandbox {
  readonly hostName: string;
  /** Folder outside the sandbox that holds all of its files. */
  readonly folder: string;
  /** Runs a program inside. */
  run(argv: readonly string[], options?: RunOptions): Promise<RunResult>;
  /** Starts a program inside that stays; it ends with the sandbox at the latest. */
  start(argv: readonly string[], env?: Readonly<Record<string, string>>): ChildProcess;
  /** The path, as seen from outside, of a file inside. */
  outside(path: string): string;
  write(path: string, text: string, mode?: number): void;
  read(path: string): string;
  /** Number of processes inside, the first one not counted. */
  processes(): { pid: number; command: string }[];
  stop(): Promise<void>;
}

/** Folders that are empty and the sandbox's own. Everything a mail server writes to is here. */
const ownFolders = [
  '/run',
  '/var/log',
  '/var/mail',
  '/var/spool/postfix',
  '/var/lib/postfix',
  '/var/spool/cyrus',
  '/var/lib/cyrus',
  '/home',
  '/root',
  '/usr/local/sbin',
] as const;

/** `undefined` when this machine can hold a lab, else the reason in words. */
export function whyNoSandbox(): string | undefined {
  if (process.platform !== 'linux') return 'the lab needs Linux';
  if (process.getuid?.() !== 0)
    return 'the lab must run as root: it creates namespaces and starts mail daemons';
  const needed = [
    ['/usr/sbin/postfix', 'postfix'],
    ['/usr/sbin/cyrmaster', 'cyrus-imapd'],
    ['/usr/lib/cyrus/bin/unexpunge', 'cyrus-imapd'],
    ['/usr/sbin/saslpasswd2', 'sasl2-bin'],
    ['/usr/sbin/sshd', 'openssh-server'],
    ['/usr/sbin/rsyslogd', 'rsyslog'],
    ['/usr/bin/sudo', 'sudo'],
    ['/usr/bin/unshare', 'util-linux'],
    ['/usr/bin/nsenter', 'util-linux'],
    ['/usr/bin/openssl', 'openssl'],
  ] as const;
  const missing = [...new Set(needed.filter(([path]) => !existsSync(path)).map(([, name]) => name))];
  return missing.length > 0 ? `these Debian packages are missing: ${missing.join(' ')}` : undefined;
}

/**
 * Opens a sandbox made of Linux namespaces (see namespaces(7)): mount, process, host name and IPC. The network is
 * the machine's own, so that tests and the app reach the servers on loopback.
 *
 * Why namespaces and not just other configuration folders: `postqueue` refuses an unlisted configuration folder to
 * anybody but root, and BlueMind's paths (`/etc/postfix/virtual_alias`, `/var/log/mail.log`) are part of what the app
 * must get right. And a process namespace cannot leak: when its first process ends, the kernel ends all others. That
 * first process waits for its standard input to close, which happens even when the test runner is killed.
 */
export async function openSandbox(hostName: string): Promise<Sandbox> {
  const reason = whyNoSandbox();
  if (reason !== undefined) throw new Error(reason);
  const folder = mkdtempSync(join(tmpdir(), 'mailtriage-lab-'));
  chmodSync(folder, 0o755);
  const own = ownFolders.map((path) => ({ path, real: join(folder, 'own', path) }));
  for (const { real } of own) mkdirSync(real, { recursive: true });
  for (const name of ['etc', 'etc-work', 'dev']) mkdirSync(join(folder, name));

  const devices = ['null', 'zero', 'full', 'random', 'urandom', 'tty'];
  const inside = [
    'set -e',
    `hostname ${hostName}`,
    'mount --make-rprivate /',
    `mount -t overlay overlay -o lowerdir=/etc,upperdir=${folder}/etc,workdir=${folder}/etc-work /etc`,
    // A /dev of our own, because syslog(3) writes to /dev/log and that socket must be ours.
    `mount -t tmpfs -o mode=755 tmpfs ${folder}/dev`,
    ...devices.map((d) => `touch ${folder}/dev/${d}; mount --bind /dev/${d} ${folder}/dev/${d}`),
    `mkdir ${folder}/dev/pts ${folder}/dev/shm`,
    `mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts ${folder}/dev/pts`,
    `ln -s pts/ptmx ${folder}/dev/ptmx; ln -s /proc/self/fd ${folder}/dev/fd`,
    `ln -s /proc/self/fd/0 ${folder}/dev/stdin; ln -s /proc/self/fd/1 ${folder}/dev/stdout; ln -s /proc/self/fd/2 ${folder}/dev/stderr`,
    `mount -t tmpfs -o mode=1777 tmpfs ${folder}/dev/shm`,
    `mount --rbind ${folder}/dev /dev`,
    ...own.map(({ path, real }) => `[ -d ${path} ] && mount --bind ${real} ${path}`),
    'echo ready',
    'cat >/dev/null',
  ].join('\n');
  // The outer shell outlives us and clears the folder away even when we are killed.
  const outer = `unshare --mount --pid --uts --ipc --fork --mount-proc --kill-child=KILL sh -c "$1"; rm -rf --one-file-system "$2"`;
  const shell = spawn('sh', ['-c', outer, 'sh', inside, folder], {
    cwd: '/',
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  let errors = '';
  shell.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const ended = once(shell, 'exit');
  await Promise.race([
    new Promise<void>((resolve) => {
      let seen = '';
      shell.stdout.on('data', (chunk: Buffer) => {
        seen += chunk.toString();
        if (seen.includes('ready')) resolve();
      });
    }),
    ended.then(() => {
      throw new Error(`no sandbox: ${errors.trim()}`);
    }),
  ]);
  const init = firstProcess(shell.pid ?? 0);
  const enter = ['--target', String(init), '--mount', '--pid', '--uts', '--ipc', '--wdns=/', '--'];
  const baseEnv: Record<string, string> = {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    LC_ALL: 'C',
    HOME: '/root',
    ...(process.env['TZ'] === undefined ? {} : { TZ: process.env['TZ'] }),
  };
  let stopped = false;

  const sandbox: Sandbox = {
    hostName,
    folder,
    start(argv, env = {}) {
      return spawn('nsenter', [...enter, ...argv], {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...baseEnv, ...env },
      });
    },
    async run(argv, options = {}) {
      const command = options.user === undefined ? argv : ['runuser', '-u', options.user, '--', ...argv];
      const child = spawn('nsenter', [...enter, ...command], {
        stdio: ['pipe', 'pipe', 'pipe'],
        env: { ...baseEnv, ...options.env },
      });
      const out: Buffer[] = [];
      const err: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
      child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
      child.stdin.on('error', () => undefined);
      child.stdin.end(options.input ?? '');
      const timer = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs ?? 60_000);
      // `exit`, not `close`: a daemon that keeps our pipe open must not keep us waiting.
      const code = await new Promise<number | null>((resolve, reject) => {
        child.once('error', reject);
        child.once('close', (status) => resolve(status));
        child.once('exit', (status) => setTimeout(() => resolve(status), 500));
      });
      clearTimeout(timer);
      child.stdout.destroy();
      child.stderr.destroy();
      const result = { code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() };
      if (code !== 0 && options.check !== false) {
        throw new Error(`${argv.join(' ')}: exit ${String(code)}\n${result.stdout}${result.stderr}`);
      }
      return result;
    },
    outside: (path) => `/proc/${String(init)}/root${path}`,
    write(path, text, mode = 0o644) {
      const real = sandbox.outside(path);
      mkdirSync(dirname(real), { recursive: true });
      writeFileSync(real, text);
      chmodSync(real, mode);
    },
    read: (path) => readFileSync(sandbox.outside(path), 'utf8'),
    processes: () => processesIn(init),
    async stop() {
      if (stopped) return;
      stopped = true;
      shell.stdin.end();
      const timer = setTimeout(() => shell.pid !== undefined && process.kill(-shell.pid, 'SIGKILL'), 10_000);
      await ended;
      clearTimeout(timer);
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return sandbox;
}

/** The shell's child is `unshare`, whose child is the first process of the namespace. */
function firstProcess(shellPid: number): number {
  let pid = shellPid;
  for (let depth = 0; depth < 4; depth += 1) {
    const child = Number(
      readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8')
        .trim()
        .split(' ')[0],
    );
    if (!Number.isInteger(child) || child === 0) break;
    pid = child;
    const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
    if (/^NSpid:\s+\d+\s+1$/m.test(status)) return pid;
  }
  throw new Error('the first process of the sandbox was not found');
}

/** Children of children, from /proc: every process whose innermost process namespace is the sandbox's. */
function processesIn(init: number): { pid: number; command: string }[] {
  const found: { pid: number; command: string }[] = [];
  const walk = (pid: number): void => {
    let children: string;
    try {
      children = readFileSync(`/proc/${String(pid)}/task/${String(pid)}/children`, 'utf8');
    } catch {
      return;
    }
    for (const child of children.trim().split(' ').filter(Boolean).map(Number)) {
      try {
        const command = readFileSync(`/proc/${String(child)}/cmdline`, 'utf8')
          .replaceAll('\0', ' ')
          .trim();
        found.push({ pid: child, command });
      } catch {
        continue;
      }
      walk(child);
    }
  };
  walk(init);
  return found;
}

/** A name nobody else has, for passwords and boundary strings. */
export function randomName(): string {
  return randomBytes(9).toString('hex');
}
