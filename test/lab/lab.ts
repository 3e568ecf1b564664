import { settingsPath, type LabSettings } from './bmCli/serverFiles.ts';
import { installBmCli } from './bmCliStandIn.ts';
import { labPassword, prepareCyrus, type CyrusServer } from './cyrusServer.ts';
import { directoryPath, mailboxName, type Directory, type DirectoryEntry } from './directory.ts';
import { freePorts } from './freePorts.ts';
import type { ImapClient } from './imapClient.ts';
import { labDirectory, technicalDomain } from './labDirectory.ts';
import { labFaults, type LabFaults, type LabServers } from './labFaults.ts';
import { startLmtpProxy, type LmtpProxy } from './lmtpProxy.ts';
import { message } from './message.ts';
import { buildMaps, preparePostfix, type PostfixServer } from './postfixServer.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';
import { sendMails, type SmtpMail, type SmtpOptions, type SmtpOutcome } from './smtpSender.ts';
import { prepareSsh, type SshServer } from './sshServer.ts';
import { logPaths, prepareSyslog } from './syslogServer.ts';
import { until } from './until.ts';

export interface Lab extends LabFaults {
  readonly sandbox: Sandbox;
  readonly postfix: PostfixServer;
  readonly cyrus: CyrusServer;
  readonly lmtpProxy: LmtpProxy;
  readonly ssh: SshServer;
  readonly paths: typeof logPaths;
  readonly password: string;
  directory(): Directory;
  entry(login: string): DirectoryEntry;
  /** Sends through Postfix' port for other servers; the address list may name the mail domain or any alias. */
  sendMail(
    mail: Partial<SmtpMail> & Pick<SmtpMail, 'to'>,
    options?: Partial<SmtpOptions>,
  ): Promise<SmtpOutcome>;
  imap(login: string): Promise<ImapClient>;
  /** Sets the real quota of the mailbox, and what the directory says. KiB; 0 takes it away. */
  setQuota(login: string, kib: number): Promise<void>;
  /** Gives a user another address and leaves Postfix' maps as they are: stale. */
  renameUser(login: string, newAddress: string): void;
  /**
   * Gives a user another login, and so another technical address and mailbox name, and leaves Postfix' maps as they are: stale,
   * they lead to a mailbox that is no longer there.
   */
  renameLogin(login: string, newLogin: string): Promise<void>;
  rebuildMaps(): Promise<void>;
  /** Changes how the stand-in for BlueMind's core behaves. */
  setCore(settings: Partial<Pick<LabSettings, 'mapsWorkMs' | 'mapsPauseMs' | 'mapsFault'>>): void;
  /** End of the log now, to be handed to `logSince` or `waitForLog`. */
  logMark(): number;
  logSince(mark: number): string;
  waitForLog(pattern: RegExp, mark?: number, timeoutMs?: number): Promise<RegExpExecArray>;
  stop(): Promise<void>;
}

export interface LabOptions {
  readonly hostName?: string;
  /** The server's, not the tests'. Default Europe/Paris. */
  readonly timeZone?: string;
  /** Puts the mail queue on a disk of this size, which `fillSpool` can fill. */
  readonly spoolMiB?: number;
}

const personalFolders = ['Sent', 'Drafts', 'Trash', 'Junk'];

/** Starts everything. Needs Linux, root and the packages that `whyNoSandbox` names. */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const sandbox = await openSandbox(
    options.hostName ?? 'mail.bluemind.net',
    options.timeZone ?? 'Europe/Paris',
  );
  const undo: (() => Promise<void>)[] = [() => sandbox.stop()];
  try {
    const [smtpPort = 0, submissionPort = 0, lmtpPort = 0, imapPort = 0, cyrusLmtpPort = 0, sshPort = 0] =
      await freePorts([undefined, undefined, 2400, undefined, undefined, undefined]);
    sandbox.write(
      '/etc/hosts',
      `127.0.0.1 localhost\n127.0.0.1 ${sandbox.hostName} mail\n127.0.0.11 mx.example.org\n127.0.0.12 mx.example.net\n127.0.0.13 smtp.domain.net\n`,
    );
    const syslog = await prepareSyslog(sandbox);
    await syslog.start();
    const cyrus = await prepareCyrus(sandbox, { imapPort, lmtpPort: cyrusLmtpPort, technicalDomain });
    await cyrus.start();
    const lmtpProxy = await startLmtpProxy({
      port: lmtpPort,
      cyrusPort: cyrusLmtpPort,
      locate: (s, r) => cyrus.locate(s, r),
    });
    undo.unshift(() => lmtpProxy.stop());
    const directory = labDirectory(lmtpPort);
    const admin = await cyrus.admin();
    for (const entry of directory.entries) {
      const root = mailboxName(directory, entry);
      await admin.command(`CREATE "${root}"`);
      if (entry.kind === 'USER') {
        await cyrus.addUser(`${entry.login}@${technicalDomain}`);
        for (const folder of personalFolders)
          await admin.command(`CREATE "${mailboxName(directory, entry, folder)}"`);
      } else {
        await admin.command(`SETACL "${root}" anyone lrswipkxtecdn`);
      }
      if (entry.quotaKiB > 0) await admin.command(`SETQUOTA "${root}" (STORAGE ${String(entry.quotaKiB)})`);
    }
    await admin.close();
    if (options.spoolMiB !== undefined) {
      const size = `size=${String(options.spoolMiB)}m`;
      await sandbox.run(['mount', '-t', 'tmpfs', '-o', size, 'tmpfs', '/var/spool/postfix']);
    }
    const postfix = await preparePostfix(sandbox, { smtpPort, submissionPort, directory });
    await postfix.start();
    await installBmCli(sandbox, {
      imapPort,
      password: labPassword,
      auditLog: logPaths.audit,
      mapsWorkMs: 500,
      mapsPauseMs: 10_000,
      mapsFault: null,
    });
    const ssh = await prepareSsh(sandbox, sshPort, labPassword);
    await ssh.start();
    return assemble({ sandbox, syslog, postfix, cyrus, lmtpProxy, ssh }, undo);
  } catch (error) {
    for (const step of undo) await step().catch(() => undefined);
    throw error;
  }
}

function assemble(servers: LabServers, undo: readonly (() => Promise<void>)[]): Lab {
  const { sandbox, postfix, cyrus, lmtpProxy, ssh } = servers;
  const faults = labFaults(servers);
  const readDirectory = (): Directory => JSON.parse(sandbox.read(directoryPath)) as Directory;
  const change = (login: string, what: Partial<DirectoryEntry>): void => {
    const directory = readDirectory();
    const entries = directory.entries.map((e) => (e.login === login ? { ...e, ...what } : e));
    sandbox.write(directoryPath, JSON.stringify({ ...directory, entries }, null, 2), 0o640);
  };
  const lab: Lab = {
    sandbox,
    postfix,
    cyrus,
    lmtpProxy,
    ssh,
    paths: logPaths,
    password: labPassword,
    directory: readDirectory,
    entry(login) {
      const found = readDirectory().entries.find((e) => e.login === login);
      if (found === undefined) throw new Error(`no ${login} in the lab`);
      return found;
    },
    async sendMail(mail, options = {}) {
      const from = mail.from ?? 'alice@example.org';
      const data = mail.data ?? message({ from, to: mail.to[0] ?? '', subject: 'Hello' });
      const [outcome] = await sendMails([{ from, to: mail.to, data }], {
        port: postfix.smtpPort,
        ...options,
      });
      if (outcome === undefined) throw new Error('no answer');
      return outcome;
    },
    imap: (login) => cyrus.imap(`${login}@${technicalDomain}`),
    async setQuota(login, kib) {
      const directory = readDirectory();
      const admin = await cyrus.admin();
      const root = mailboxName(directory, lab.entry(login));
      await admin.command(`SETQUOTA "${root}" (${kib > 0 ? `STORAGE ${String(kib)}` : ''})`);
      await admin.close();
      change(login, { quotaKiB: kib });
    },
    renameUser(login, newAddress) {
      change(login, { emails: [newAddress] });
    },
    async renameLogin(login, newLogin) {
      const directory = readDirectory();
      const entry = lab.entry(login);
      await cyrus.addUser(`${newLogin}@${technicalDomain}`);
      const admin = await cyrus.admin();
      const renamed = mailboxName(directory, { ...entry, login: newLogin });
      await admin.command(`RENAME "${mailboxName(directory, entry)}" "${renamed}"`);
      await admin.close();
      change(login, { login: newLogin });
    },
    async rebuildMaps() {
      await buildMaps(sandbox, readDirectory());
      await postfix.reload();
    },
    setCore(settings) {
      const before = JSON.parse(sandbox.read(settingsPath)) as LabSettings;
      sandbox.write(settingsPath, JSON.stringify({ ...before, ...settings }), 0o600);
    },
    logMark: () => Buffer.byteLength(sandbox.read(logPaths.log)),
    logSince: (mark) => Buffer.from(sandbox.read(logPaths.log)).subarray(mark).toString(),
    async waitForLog(pattern, mark = 0, timeoutMs = 20_000) {
      let match: RegExpExecArray | null = null;
      await until(
        `log line ${String(pattern)}`,
        () => (match = pattern.exec(lab.logSince(mark))) !== null,
        timeoutMs,
      );
      if (match === null) throw new Error('unreachable');
      return match;
    },
    ...faults,
    async stop() {
      await faults.stopLinks();
      for (const step of undo) await step();
    },
  };
  return lab;
}
