import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startLab } from './lab.ts';
import { sshUsers } from './sshServer.ts';

/** Starts the lab and leaves it up until Enter or Ctrl-C: `node test/lab/run.mjs keepUp`. */
export async function main(): Promise<void> {
  const lab = await startLab();
  const key = join(lab.sandbox.folder, 'ssh-key');
  writeFileSync(key, lab.ssh.privateKey, { mode: 0o600 });
  const sample = await lab.sendMail({ from: 'user2@domain.net', to: ['john@bluemind.net'] });
  console.log(
    [
      'The lab is up: a real Postfix, Cyrus and OpenSSH on loopback, and a stand-in for bm-cli.',
      `  SSH         127.0.0.1 port ${String(lab.ssh.port)}, users ${Object.keys(sshUsers).join(', ')}`,
      `              ssh -i ${key} -p ${String(lab.ssh.port)} root@127.0.0.1`,
      `  SMTP        127.0.0.1 port ${String(lab.postfix.smtpPort)}`,
      `  IMAP        127.0.0.1 port ${String(lab.cyrus.imapPort)}, user john@${lab.directory().technicalDomain}`,
      `  password    ${lab.password}`,
      `  addresses   ${lab
        .directory()
        .entries.map((entry) => entry.emails[0] ?? entry.login)
        .join(' ')}`,
      `  first mail  queue ID ${sample.queueId ?? '?'}`,
      'Press Enter to stop it.',
    ].join('\n'),
  );
  await new Promise<void>((resolve) => {
    process.stdin.once('data', () => resolve());
    process.stdin.once('end', () => resolve());
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  await lab.stop();
  process.exit(0);
}
