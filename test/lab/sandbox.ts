import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
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

/** `pid` and `parent` as seen from outside. */
export interface SandboxProcess {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
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
  write(path: string, content: string | Buffer, mode?: number): void;
  read(path: string): string;
  /** Processes inside, by process ID. */
  processes(): SandboxProcess[];
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
  '/var/lib/sudo',
  '/var/tmp',
  // Last, because the sandbox' own folder is in there.
  '/tmp',
] as const;

/** `undefined` when this machine can hold a lab, else the reason in words. `packages.json` lists what to install. */
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
    ['/usr/bin/ssh-keygen', 'openssh-client'],
    ['/usr/bin/faketime', 'faketime'],
    ['/usr/bin/pkill', 'procps'],
    ['/usr/share/zoneinfo/Europe/Paris', 'tzdata'],
  ] as const;
  const missing = [...new Set(needed.filter(([path]) => !existsSync(path)).map(([, name]) => name))];
  if (missing.length > 0) return `these Debian packages are missing: ${missing.join(' ')}`;
  const trial = spawnSync(
    'unshare',
    ['--mount', '--pid', '--uts', '--ipc', '--fork', '--mount-proc', 'true'],
    {
      encoding: 'utf8',
    },
  );
  return trial.status === 0 ? undefined : `this machine does not allow namespaces: ${trial.stderr.trim()}`;
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
export async function openSandbox(hostName: string, timeZone: string): Promise<Sandbox> {
  const reason = whyNoSandbox();
  if (reason !== undefined) throw new Error(reason);
  const folder = mkdtempSync(join(tmpdir(), 'mailtriage-lab-'));
  chmodSync(folder, 0o755);
  const own = ownFolders.map((path) => ({ path, real: join(folder, 'own', path) }));
  for (const { path, real } of own) {
    mkdirSync(real, { recursive: true });
    if (path.endsWith('/tmp')) chmodSync(real, 0o1777);
  }
  // Our Node may lie in a folder that the sandbox hides, and the stand-in for bm-cli needs it.
  writeFileSync(join(folder, 'own/usr/local/sbin/node'), '');
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
    `ln -sf /usr/share/zoneinfo/${timeZone} /etc/localtime; echo ${timeZone} >/etc/timezone`,
    `mount --bind ${process.execPath} ${folder}/own/usr/local/sbin/node`,
    ...own.map(({ path, real }) => `[ -d ${path} ] && mount --rbind ${real} ${path}`),
    // From here on nothing inside can change a file of the machine's: what is not the sandbox' own is read-only.
    'mount -o remount,bind,ro /',
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
    write(path, content, mode = 0o644) {
      const real = sandbox.outside(path);
      mkdirSync(dirname(real), { recursive: true });
      writeFileSync(real, content);
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

/** Everything in the sandbox' process namespace but its first process and that one's own `cat`. */
function processesIn(init: number): SandboxProcess[] {
  const home = readlinkSync(`/proc/${String(init)}/ns/pid`);
  const found: SandboxProcess[] = [];
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name) || Number(name) === init) continue;
    try {
      if (readlinkSync(`/proc/${name}/ns/pid`) !== home) continue;
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      // Field 4 of proc_pid_stat(5); the second is in parentheses and may hold anything.
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      if (parent === init && command === 'cat') continue;
      found.push({ pid: Number(name), parent, command });
    } catch {
      continue; // it ended meanwhile
    }
  }
  return found.sort((a, b) => a.pid - b.pid);
}

/** A name nobody else has, for passwords and boundary strings. */
export function randomName(): string {
  return randomBytes(9).toString('hex');
}
