import { bmCli, packageVersion } from './bmCli.ts';
import { answered, failed, linesOf, operandsOf, type CommandReply } from './commandReply.ts';
import { curl } from './curlCommand.ts';
import { date } from './dateCommand.ts';
import { ls, stat, testFile } from './fileCommands.ts';
import { find } from './findCommand.ts';
import { shell } from './shellScripts.ts';
import { fileAt, programsOf, type ServerFile } from './serverFiles.ts';
import { stateOfService, usedPercentOf } from './troubleEffects.ts';
import { serverHost, type PracticeWorld } from './world.ts';

type UnixCommand = (world: PracticeWorld, args: readonly string[], stdin: string) => CommandReply;

const missing = (tool: string, path: string): string => `${tool}: ${path}: No such file or directory\n`;

/** The handful of everyday tools that reading a server needs; each with the options in use, and no more. */
export const unixCommands: Readonly<Record<string, UnixCommand>> = {
  true: () => answered(''),
  false: () => failed(1, ''),
  echo: (_world, args) => answered(`${args.join(' ')}\n`),
  printf: (_world, args) => answered((args[0] ?? '').replaceAll('\\n', '\n')),
  cat: (world, args, stdin) =>
    eachFile(world, 'cat', args, stdin, ({ text, compressed }) => (compressed ? '' : (text ?? ''))),
  zcat: (world, args, stdin) => eachFile(world, 'gzip', args, stdin, ({ text }) => text ?? ''),
  gzip: (world, args, stdin) =>
    args.some((arg) => /^-[a-z]*d/.test(arg))
      ? eachFile(world, 'gzip', args, stdin, ({ text }) => text ?? '')
      : failed(1, 'gzip: nothing is written on the practice server\n'),
  head: (world, args, stdin) => someLines(world, 'head', args, stdin),
  tail: (world, args, stdin) => someLines(world, 'tail', args, stdin),
  wc: (world, args, stdin) =>
    eachFile(world, 'wc', args, stdin, ({ path, text, size }) =>
      args.includes('-c')
        ? `${String(size)} ${path}\n`
        : `${String((text ?? '').split('\n').length - 1)} ${path}\n`,
    ),
  stat,
  ls,
  find,
  sh: shell,
  test: testFile,
  '[': (world, args) => testFile(world, args.slice(0, -1)),
  date,
  df,
  id: (_world, args) =>
    answered(
      args.includes('-u')
        ? args.includes('-n')
          ? 'root\n'
          : '0\n'
        : args.includes('-un') || args.includes('-nu')
          ? 'root\n'
          : args.includes('-Gn')
            ? 'root\n'
            : 'uid=0(root) gid=0(root) groups=0(root)\n',
    ),
  whoami: () => answered('root\n'),
  uname: (_world, args) =>
    answered(
      args.length === 0 || args[0] === '-s'
        ? 'Linux\n'
        : `Linux ${serverHost} 5.10.0-30-amd64 #1 SMP Debian x86_64 GNU/Linux\n`,
    ),
  hostname: (_world, args) => answered(args.includes('-s') ? 'mail\n' : `${serverHost}\n`),
  which: (world, args) => foundPrograms(world, operandsOf(args)),
  command: (world, args) => foundPrograms(world, operandsOf(args)),
  systemctl,
  'dpkg-query': dpkgQuery,
  timedatectl: (world, args) =>
    answered(args.includes('--value') ? `${world.clock.zone}\n` : `Timezone=${world.clock.zone}\n`),
  bmctl: (world) =>
    answered(
      linesOf(
        servicesOf(world).map((name) =>
          stateOfService(world, name) === 'active'
            ? `${name} is running.`
            : `${name} fail - check systemctl status ${name} and journalctl -xe -u ${name}`,
        ),
      ),
    ),
  ss: (world) => answered(listening(world)),
  ps: (world) => answered(linesOf(processesOf(world))),
  readlink: (_world, args) => answered(`${operandsOf(args).at(-1) ?? ''}\n`),
  'bm-cli': (world, args) => bmCli(world, args),
  curl,
};

function eachFile(
  world: PracticeWorld,
  tool: string,
  args: readonly string[],
  stdin: string,
  show: (file: ServerFile) => string,
): CommandReply {
  const out: string[] = [];
  const err: string[] = [];
  const paths = operandsOf(args);
  if (paths.length === 0) return answered(stdin);
  for (const path of paths) {
    const file = path === '-' ? null : fileAt(world, path);
    if (path === '-') out.push(stdin);
    else if (file === null) err.push(missing(tool, path));
    else out.push(show(file));
  }
  return { stdout: out.join(''), stderr: err.join(''), exitCode: err.length > 0 ? 1 : 0, takesMs: 20 };
}

/** `-n N`, `-nN`, `-N`; `-n +N` of tail; `-c N`. */
function someLines(
  world: PracticeWorld,
  tool: 'head' | 'tail',
  args: readonly string[],
  stdin: string,
): CommandReply {
  let count = '10';
  let bytes = false;
  const paths: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    const short = /^-(n|c)?(\+?\d+)?$/.exec(arg);
    if (arg === '--' || arg === '-q') continue;
    if (short === null || arg === '-') paths.push(arg);
    else {
      bytes = short[1] === 'c';
      count = short[2] ?? args[(index += 1)] ?? '10';
    }
  }
  return eachFile(world, tool, paths, stdin, ({ text }) => {
    const whole = text ?? '';
    const number = Number(count);
    if (bytes) return tool === 'head' ? whole.slice(0, number) : whole.slice(-number);
    const lines = whole.split(/(?<=\n)/);
    if (tool === 'head') return lines.slice(0, number).join('');
    return (count.startsWith('+') ? lines.slice(number - 1) : lines.slice(-number)).join('');
  });
}

/** Places with a file system to ask about; Cyrus' is BlueMind 4's. */
const places = ['/', '/var', '/var/log', '/var/spool/postfix', '/var/spool/bm-elasticsearch'];

/** KiB. */
const VAR_BLOCKS = 515_928_320;

/** `df -P[k] PATH...`: disks with room, one line a path, in the form POSIX fixes. */
function df(world: PracticeWorld, args: readonly string[]): CommandReply {
  const existing = world.edition === 4 ? [...places, '/var/spool/cyrus'] : places;
  const paths = operandsOf(args).length === 0 ? ['/', '/var'] : operandsOf(args);
  const line = (device: string, blocks: number, used: number, mount: string): string =>
    `${device.padEnd(18)} ${String(blocks).padStart(9)} ${String(used).padStart(9)} ${String(blocks - used).padStart(9)} ${String(Math.ceil((used / blocks) * 100)).padStart(3)}% ${mount}`;
  const rows = paths
    .filter((path) => existing.includes(path))
    .map((path) =>
      path.startsWith('/var')
        ? line(
            '/dev/sdb1',
            VAR_BLOCKS,
            Math.floor(((usedPercentOf(world) ?? 55.8) / 100) * VAR_BLOCKS),
            '/var',
          )
        : line('/dev/sda1', 61_665_068, 14_310_224, '/'),
    );
  const unit = args.some((arg) => arg.startsWith('-') && arg.includes('P')) ? '1024-blocks' : '1K-blocks';
  const missingPaths = paths.filter((path) => !existing.includes(path));
  return {
    stdout: linesOf([`Filesystem         ${unit}      Used Available Capacity Mounted on`, ...rows]),
    stderr: missingPaths.map((path) => missing('df', path)).join(''),
    exitCode: missingPaths.length > 0 ? 1 : 0,
    takesMs: 20,
  };
}

function foundPrograms(world: PracticeWorld, names: readonly string[]): CommandReply {
  const programs = programsOf(world);
  const found = names.flatMap((name) => programs.find((path) => path.endsWith(`/${name}`)) ?? []);
  return { stdout: linesOf(found), stderr: '', exitCode: found.length === names.length ? 0 : 1, takesMs: 10 };
}

function servicesOf({ edition }: PracticeWorld): readonly string[] {
  const both = [
    'postfix',
    'bm-core',
    'bm-milter',
    'bm-ysnp',
    'bm-node',
    'bm-nginx',
    'bm-elasticsearch',
    'bm-postgresql',
  ];
  return edition === 4 ? [...both, 'bm-cyrus-imapd', 'bm-lmtpd'] : both;
}

/** `ss -ltn`: the ports BlueMind's services listen on (its documentation, "Les ports"). */
function listening(world: PracticeWorld): string {
  const runs = (service: string): boolean => stateOfService(world, service) === 'active';
  const lmtp = world.edition === 4 ? runs('bm-lmtpd') : runs('bm-core') && world.trouble !== 'lmtp-down';
  const ports = [
    22,
    25,
    587,
    9200,
    ...(runs('bm-core') ? [8090] : []),
    ...(runs('bm-ysnp') ? [25_250] : []),
    ...(runs('bm-milter') ? [2500, 25_251] : []),
    ...(lmtp ? [2400] : []),
    ...(world.edition === 4 && runs('bm-cyrus-imapd') ? [24, 1143] : []),
  ];
  return linesOf([
    'State   Recv-Q  Send-Q   Local Address:Port    Peer Address:Port',
    ...ports.map((port) => `LISTEN  0       128            0.0.0.0:${String(port).padEnd(9)}    0.0.0.0:*`),
  ]);
}

/** `ps -e -o comm=`: a name a process. */
function processesOf({ edition, trouble }: PracticeWorld): readonly string[] {
  const many = (name: string, count: number): readonly string[] => Array.from({ length: count }, () => name);
  return [
    ...['systemd', 'sshd', 'rsyslogd', 'master', 'qmgr', 'pickup', 'java', 'java', 'nginx', 'postgres'],
    ...(edition === 4
      ? [
          ...many('imapd', trouble === 'imap-children' ? 200 : 37),
          ...many('lmtpd', trouble === 'lmtp-children' ? 20 : 2),
        ]
      : []),
  ];
}

/** `systemctl is-active|show UNIT...`: 0 when all run, else 3; `show` as `--property=Id,LoadState,ActiveState` (systemctl(1)). */
function systemctl(world: PracticeWorld, args: readonly string[]): CommandReply {
  const units = operandsOf(args).slice(1);
  const running = servicesOf(world);
  const nameOf = (unit: string): string => unit.replace(/\.service$/, '');
  const states = units.map((unit) =>
    running.includes(nameOf(unit)) ? stateOfService(world, nameOf(unit)) : 'inactive',
  );
  if (operandsOf(args)[0] === 'show') {
    const blocks = units.map((unit, index) => {
      const loaded = running.includes(nameOf(unit)) ? 'loaded' : 'not-found';
      return `Id=${nameOf(unit)}.service\nLoadState=${loaded}\nActiveState=${states[index] ?? 'inactive'}\n`;
    });
    return answered(blocks.join('\n'), 30);
  }
  if (operandsOf(args)[0] !== 'is-active') return failed(1, 'Failed to do this on the practice server.\n');
  const exitCode = states.every((state) => state === 'active') ? 0 : 3;
  const quiet = args.includes('--quiet') || args.includes('-q');
  return { stdout: quiet ? '' : linesOf(states), stderr: '', exitCode, takesMs: 30 };
}

/** `dpkg-query -W -f FORMAT PACKAGE...` (dpkg-query(1)). */
function dpkgQuery(world: PracticeWorld, args: readonly string[]): CommandReply {
  const packages: Readonly<Record<string, string>> = {
    'bm-core': packageVersion(world),
    'bm-cli': packageVersion(world),
    'bm-postfix': packageVersion(world),
    postfix: world.edition === 4 ? '3.5.25-0+deb11u1' : '3.7.11-0+deb12u1',
    ...(world.edition === 4
      ? { 'bm-cyrus-imapd': '3.0.13-bluemind350', 'bm-lmtpd': packageVersion(world) }
      : { 'bm-cyrus-imapd': '5.0.0-bluemind370' }),
  };
  const at = args.findIndex((arg) => /^(?:-f|--showformat)/.test(arg));
  const given = args[at] ?? '';
  const inline = given.includes('=') || (given.startsWith('-f') && given.length > 2);
  const format =
    at < 0
      ? '${Package}\\t${Version}\\n'
      : inline
        ? given.replace(/^(?:-f=?|--showformat=)/, '')
        : (args[at + 1] ?? '');
  const names = operandsOf(args.filter((_, index) => index !== at && (at < 0 || inline || index !== at + 1)));
  const out: string[] = [];
  const err: string[] = [];
  for (const name of names) {
    const version = Object.hasOwn(packages, name) ? packages[name] : undefined;
    if (version === undefined) err.push(`dpkg-query: no packages found matching ${name}\n`);
    else
      out.push(
        format
          .replaceAll('${Version}', version)
          .replaceAll('${Package}', name)
          .replaceAll('${Status}', 'install ok installed')
          .replaceAll('${db:Status-Status}', 'installed')
          .replaceAll('\\n', '\n')
          .replaceAll('\\t', '\t'),
      );
  }
  return { stdout: out.join(''), stderr: err.join(''), exitCode: err.length > 0 ? 1 : 0, takesMs: 40 };
}
