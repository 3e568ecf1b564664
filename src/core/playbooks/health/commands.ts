import { z } from 'zod';
import { REST_ADDRESS } from '../restCommands.ts';
import { defineCommand, DEFAULT_MAX_BYTES, DEFAULT_TIMEOUT_MS } from '../../command/commandTemplate.ts';

/** Services mail depends on; which of them exist differs between BlueMind 4 and 5. */
export const watchedServices = [
  'postfix',
  'bm-core',
  'bm-ysnp',
  'bm-milter',
  'bm-lmtpd',
  'bm-cyrus-imapd',
  'bm-elasticsearch',
] as const;
export type WatchedService = (typeof watchedServices)[number];

const small = {
  privilege: 'user',
  effect: 'reads',
  timeoutMs: DEFAULT_TIMEOUT_MS,
  maxBytes: DEFAULT_MAX_BYTES,
  values: z.strictObject({}),
} as const;

/** `Id=`, `LoadState=`, `ActiveState=` of each: unlike `is-active` it tells a stopped service from one that is not there. */
export const serviceStates = defineCommand({
  ...small,
  id: 'health.services',
  argv: () => ['systemctl', 'show', '--property=Id,LoadState,ActiveState', ...watchedServices],
});

/** TCP ports somebody listens on (ss(8)). */
export const listeningPorts = defineCommand({
  ...small,
  id: 'health.ports',
  argv: () => ['ss', '-ltn'],
});

/** Whether BlueMind's core is ready or being maintained: the one call of its interface that asks for no key. */
export const coreState = defineCommand({
  ...small,
  id: 'health.core-state',
  argv: () => ['curl', '-q', '-s', '--noproxy', '*', '-m', '10', `${REST_ADDRESS}/system/installation/state`],
});

/** What a Java process leaves behind when its memory ran out (`java_pid<pid>.hprof`), `TIME PATH` a line. */
export const heapDumps = defineCommand({
  ...small,
  id: 'health.heap-dumps',
  argv: () => ['find', '/var/log', '-maxdepth', '1', '-name', 'java_pid*.hprof', '-printf', '%T@ %p\\n'],
});

/** Names of all processes, one a line: how many mail programs run. */
export const processNames = defineCommand({
  ...small,
  id: 'health.processes',
  argv: () => ['ps', '-e', '-o', 'comm='],
});

/** How many of its programs Cyrus may start (BlueMind 4). */
export const cyrusLimits = defineCommand({
  ...small,
  id: 'health.cyrus-limits',
  argv: () => ['grep', 'maxchild', '/etc/cyrus.conf'],
});

/** Settings that decide what is refused. */
export const postfixLimits = defineCommand({
  ...small,
  id: 'health.postfix-limits',
  argv: () => ['postconf', 'message_size_limit', 'mynetworks'],
});

/**
 * The last lines of the mail log with one of the patterns (Debian: mail.log, Red Hat: maillog), and after them the log's very last
 * line, so that "recently" can be told by the log's own clock. The log before it belongs to it where it is not compressed yet: just
 * after the change of logs (logrotate(8), `delaycompress`) the new one knows nothing of the last hours. `-a` keeps one odd byte from
 * ending the search (grep(1)).
 */
const LOG_SCRIPT = `most=$1
shift
for log in /var/log/mail.log /var/log/maillog; do
  [ -r "$log" ] || continue
  last() {
    [ ! -r "$log.1" ] || tail -n "$1" "$log.1"
    tail -n "$1" "$log"
  }
  last 200000 | tail -n 200000 | grep -a -F "$@" | tail -n "$most"
  last 1 | tail -n 1
done`;

export const mailLogLines = defineCommand({
  id: 'health.mail-log',
  privilege: 'root',
  effect: 'reads',
  timeoutMs: 120_000,
  maxBytes: 8 * 1024 * 1024,
  values: z.strictObject({
    patterns: z.array(z.string().min(1).max(400)).min(1).max(40),
    most: z.number().int().min(1).max(20_000),
  }),
  argv: ({ patterns, most }) => [
    'sh',
    '-c',
    LOG_SCRIPT,
    'sh',
    String(most),
    ...patterns.flatMap((pattern) => ['-e', pattern]),
  ],
});
