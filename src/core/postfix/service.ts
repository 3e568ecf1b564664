/** Which Postfix instance and daemon a log tag names. */
export interface PostfixService {
  /** First part of the tag: `postfix`, `postfix-out`, or a `syslog_name` of the administrator's choice. */
  readonly instance: string;
  /** Name of the program: `smtpd`, `qmgr`... */
  readonly daemon: string;
  /** True when only the program's name tells that this is Postfix; then a line counts if a rule reads it. */
  readonly byNameOnly: boolean;
}

const daemons = new Set([
  ...[
    'anvil',
    'bounce',
    'cleanup',
    'defer',
    'discard',
    'dnsblog',
    'error',
    'flush',
    'lmtp',
    'local',
    'master',
  ],
  ...[
    'nqmgr',
    'oqmgr',
    'pickup',
    'pipe',
    'postalias',
    'postcat',
    'postconf',
    'postdrop',
    'postfix',
    'postfix-script',
  ],
  ...[
    'postfix-tls-script',
    'postkick',
    'postlog',
    'postlogd',
    'postmap',
    'postmulti',
    'postqueue',
    'postscreen',
  ],
  ...[
    'postsuper',
    'proxymap',
    'qmgr',
    'qmqpd',
    'relay',
    'retry',
    'scache',
    'sendmail',
    'showq',
    'smtp',
    'smtpd',
  ],
  ...['spawn', 'tlsmgr', 'tlsproxy', 'trace', 'trivial-rewrite', 'verify', 'virtual'],
]);

/** Mail programs whose tags look like `name/daemon` with names that Postfix uses too. */
const strangers = /^(?:cyrus|dovecot|amavis|opendkim|exim|sendmail|sm-mta)/i;

/**
 * Reads a log tag. Postfix logs as `<syslog_name>/<daemon>` (postconf(5), syslog_name); master.cf may give a service
 * a name with further parts (`postfix/submission/smtpd`). Null for other programs.
 */
export function postfixServiceOf(program: string): PostfixService | null {
  const cut = program.lastIndexOf('/');
  if (cut < 0) {
    // `postfix[123]: fatal: ...` before the name is known, `postfix-script: starting the Postfix mail system`
    if (program !== 'postfix' && program !== 'postfix-script') return null;
    return { instance: 'postfix', daemon: program, byNameOnly: false };
  }
  const instance = program.slice(0, program.indexOf('/'));
  const daemon = program.slice(cut + 1);
  if (instance === '' || strangers.test(instance)) return null;
  // A daemon we have not heard of is still Postfix: its lines are "not understood" rather than somebody else's.
  if (instance.startsWith('postfix')) return { instance, daemon, byNameOnly: false };
  return daemons.has(daemon) ? { instance, daemon, byNameOnly: true } : null;
}
