import { answered, failed, linesOf, operandsOf, type CommandReply } from './commandReply.ts';
import { formatDate } from './dateCommand.ts';
import { isoStamp, syslogStamp, zoneOffset } from './serverClock.ts';
import { fileAt, namesIn, type ServerFile } from './serverFiles.ts';
import type { PracticeWorld } from './world.ts';

/** `stat [-L] -c FORMAT FILE...` (stat(1)). */
export function stat(world: PracticeWorld, args: readonly string[]): CommandReply {
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
export function ls(world: PracticeWorld, args: readonly string[]): CommandReply {
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

export function testFile(world: PracticeWorld, args: readonly string[]): CommandReply {
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
