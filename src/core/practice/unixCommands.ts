import { bmCli, packageVersion } from './bmCli.ts';
import { answered, failed, linesOf, type CommandReply } from './commandReply.ts';
import { find } from './findCommand.ts';
import { shell } from './shellScripts.ts';
import { isoStamp, syslogStamp, wallClock, zoneOffset } from './serverClock.ts';
import { fileAt, namesIn, programsOf, type ServerFile } from './serverFiles.ts';
import { serverHost, type PracticeWorld } from './world.ts';

type UnixCommand = (world: PracticeWorld, args: readonly string[], stdin: string) => CommandReply;

const missing = (tool: string, path: string): string => `${tool}: ${path}: No such file or directory\n`;
const operandsOf = (args: readonly string[]): readonly string[] =>
  args.filter((arg) => !arg.startsWith('-') || arg === '-');

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
  bmctl: (world) => answered(linesOf(servicesOf(world).map((name) => `${name} is running.`))),
  readlink: (_world, args) => answered(`${operandsOf(args).at(-1) ?? ''}\n`),
  'bm-cli': (world, args) => bmCli(world, args),
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

/** `stat [-L] -c FORMAT FILE...` (stat(1)). */
function stat(world: PracticeWorld, args: readonly string[]): CommandReply {
  const at = args.findIndex((arg) => arg === '-c' || arg === '--printf' || /^--(?:format|printf)=/.test(arg));
  const given = args[at] ?? '';
  const inline = given.includes('=');
  const format = at < 0 ? '%n' : inline ? given.slice(given.indexOf('=') + 1) : (args[at + 1] ?? '');
  const paths = operandsOf(args.filter((_, index) => index !== at && (inline || index !== at + 1)));
  const out: string[] = [];
  const err: string[] = [];
  const lineEnd = given.startsWith('--printf') ? '' : '\n';
  for (const path of paths) {
    const file = fileAt(world, path);
    if (file !== null) out.push(`${statLine(world, file, format)}${lineEnd}`);
    else if (namesIn(world, path) !== null)
      out.push(`${statLine(world, { ...folderFile, path, writtenAt: world.createdAt }, format)}${lineEnd}`);
    else err.push(`stat: cannot statx '${path}': No such file or directory\n`);
  }
  return { stdout: out.join(''), stderr: err.join(''), exitCode: err.length > 0 ? 1 : 0, takesMs: 15 };
}

const folderFile = {
  text: null,
  compressed: false,
  size: 4096,
  mode: 0o755,
  owner: 'root',
  group: 'root',
} as const;

function statLine(world: PracticeWorld, file: ServerFile, format: string): string {
  const inode = String(
    1000 + [...file.path].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 900_000, 7),
  );
  const values: Readonly<Record<string, string>> = {
    Y: String(Math.floor(file.writtenAt / 1000)),
    y: `${isoStamp(file.writtenAt, world.clock)}.000000000 ${zoneOffset(world.clock)}`,
    n: file.path,
    N: `'${file.path}'`,
    s: String(file.size),
    a: file.mode.toString(8),
    U: file.owner,
    G: file.group,
    i: inode,
    d: '2049',
    F: file.mode === folderFile.mode && file.size === folderFile.size ? 'directory' : 'regular file',
  };
  return format
    .replace(/%([A-Za-z%])/g, (whole, name: string) => (name === '%' ? '%' : (values[name] ?? whole)))
    .replaceAll('\\n', '\n')
    .replaceAll('\\t', '\t')
    .replaceAll('\\0', '\0');
}

/** `ls [-1alnrt] [--time-style=...] PATH...` (ls(1)). */
function ls(world: PracticeWorld, args: readonly string[]): CommandReply {
  const flags = args.filter((arg) => /^-[A-Za-z0-9]/.test(arg)).join('');
  const style = args.find((arg) => arg.startsWith('--time-style='))?.slice('--time-style='.length) ?? '';
  const paths = operandsOf(args).length === 0 ? ['/root'] : operandsOf(args);
  const out: string[] = [];
  const err: string[] = [];
  const show = (file: ServerFile, name: string): string =>
    flags.includes('l') ? longLine(world, file, name, style) : name;
  const sorted = (files: readonly ServerFile[]): readonly ServerFile[] => {
    const inOrder = flags.includes('t') ? files.toSorted((a, b) => b.writtenAt - a.writtenAt) : files;
    return flags.includes('r') ? inOrder.toReversed() : inOrder;
  };
  const plain = paths.flatMap((path) => fileAt(world, path) ?? []);
  out.push(...sorted(plain).map((file) => show(file, file.path)));
  for (const path of paths) {
    if (fileAt(world, path) !== null) continue;
    const names = namesIn(world, path);
    if (names === null) {
      err.push(`ls: cannot access '${path}': No such file or directory\n`);
      continue;
    }
    if (flags.includes('d')) {
      out.push(path);
      continue;
    }
    const base = path.replace(/\/+$/, '');
    const files = names.map(
      (name): ServerFile =>
        fileAt(world, `${base}/${name}`) ?? {
          ...folderFile,
          path: `${base}/${name}`,
          writtenAt: world.createdAt,
        },
    );
    if (flags.includes('l')) out.push('total 96');
    out.push(...sorted(files).map((file) => show(file, file.path.slice(base.length + 1))));
  }
  return { stdout: linesOf(out), stderr: err.join(''), exitCode: err.length > 0 ? 2 : 0, takesMs: 15 };
}

function longLine(world: PracticeWorld, file: ServerFile, name: string, style: string): string {
  const bits = [...file.mode.toString(8)]
    .map((digit) =>
      [4, 2, 1].map((bit, index) => ((Number(digit) & bit) === 0 ? '-' : 'rwx'[index])).join(''),
    )
    .join('');
  const { writtenAt } = file;
  const time =
    style === 'full-iso'
      ? `${isoStamp(writtenAt, world.clock)}.000000000 ${zoneOffset(world.clock)}`
      : style === '+%s'
        ? String(Math.floor(writtenAt / 1000))
        : style.startsWith('+')
          ? formatDate(world, writtenAt, style.slice(1))
          : syslogStamp(writtenAt, world.clock).slice(0, 12);
  const isFolder = file.mode === folderFile.mode && file.size === folderFile.size;
  return `${isFolder ? 'd' : '-'}${bits} 1 ${file.owner} ${file.group.padEnd(8)} ${String(file.size).padStart(8)} ${time} ${name}`;
}

function testFile(world: PracticeWorld, args: readonly string[]): CommandReply {
  const [option = '', path = ''] = args;
  const file = fileAt(world, path);
  const isFolder = file === null && namesIn(world, path) !== null;
  const holds =
    option === '-d'
      ? isFolder
      : option === '-f'
        ? file !== null
        : option === '-s'
          ? isFolder || (file !== null && file.size > 0)
          : option === '-x'
            ? isFolder || (file !== null && (file.mode & 0o111) !== 0)
            : ['-e', '-r', '-w'].includes(option) && (isFolder || file !== null);
  return holds ? answered('', 5) : failed(1, '', 5);
}

/** `date [-u] [+FORMAT]` (date(1)). */
function date(world: PracticeWorld, args: readonly string[]): CommandReply {
  const clock = args.includes('-u') ? { ...world, clock: { zone: 'UTC', offsetMinutes: 0 } } : world;
  const format = args.find((arg) => arg.startsWith('+'))?.slice(1) ?? '%Y-%m-%d %H:%M:%S %z';
  return answered(`${formatDate(clock, world.now, format)}\n`, 5);
}

function formatDate({ clock }: Pick<PracticeWorld, 'clock'>, at: number, format: string): string {
  const [day = '', time = ''] = isoStamp(at, clock).split(' ');
  const [year = '', month = '', date = ''] = day.split('-');
  const [hour = '', minute = '', second = ''] = time.split(':');
  const offset = zoneOffset(clock);
  const values: Readonly<Record<string, string>> = {
    s: String(Math.floor(at / 1000)),
    N: `${String(at % 1000).padStart(3, '0')}000000`,
    Y: year,
    m: month,
    d: date,
    H: hour,
    M: minute,
    S: second,
    F: day,
    T: time,
    z: offset,
    Z: clock.offsetMinutes === 0 ? 'UTC' : offset.slice(0, 3),
    j: String(Math.floor((wallClock(at, clock).getTime() - Date.UTC(Number(year), 0, 1)) / 86_400_000) + 1),
    n: '\n',
    '%': '%',
  };
  return format
    .replaceAll('%:z', `${offset.slice(0, 3)}:${offset.slice(3)}`)
    .replace(/%3N/g, String(at % 1000).padStart(3, '0'))
    .replace(/%([A-Za-z%])/g, (whole, name: string) => values[name] ?? whole);
}

/** Places with a file system to ask about; Cyrus' is BlueMind 4's. */
const places = ['/', '/var', '/var/log', '/var/spool/postfix', '/var/spool/bm-elasticsearch'];

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
        ? line('/dev/sdb1', 515_928_320, 288_122_004, '/var')
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

/** `systemctl is-active UNIT...`: 0 when all run, else 3 (systemctl(1)). */
function systemctl(world: PracticeWorld, args: readonly string[]): CommandReply {
  const units = operandsOf(args).slice(1);
  const running = servicesOf(world);
  const states = units.map((unit) =>
    running.includes(unit.replace(/\.service$/, '')) ? 'active' : 'inactive',
  );
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
