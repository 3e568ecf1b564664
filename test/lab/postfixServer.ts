import { directoryPath, postfixMapNames, postfixMaps, type Directory } from './directory.ts';
import type { Sandbox } from './sandbox.ts';
import { until } from './until.ts';

export interface PostfixServer {
  readonly smtpPort: number;
  readonly submissionPort: number;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** `postconf -e name=value ...`, then reload. */
  configure(settings: Readonly<Record<string, string>>): Promise<void>;
  /** Adds lines to master.cf, then reloads. */
  addServices(lines: readonly string[]): Promise<void>;
  reload(): Promise<void>;
}

/** main.cf as BlueMind's template has it, where the lab can: same maps, same restrictions, same default transport. */
function mainCf(hostName: string): string {
  return [
    'compatibility_level = 3.6',
    'smtpd_banner = $myhostname ESMTP $mail_name (BlueMind lab)',
    `myhostname = ${hostName}`,
    'mydestination = localhost, $myhostname',
    'mynetworks = 127.0.0.0/8',
    'inet_interfaces = loopback-only',
    'inet_protocols = ipv4',
    'recipient_delimiter = +',
    'biff = no',
    'append_dot_mydomain = no',
    'disable_vrfy_command = yes',
    'smtputf8_enable = no',
    'message_size_limit = 10485760',
    'mailbox_size_limit = 0',
    'alias_maps = hash:/etc/aliases',
    'alias_database = hash:/etc/aliases',
    'virtual_alias_maps = hash:/etc/postfix/virtual_alias',
    'virtual_mailbox_domains = hash:/etc/postfix/virtual_domains',
    'virtual_mailbox_maps = hash:/etc/postfix/virtual_mailbox',
    'virtual_transport = error:mailbox does not exist',
    'transport_maps = hash:/etc/postfix/transport, hash:/etc/postfix/lab_transport',
    'smtpd_relay_restrictions =',
    'smtpd_recipient_restrictions = permit_sasl_authenticated, permit_mynetworks, reject_unauth_destination',
    // Names come from /etc/hosts: there is no name server here, and waiting for one costs seconds.
    'smtp_dns_support_level = disabled',
    'smtp_host_lookup = native',
    // Lets a test look like any client (XCLIENT_README).
    'smtpd_authorized_xclient_hosts = 127.0.0.0/8',
    // A message with many recipients of one mailbox server is one delivery, as on a BlueMind server.
    'smtpd_sasl_path = smtpd',
    'cyrus_sasl_config_path = /etc/postfix/sasl',
    'smtpd_tls_cert_file = /etc/postfix/lab.crt',
    'smtpd_tls_key_file = /etc/postfix/lab.key',
    'smtpd_tls_security_level = may',
    '',
  ].join('\n');
}

function masterCf(smtpPort: number, submissionPort: number): string {
  return [
    `127.0.0.1:${String(smtpPort)} inet n - n - - smtpd`,
    `127.0.0.1:${String(submissionPort)} inet n - n - - smtpd`,
    '  -o syslog_name=postfix/submission',
    '  -o smtpd_tls_security_level=encrypt',
    '  -o smtpd_sasl_auth_enable=yes',
    '  -o smtpd_recipient_restrictions=permit_sasl_authenticated,reject',
    'pickup unix n - n 60 1 pickup',
    'cleanup unix n - n - 0 cleanup',
    'qmgr unix n - n 300 1 qmgr',
    'tlsmgr unix - - n 1000? 1 tlsmgr',
    'rewrite unix - - n - - trivial-rewrite',
    'bounce unix - - n - 0 bounce',
    'defer unix - - n - 0 bounce',
    'trace unix - - n - 0 bounce',
    'verify unix - - n - 1 verify',
    'flush unix n - n 1000? 0 flush',
    'proxymap unix - - n - - proxymap',
    'proxywrite unix - - n - 1 proxymap',
    'smtp unix - - n - - smtp',
    'relay unix - - n - - smtp',
    '  -o syslog_name=postfix/$service_name',
    'showq unix n - n - - showq',
    'error unix - - n - - error',
    'retry unix - - n - - error',
    'discard unix - - n - - discard',
    'local unix - n n - - local',
    'virtual unix - n n - - virtual',
    'lmtp unix - - n - - lmtp',
    'anvil unix - - n - 1 anvil',
    'scache unix - - n - 1 scache',
    '',
  ].join('\n');
}

/** Writes the map files as BlueMind does: `<map>-flat` as text, and only the database under the map's own name. */
export async function buildMaps(sandbox: Sandbox, directory: Directory): Promise<void> {
  const maps = postfixMaps(directory);
  for (const name of postfixMapNames) {
    sandbox.write(`/etc/postfix/${name}-flat`, maps[name]);
    await sandbox.run(['postmap', `hash:/etc/postfix/${name}-flat`]);
    await sandbox.run(['mv', `/etc/postfix/${name}-flat.db`, `/etc/postfix/${name}.db`]);
  }
}

export async function preparePostfix(
  sandbox: Sandbox,
  options: { readonly smtpPort: number; readonly submissionPort: number; readonly directory: Directory },
): Promise<PostfixServer> {
  sandbox.write('/etc/postfix/main.cf', mainCf(sandbox.hostName));
  sandbox.write('/etc/postfix/master.cf', masterCf(options.smtpPort, options.submissionPort));
  sandbox.write(
    '/etc/postfix/sasl/smtpd.conf',
    'pwcheck_method: auxprop\nauxprop_plugin: sasldb\nmech_list: PLAIN\n',
  );
  sandbox.write('/etc/postfix/lab_transport', '');
  sandbox.write('/etc/aliases', 'postmaster: root\nmailer-daemon: postmaster\n');
  sandbox.write('/etc/mailname', `${sandbox.hostName}\n`);
  sandbox.write(directoryPath, JSON.stringify(options.directory, null, 2), 0o640);
  await sandbox.run(['postmap', 'hash:/etc/postfix/lab_transport']);
  await sandbox.run(['postalias', 'hash:/etc/aliases']);
  await sandbox.run([
    'openssl',
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '30',
    '-subj',
    `/CN=${sandbox.hostName}`,
    '-keyout',
    '/etc/postfix/lab.key',
    '-out',
    '/etc/postfix/lab.crt',
  ]);
  await sandbox.run(['chmod', '600', '/etc/postfix/lab.key']);
  await sandbox.run(['chmod', '755', '/var/spool/postfix', '/var/lib/postfix']);
  await sandbox.run(['chown', 'postfix:postfix', '/var/lib/postfix']);
  await sandbox.run(['chmod', '1777', '/var/mail']);
  await buildMaps(sandbox, options.directory);

  const server: PostfixServer = {
    smtpPort: options.smtpPort,
    submissionPort: options.submissionPort,
    async start() {
      await sandbox.run(['postfix', 'start'], { timeoutMs: 30_000 });
      await until(
        'Postfix',
        async () => (await sandbox.run(['postfix', 'status'], { check: false })).code === 0,
      );
    },
    async stop() {
      await sandbox.run(['postfix', 'stop'], { check: false, timeoutMs: 30_000 });
    },
    async configure(settings) {
      await sandbox.run(['postconf', '-e', ...Object.entries(settings).map(([k, v]) => `${k}=${v}`)]);
      await server.reload();
    },
    async addServices(lines) {
      sandbox.write(
        '/etc/postfix/master.cf',
        `${sandbox.read('/etc/postfix/master.cf')}${lines.join('\n')}\n`,
      );
      await server.reload();
    },
    async reload() {
      await sandbox.run(['postfix', 'reload']);
      await new Promise((resolve) => setTimeout(resolve, 300));
    },
  };
  return server;
}
