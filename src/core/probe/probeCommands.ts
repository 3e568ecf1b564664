import { z } from 'zod';
import { defineCommand, DEFAULT_TIMEOUT_MS } from '../command/commandTemplate.ts';
import type { CommandTemplate } from '../command/commandTemplate.ts';

/** Programs the wizards use; which of them are there, and where, decides what can be done. */
export const PROBED_TOOLS = [
  'bm-cli',
  'postqueue',
  'postconf',
  'postmap',
  'postcat',
  'postsuper',
  'unexpunge',
  'journalctl',
  'sudo',
  'gzip',
  'xz',
  'bzip2',
  'zstd',
] as const;
export type ProbedTool = (typeof PROBED_TOOLS)[number];

export const PROBED_SERVICES = ['bm-core', 'bm-cyrus-imapd', 'bm-lmtpd', 'postfix'] as const;
export type ProbedService = (typeof PROBED_SERVICES)[number];

/** Files whose readability tells what this user can find out. */
export const PROBED_FILES = [
  '/var/log/mail.log',
  '/var/log/maillog',
  '/var/log/bm/core.log',
  '/etc/bm/bm-core.tok',
  '/etc/cyrus-partitions',
  '/etc/postfix/virtual_alias.db',
] as const;

/** Places that stop mail when they are full; those that are not there are left out by df. */
export const PROBED_PLACES = [
  '/',
  '/var/log',
  '/var/spool/postfix',
  '/var/spool/cyrus',
  '/var/spool/bm-elasticsearch',
] as const;

/** Queue times (how long mail is kept), where the log is written (Postfix 3.4 and later), largest message. */
export const PROBED_SETTINGS = [
  'maximal_queue_lifetime',
  'bounce_queue_lifetime',
  'minimal_backoff_time',
  'maximal_backoff_time',
  'queue_run_delay',
  'maillog_file',
  'message_size_limit',
] as const;

/** System folders are missing from the search path of plain users; Debian's Cyrus keeps its tools apart. */
const TOOL_PATH = '$PATH:/usr/sbin:/sbin:/usr/local/sbin:/usr/lib/cyrus/bin:/usr/lib/cyrus-imapd';

const small = {
  values: z.strictObject({}),
  // As whoever signed in: what a probe needs a password for it does without.
  privilege: 'user',
  effect: 'reads',
  timeoutMs: DEFAULT_TIMEOUT_MS,
  maxBytes: 256 * 1024,
} as const;

const probe = (id: string, ...argv: readonly string[]) =>
  defineCommand({ ...small, id: `probe.${id}`, argv: () => argv });

/** What is run on connecting. All only read, none needs root, and none takes long. */
export const probeCommands = {
  system: probe('system', 'cat', '/etc/os-release'),
  host: probe('host', 'hostname', '-f'),
  user: probe('user', 'id'),
  clock: probe('clock', 'date', '+%s %z %Z'),
  tools: probe(
    'tools',
    'sh',
    '-c',
    `PATH="${TOOL_PATH}"; for tool in "$@"; do echo "$tool $(command -v "$tool")"; done`,
    'sh',
    ...PROBED_TOOLS,
  ),
  debianPackage: probe('debian-package', 'dpkg-query', '-W', '-f', '${Version}', 'bm-core'),
  redHatPackage: probe('red-hat-package', 'rpm', '-q', '--qf', '%{VERSION}', 'bm-core'),
  services: probe('services', 'systemctl', 'is-active', ...PROBED_SERVICES),
  settings: probe('settings', 'sh', '-c', `PATH="${TOOL_PATH}"; postconf "$@"`, 'sh', ...PROBED_SETTINGS),
  logs: probe(
    'logs',
    ...['find', '-L', '/var/log', '-maxdepth', '1', '-type', 'f'],
    ...['(', '-name', 'mail.log*', '-o', '-name', 'maillog*', ')', '-printf', '%s %T@ %p\\n'],
  ),
  files: probe(
    'files',
    'sh',
    '-c',
    'for file in "$@"; do if [ -r "$file" ]; then echo "yes $file"; elif [ -e "$file" ]; then echo "no $file"; else echo "absent $file"; fi; done',
    'sh',
    ...PROBED_FILES,
  ),
  disks: probe('disks', 'df', '-Pk', ...PROBED_PLACES),
  partitions: probe('partitions', 'cat', '/etc/cyrus-partitions'),
  retention: probe('retention', 'grep', 'cyr_expire', '/etc/cyrus.conf'),
  domains: probe(
    'domains',
    'sh',
    '-c',
    "sed -n 's/^[^@[:space:]]*@\\([^[:space:]]*\\).*/\\1/p' /etc/postfix/virtual_mailbox-flat | sort -u | head -n 200",
  ),
} as const satisfies Record<string, CommandTemplate<Record<string, never>>>;

/**
 * May this user use sudo without a password? Only asked when the profile uses sudo at all: a refused attempt is reported
 * to the server's administrator (sudoers(5), mail_no_user).
 */
export const sudoProbe = probe('sudo', 'sudo', '-n', 'true');

export type ProbeName = keyof typeof probeCommands | 'sudo';
