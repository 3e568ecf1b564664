import type { ChildProcess } from 'node:child_process';
import { ImapClient } from './imapClient.ts';
import { randomName, type Sandbox } from './sandbox.ts';
import { logPaths } from './syslogServer.ts';
import { until } from './until.ts';

export interface CyrusServer {
  readonly imapPort: number;
  readonly lmtpPort: number;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** A connection as the administrator, who may create mailboxes and set quotas. */
  admin(): Promise<ImapClient>;
  imap(user: string): Promise<ImapClient>;
  addUser(user: string): Promise<void>;
  /** Where Cyrus put a message, from its audit log: `[domain!user.john^doe.INBOX () 7]` as BlueMind 4's Cyrus prints it. */
  locate(sessionId: string, recipient: string): Promise<string | null>;
}

const password = randomName();
const cyrusTools = ['unexpunge', 'mbpath', 'quota', 'cyr_info', 'cyr_expire', 'reconstruct'];

/** A real Cyrus IMAP server with delayed expunge and virtual domains, as BlueMind 4 runs it. */
export async function prepareCyrus(
  sandbox: Sandbox,
  options: { readonly imapPort: number; readonly lmtpPort: number; readonly technicalDomain: string },
): Promise<CyrusServer> {
  sandbox.write(
    '/etc/imapd.conf',
    [
      'configdirectory: /var/lib/cyrus',
      'defaultpartition: default',
      'partition-default: /var/spool/cyrus/data',
      'proc_path: /run/cyrus/proc',
      'mboxname_lockpath: /run/cyrus/lock',
      'lmtpsocket: /run/cyrus/socket/lmtp',
      'idlesocket: /run/cyrus/socket/idle',
      'notifysocket: /run/cyrus/socket/notify',
      `servername: ${sandbox.hostName}`,
      'unixhierarchysep: yes',
      'altnamespace: yes',
      'virtdomains: userid',
      'defaultdomain: internal.lan',
      'hashimapspool: true',
      'expunge_mode: delayed',
      'delete_mode: delayed',
      // BlueMind renames the mailbox with the login (imapd.conf(5): without this not even the administrator may).
      'allowusermoves: yes',
      'lmtp_overquota_perm_failure: no',
      'duplicatesuppression: no',
      'allowplaintext: yes',
      'sasl_pwcheck_method: auxprop',
      'sasl_auxprop_plugin: sasldb',
      'sasl_mech_list: PLAIN',
      'admins: cyrus admin0',
      'syslog_prefix: cyrus',
      'auditlog: yes',
      '',
    ].join('\n'),
  );
  sandbox.write(
    '/etc/cyrus.conf',
    [
      'START {',
      '  recover cmd="/usr/sbin/cyrus ctl_cyrusdb -r"',
      '}',
      'SERVICES {',
      `  imap cmd="imapd" listen="127.0.0.1:${String(options.imapPort)}" prefork=0 maxchild=100`,
      `  lmtp cmd="lmtpd -a" listen="127.0.0.1:${String(options.lmtpPort)}" prefork=0 maxchild=20`,
      '}',
      'EVENTS {',
      '  checkpoint cmd="/usr/sbin/cyrus ctl_cyrusdb -c" period=30',
      '}',
      '',
    ].join('\n'),
  );
  const folders = ['/run/cyrus/proc', '/run/cyrus/lock', '/run/cyrus/socket', '/var/spool/cyrus/data'];
  await sandbox.run(['install', '-d', '-o', 'cyrus', '-g', 'mail', '-m', '755', '/run/cyrus', ...folders]);
  await sandbox.run([
    'install',
    '-d',
    '-o',
    'cyrus',
    '-g',
    'mail',
    '-m',
    '750',
    '/var/lib/cyrus',
    '/var/spool/cyrus',
  ]);
  await sandbox.run(['/usr/lib/cyrus/bin/makedirs', '/etc/imapd.conf'], { user: 'cyrus', check: false });
  const account = async (name: string, realm?: string): Promise<void> => {
    const user = realm === undefined ? [name] : ['-u', realm, name];
    await sandbox.run(['saslpasswd2', '-p', '-c', ...user], { input: password });
    // Read by Cyrus as group sasl and by Postfix' submission service, which has no such group.
    await sandbox.run(['chmod', '644', '/etc/sasldb2']);
  };
  await account('admin0');
  // What BlueMind 4 generates; a way to learn the technical domain.
  sandbox.write(
    '/etc/cyrus-partitions',
    `partition-mail__${options.technicalDomain.replaceAll('.', '_')}:/var/spool/cyrus/data\n`,
  );
  // Debian keeps the tools away from PATH; BlueMind's package does not.
  await sandbox.run([
    'ln',
    '-s',
    ...cyrusTools.map((tool) => `/usr/lib/cyrus/bin/${tool}`),
    '/usr/local/sbin/',
  ]);
  let master: ChildProcess | undefined;

  const server: CyrusServer = {
    imapPort: options.imapPort,
    lmtpPort: options.lmtpPort,
    async start() {
      master = sandbox.start([
        'cyrmaster',
        '-D',
        '-C',
        '/etc/imapd.conf',
        '-M',
        '/etc/cyrus.conf',
        '-p',
        '/run/cyrus/master.pid',
      ]);
      let words = '';
      master.stderr?.on('data', (chunk: Buffer) => (words += chunk.toString()));
      master.stdout?.resume();
      const me = master;
      await until('Cyrus', async () => {
        if (me.exitCode !== null) throw new Error(`cyrmaster ended: ${words}`);
        return server.admin().then(
          (client) => client.close().then(() => true),
          () => false,
        );
      });
    },
    async stop() {
      const me = master;
      if (me === undefined || me.exitCode !== null) return;
      await sandbox.run(['sh', '-c', 'kill -TERM "$(cat /run/cyrus/master.pid)"'], { check: false });
      await until('the end of Cyrus', () => me.exitCode !== null || me.signalCode !== null);
      await sandbox.run(['pkill', '-u', 'cyrus'], { check: false });
    },
    admin: () => ImapClient.login(options.imapPort, 'admin0', password),
    imap: (user) => ImapClient.login(options.imapPort, user, password),
    async addUser(user) {
      const [name = user, realm = options.technicalDomain] = user.split('@');
      await account(name, realm);
    },
    async locate(sessionId, recipient) {
      const user = recipient.split('@')[0] ?? recipient;
      const login = user.replace(/^\+/, '').replaceAll('.', '^');
      let place: string | null = null;
      await until(
        'the audit line of a delivery',
        () => {
          for (const line of sandbox.read(logPaths.audit).split('\n')) {
            const match =
              /auditlog: append sessionid=<([^>]*)> mailbox=<([^>]*)> uniqueid=<[^>]*> uid=<(\d+)>/.exec(
                line,
              );
            if (match?.[1] !== sessionId) continue;
            const mailbox = match[2] ?? '';
            // `domain!user.login` is an INBOX; BlueMind's Cyrus says so in words.
            const [domain = '', box = ''] = mailbox.split('!');
            const root = user.startsWith('+') ? login : `user.${login}`;
            if (box !== root && !box.startsWith(`${root}.`)) continue;
            const isInbox = box === `user.${login}`;
            place = `[${domain}!${isInbox ? `${box}.INBOX` : box} () ${match[3] ?? ''}]`;
          }
          return place !== null;
        },
        2_000,
      ).catch(() => undefined);
      return place;
    },
  };
  return server;
}

/** The password of every account of the lab, made anew for each run. */
export const labPassword = password;
