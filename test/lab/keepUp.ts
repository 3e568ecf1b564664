import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { startLab } from './lab.ts';
import { prepareAppFolder } from './labAppFolder.ts';
import { processesWith } from './processesWith.ts';
import { whyNoSandbox } from './sandbox.ts';
import { sshUsers } from './sshServer.ts';
import { until } from './until.ts';

const checkout = resolve(import.meta.dirname, '../..');

/** Starts the lab, opens the app on it, and leaves it up until Enter or Ctrl-C: `npm run lab`. */
export async function main(): Promise<void> {
  const reason = whyNoSandbox();
  if (reason !== undefined) {
    console.error(`The lab cannot be started here: ${reason}.`);
    process.exitCode = 1;
    return;
  }
  const ending = untilToldToEnd();
  const lab = await startLab();
  try {
    const { folder, keyFile } = prepareAppFolder(lab);
    const sample = await lab.sendMail({ from: 'user2@domain.net', to: ['john@bluemind.net'] });
    console.log(
      [
        'The lab is up: a real Postfix, Cyrus and OpenSSH on loopback, and a stand-in for bm-cli.',
        `  SSH         127.0.0.1 port ${String(lab.ssh.port)}, users ${Object.keys(sshUsers).join(', ')}`,
        `              ssh -i ${keyFile} -p ${String(lab.ssh.port)} root@127.0.0.1`,
        `  SMTP        127.0.0.1 port ${String(lab.postfix.smtpPort)}`,
        `  IMAP        127.0.0.1 port ${String(lab.cyrus.imapPort)}, user john@${lab.directory().technicalDomain}`,
        `  password    ${lab.password}`,
        `  addresses   ${lab
          .directory()
          .entries.map((entry) => entry.emails[0] ?? entry.login)
          .join(' ')}`,
        `  first mail  queue ID ${sample.queueId ?? '?'}`,
        `  the app     npm start -- --user-data-dir=${folder}`,
      ].join('\n'),
    );
    const hasDisplay = Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
    if (hasDisplay) console.log('Opening the app; the lab is its saved server "Lab".');
    else {
      console.log(
        'There is no display here, so the app is not opened. Run the line "the app" where there is one, or connect with ssh as above.',
      );
    }
    const app = hasDisplay ? openApp(folder) : null;
    console.log('Press Enter to stop the lab.');
    await ending;
    await closeApp(app, folder);
  } finally {
    await lab.stop();
  }
  process.exit(0);
}

function untilToldToEnd(): Promise<void> {
  return new Promise((done) => {
    process.stdin.once('data', () => done());
    process.stdin.once('end', () => done());
    process.once('SIGINT', () => done());
    process.once('SIGTERM', () => done());
  });
}

/** As `npm start` opens it: built when it is not, on the same Electron. Closing its window leaves the lab up. */
function openApp(folder: string): ChildProcess {
  return spawn(process.execPath, [resolve(checkout, 'scripts/start.mjs'), `--user-data-dir=${folder}`], {
    cwd: checkout,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

/** Waits for every process of it: the folder they write to goes with the lab, and a late one would make it anew. */
async function closeApp(app: ChildProcess | null, folder: string): Promise<void> {
  if (app === null) return;
  if (app.exitCode === null && app.signalCode === null) {
    const ended = new Promise((done) => app.once('exit', done));
    app.kill('SIGTERM');
    await ended;
  }
  await until('the end of the app', () => processesWith(folder).length === 0);
}
