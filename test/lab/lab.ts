import { prepareCyrus, labPassword, type CyrusServer } from './cyrusServer.ts';
import { directoryPath, mailboxName, type Directory, type DirectoryEntry } from './directory.ts';
import { freePorts } from './freePorts.ts';
import type { ImapClient } from './imapClient.ts';
import { startLmtpProxy, type LmtpProxy } from './lmtpProxy.ts';
import { buildMaps, preparePostfix, type PostfixServer } from './postfixServer.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';
import { sendMails, type SmtpMail, type SmtpOptions, type SmtpOutcome } from './smtpSender.ts';
import { logPaths, startSyslog } from './syslogServer.ts';
import { until } from './until.ts';

export interface Lab {
  readonly sandbox: Sandbox;
  readonly postfix: PostfixServer;
  readonly cyrus: CyrusServer;
  readonly lmtpProxy: LmtpProxy;
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
  rebuildMaps(): Promise<void>;
  /** End of the log now, to be handed to `logSince` or `waitForLog`. */
  logMark(): number;
  logSince(mark: number): string;
  waitForLog(pattern: RegExp, mark?: number, timeoutMs?: number): Promise<RegExpExecArray>;
  stop(): Promise<void>;
}

export interface LabOptions {
  readonly hostName?: string;
}

export const technicalDomain = '5f3a8c1e.internal';

const people: readonly Omit<DirectoryEntry, 'uid'>[] = [
  {
    kind: 'USER',
    login: 'john',
    displayName: 'John Doe',
    emails: ['john@bluemind.net', 'john.doe@bluemind.net', 'john@bluemind.example'],
    quotaKiB: 0,
    archived: false,
  },
  {
    kind: 'USER',
    login: 'jane.roe',
    displayName: 'Jane Roe',
    emails: ['jane.roe@bluemind.net', 'jane@bluemind.net'],
    quotaKiB: 0,
    archived: false,
  },
  {
    kind: 'USER',
    login: 'full',
    displayName: 'Fred Full',
    emails: ['full@bluemind.net'],
    quotaKiB: 4,
    archived: false,
  },
  {
    kind: 'USER',
    login: 'gone',
    displayName: 'Gwen Gone',
    emails: ['gone@bluemind.net'],
    quotaKiB: 0,
    archived: true,
  },
  {
    kind: 'MAILSHARE',
    login: 'sales',
    displayName: 'Sales',
    emails: ['sales@bluemind.net'],
    quotaKiB: 0,
    archived: false,
  },
];

const personalFolders = ['Sent', 'Drafts', 'Trash', 'Junk'];

/** Starts everything. Needs Linux, root and the packages that `whyNoSandbox` names. */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const sandbox = await openSandbox(options.hostName ?? 'mail.bluemind.net');
  const undo: (() => Promise<void>)[] = [() => sandbox.stop()];
  try {
    const [smtpPort = 0, submissionPort = 0, lmtpPort = 0, imapPort = 0, cyrusLmtpPort = 0] = await freePorts(
      [undefined, undefined, 2400, undefined, undefined],
    );
    sandbox.write(
      '/etc/hosts',
      `127.0.0.1 localhost\n127.0.0.1 ${sandbox.hostName} mail\n127.0.0.11 mx.example.org\n127.0.0.12 mx.example.net\n127.0.0.13 smtp.domain.net\n`,
    );
    await startSyslog(sandbox);
    const cyrus = await prepareCyrus(sandbox, { imapPort, lmtpPort: cyrusLmtpPort, technicalDomain });
    await cyrus.start();
    const lmtpProxy = await startLmtpProxy({
      port: lmtpPort,
      cyrusPort: cyrusLmtpPort,
      locate: (s, r) => cyrus.locate(s, r),
    });
    undo.unshift(() => lmtpProxy.stop());
    const directory: Directory = {
      technicalDomain,
      mailDomains: ['bluemind.net', 'bluemind.example'],
      lmtp: { host: '127.0.0.1', port: lmtpPort },
      entries: people.map((p, index) => ({
        ...p,
        uid: `9C4F2A${String(index).padStart(2, '0')}-0B1D-4E60-8A55-61D0F2C3B7E${String(index)}`,
      })),
    };
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
    const postfix = await preparePostfix(sandbox, { smtpPort, submissionPort, directory });
    await postfix.start();
    return assemble(sandbox, postfix, cyrus, lmtpProxy, undo);
  } catch (error) {
    for (const step of undo) await step().catch(() => undefined);
    throw error;
  }
}

function assemble(
  sandbox: Sandbox,
  postfix: PostfixServer,
  cyrus: CyrusServer,
  lmtpProxy: LmtpProxy,
  undo: readonly (() => Promise<void>)[],
): Lab {
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
    async rebuildMaps() {
      await buildMaps(sandbox, readDirectory());
      await postfix.reload();
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
    async stop() {
      for (const step of undo) await step();
    },
  };
  return lab;
}

let serial = 0;

/** A message with the headers that matter; the Message-ID is unique within the run. */
export function message(parts: {
  readonly from: string;
  readonly to: string;
  readonly subject?: string;
  readonly body?: string;
  readonly messageId?: string;
  readonly headers?: readonly string[];
}): string {
  serial += 1;
  const id =
    parts.messageId ??
    `${Date.now().toString(36)}.${String(serial)}@${parts.from.split('@')[1] ?? 'example.org'}`;
  return [
    `From: <${parts.from}>`,
    `To: <${parts.to}>`,
    ...(parts.subject === undefined ? [] : [`Subject: ${parts.subject}`]),
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${id}>`,
    ...(parts.headers ?? []),
    '',
    parts.body ?? 'Hello from the lab.',
    '',
  ].join('\r\n');
}
