import { mailLogFiles, mailLogPath } from './mailLogFiles.ts';
import { postfixSettings } from './postfixSettings.ts';
import {
  DAY,
  retentionDays,
  serverAddress,
  serverHost,
  serverUid,
  technicalDomain,
  type MapName,
  type PracticeWorld,
} from './world.ts';

/** A file as the tools see it. */
export interface ServerFile {
  readonly path: string;
  /** Null for what is no text: a database, a program. */
  readonly text: string | null;
  /** True: gzip; `text` is what is inside. */
  readonly compressed: boolean;
  readonly size: number;
  readonly writtenAt: number;
  readonly mode: number;
  readonly owner: string;
  readonly group: string;
}

export const mapNames: readonly MapName[] = [
  'virtual_domains',
  'virtual_alias',
  'virtual_mailbox',
  'transport',
];

/** Programs the server has; BlueMind 5 has no Cyrus. */
export function programsOf({ edition }: PracticeWorld): readonly string[] {
  return [
    ...['postqueue', 'postmap', 'postconf', 'postsuper', 'postcat', 'bm-cli', 'bmctl'].map(
      (name) => `/usr/sbin/${name}`,
    ),
    ...[
      'grep',
      'zgrep',
      'zcat',
      'gzip',
      'bzip2',
      'cat',
      'sed',
      'ls',
      'find',
      'date',
      'df',
      'uname',
      'bash',
      'sh',
      'ps',
      'ss',
    ].map((name) => `/bin/${name}`),
    ...[
      'stat',
      'tail',
      'head',
      'wc',
      'sort',
      'env',
      'sudo',
      'id',
      'test',
      'timeout',
      'dpkg-query',
      'systemctl',
      'curl',
      'journalctl',
      'timedatectl',
      'xz',
      'zstd',
    ].map((name) => `/usr/bin/${name}`),
    ...(edition === 4 ? ['/usr/sbin/unexpunge', '/usr/sbin/cyr_expire', '/usr/sbin/mbpath'] : []),
  ];
}

/** Every file but the mail logs. */
function otherFiles(world: PracticeWorld): readonly ServerFile[] {
  const installed = world.createdAt - 400 * DAY;
  const { maps, edition } = world;
  const plain = (path: string, lines: readonly string[], rest: Partial<ServerFile> = {}): ServerFile =>
    file(path, lines.map((line) => `${line}\n`).join(''), { writtenAt: installed, ...rest });
  const partition = `${serverUid}__${technicalDomain.replaceAll('.', '_')}`;
  const coreLog = world.coreLog.filter(({ at }) => at <= world.now);
  return [
    plain(
      '/var/log/bm/core.log',
      coreLog.map(({ text }) => text),
      {
        writtenAt: coreLog.at(-1)?.at ?? installed,
        group: 'bluemind',
      },
    ),
    ...mapNames.flatMap((map) => [
      file(`/etc/postfix/${map}.db`, null, { writtenAt: maps.writtenAt, size: 12_288 }),
      plain(
        `/etc/postfix/${map}-flat`,
        Object.entries(maps.tables[map]).map(([key, value]) => `${key} ${value}`),
        { writtenAt: maps.writtenAt },
      ),
    ]),
    plain(
      '/etc/postfix/main.cf',
      Object.entries(postfixSettings).map(([name, value]) => `${name} = ${value}`),
    ),
    ...(world.trouble === 'out-of-memory'
      ? [
          file('/var/log/java_pid2417.hprof', null, {
            writtenAt: world.createdAt - 80 * 60_000,
            size: 2_147_483_648,
          }),
        ]
      : []),
    plain('/etc/hostname', [serverHost]),
    plain('/etc/timezone', [world.clock.zone]),
    plain('/etc/debian_version', [edition === 4 ? '11.11' : '12.11']),
    plain('/etc/os-release', [
      `PRETTY_NAME="Debian GNU/Linux ${edition === 4 ? '11 (bullseye)' : '12 (bookworm)'}"`,
      'NAME="Debian GNU/Linux"',
      `VERSION_ID="${edition === 4 ? '11' : '12'}"`,
      `VERSION="${edition === 4 ? '11 (bullseye)' : '12 (bookworm)'}"`,
      `VERSION_CODENAME=${edition === 4 ? 'bullseye' : 'bookworm'}`,
      'ID=debian',
    ]),
    plain('/etc/logrotate.d/rsyslog', [
      '/var/log/mail.log',
      '{',
      '\trotate 14',
      '\tdaily',
      '\tmissingok',
      '\tnotifempty',
      '\tcompress',
      '\tdelaycompress',
      '}',
    ]),
    plain('/etc/rsyslog.conf', ['mail.*\t\t\t-/var/log/mail.log']),
    plain('/etc/bm/bm.ini', ['[global]', `host = ${serverAddress}`, 'external-url = mail.bluemind.example'], {
      group: 'bluemind',
    }),
    plain('/etc/bm/bm-core.tok', ['practice-server-no-real-token'], { mode: 0o440, group: 'bluemind' }),
    ...(edition === 4
      ? [
          plain('/etc/cyrus.conf', [
            'START {',
            '  recover cmd="/usr/sbin/ctl_cyrusdb -r"',
            '}',
            'SERVICES {',
            '  imap cmd="imapd -U 30 -t 600" listen="1143" prefork=0 maxchild=200',
            '  lmtp cmd="lmtpd -a" listen="24" prefork=0 maxchild=20',
            '}',
            'EVENTS {',
            '  checkpoint cmd="/usr/sbin/ctl_cyrusdb -c" period=30',
            `  delprune cmd="/usr/sbin/cyr_expire -E 3 -X ${String(retentionDays)}" at=0401`,
            '}',
          ]),
          plain('/etc/imapd.conf', [
            'expunge_mode: delayed',
            'delete_mode: immediate',
            'unixhierarchysep: yes',
          ]),
          plain('/etc/cyrus-partitions', [
            `partition-${partition}:/var/spool/cyrus/data/${partition}`,
            `metapartition-${partition}:/var/spool/cyrus/meta/${partition}`,
            `archivepartition-${partition}:/var/spool/bm-hsm/cyrus-archives/${partition}`,
          ]),
        ]
      : []),
    ...programsOf(world).map((path) => file(path, null, { writtenAt: installed, mode: 0o755, size: 43_000 })),
  ];
}

function logFiles(world: PracticeWorld): readonly ServerFile[] {
  return mailLogFiles(world).map(({ path, text, compressed, writtenAt }) =>
    file(path, text, {
      compressed,
      writtenAt,
      mode: 0o640,
      group: 'adm',
      // About what gzip makes of a mail log.
      ...(compressed ? { size: Math.ceil(text.length / 9) + 40 } : {}),
    }),
  );
}

export function fileAt(world: PracticeWorld, path: string): ServerFile | null {
  const files = path.startsWith(mailLogPath) ? logFiles(world) : otherFiles(world);
  return files.find((candidate) => candidate.path === path) ?? null;
}

/** Names in a folder, files and sub-folders alike, sorted; null when there is no such folder. */
export function namesIn(world: PracticeWorld, folder: string): readonly string[] | null {
  const prefix = folder === '/' ? '/' : `${folder.replace(/\/+$/, '')}/`;
  const names = [...logFiles(world), ...otherFiles(world)]
    .filter(({ path }) => path.startsWith(prefix))
    .map(({ path }) => path.slice(prefix.length).split('/')[0] ?? '');
  return names.length === 0 ? null : [...new Set(names)].sort();
}

function file(path: string, text: string | null, rest: Partial<ServerFile>): ServerFile {
  return {
    path,
    text,
    compressed: false,
    size: new TextEncoder().encode(text ?? '').length,
    writtenAt: 0,
    mode: 0o644,
    owner: 'root',
    group: 'root',
    ...rest,
  };
}
