import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { captureDeliveries } from './capture/deliveries.ts';
import { captureMailboxTools } from './capture/mailboxTools.ts';
import { captureQueue } from './capture/queueStates.ts';
import { captureRefusals } from './capture/refusals.ts';
import type { Capture } from './capture/capture.ts';
import { freePorts } from './freePorts.ts';
import { startLab } from './lab.ts';
import { startRemoteServer } from './remoteServer.ts';

const folders = {
  postfix: 'src/core/postfix/fixtures',
  queue: 'src/core/queue/fixtures',
  cyrus: 'src/core/cyrus/fixtures',
} as const;

/**
 * Runs every scenario on the real servers and writes what they said to the fixture folders:
 * `node test/lab/run.mjs captureFixtures [scenario ...]`. Nothing is edited afterwards: the host name in the logs is the
 * sandbox's own, names of other hosts come from its `/etc/hosts`, clients are introduced with XCLIENT.
 */
export async function main(only: readonly string[]): Promise<void> {
  const lab = await startLab();
  const [remotePort = 0, closedPort = 0, slowPort = 0] = await freePorts([2525, undefined, 2526]);
  const save: Capture['save'] = (folder, name, text) => {
    mkdirSync(folders[folder], { recursive: true });
    writeFileSync(join(folders[folder], name), text);
    console.log(`${folders[folder]}/${name}: ${String(text.split('\n').length - 1)} lines`);
  };
  const capture: Capture = {
    lab,
    remotePort,
    closedPort,
    slowPort,
    save,
    async settle(quietMs = 800) {
      let size = -1;
      for (let now = lab.logMark(); now !== size; now = lab.logMark()) {
        size = now;
        await new Promise((resolve) => setTimeout(resolve, quietMs));
      }
    },
    async queueListing(name) {
      for (const [option, ending] of [
        ['-p', 'p.txt'],
        ['-j', 'j.json'],
      ] as const) {
        const run = await lab.sandbox.run(['postqueue', option], { check: false });
        save('queue', `postfix-3.7-${name}.${ending}`, run.stdout + run.stderr);
      }
    },
    async emptyQueue() {
      await lab.sandbox.run(['postsuper', '-d', 'ALL'], { check: false });
    },
    async scenario(name, run) {
      if (only.length > 0 && !only.includes(name)) return;
      const mark = lab.logMark();
      try {
        await run();
      } catch (error) {
        console.log(`!! ${name}: ${String(error)}`);
        process.exitCode = 1;
      }
      await capture.settle();
      const text = lab.logSince(mark);
      save('postfix', `postfix-3.7-${name}.log`, text);
      const totals = spawnSync('pflogsumm', [], {
        input: text,
        encoding: 'utf8',
        env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' },
      });
      save('postfix', `postfix-3.7-${name}.pflogsumm.txt`, totals.stdout);
    },
  };
  const remote = await startRemoteServer(
    { host: '127.0.0.11', port: remotePort, name: 'mx.example.org' },
    remoteRules,
  );
  try {
    await setTransports(capture);
    await captureDeliveries(capture);
    await captureRefusals(capture);
    await captureQueue(capture);
    if (only.length === 0 || only.includes('mailbox-tools')) await captureMailboxTools(capture);
    if (only.length === 0) {
      // The same lines twice, in the two stamps rsyslog writes: what one means the other must mean too.
      const whole = lab.sandbox.read(lab.paths.log);
      save('postfix', 'postfix-3.7-whole-session.log', whole);
      save('postfix', 'postfix-3.7-whole-session-rfc3339.log', lab.sandbox.read(lab.paths.rfc3339));
      const totals = spawnSync('pflogsumm', [], { input: whole, encoding: 'utf8' });
      save('postfix', 'postfix-3.7-whole-session.pflogsumm.txt', totals.stdout);
    }
  } finally {
    await remote.stop();
    await lab.stop();
  }
}

/** The other side: some addresses it refuses, for good or for now. */
const remoteRules = {
  rcpt: (address: string): string => {
    if (address.startsWith('nobody'))
      return `550 5.1.1 <${address}>: Recipient address rejected: User unknown in virtual mailbox table`;
    if (address.startsWith('grey'))
      return `450 4.2.0 <${address}>: Recipient address rejected: Greylisted, please try again in 300 seconds`;
    if (address.startsWith('blocked'))
      return '554 5.7.1 Service unavailable; Client host [192.0.2.25] blocked using a block list';
    return '250 2.1.5 Ok';
  },
  accept: (mail: { readonly to: readonly string[] }): string | null => {
    if (mail.to.some((to) => to.startsWith('drop'))) return null;
    if (mail.to.some((to) => to.startsWith('spam')))
      return '550 5.7.1 Message rejected as spam by Content Filtering.';
    return '250 2.0.0 Ok: queued as 4TqLxK2Bz7z9vJd';
  },
};

async function setTransports({ lab, remotePort, closedPort, slowPort }: Capture): Promise<void> {
  lab.sandbox.write(
    '/etc/postfix/lab_transport',
    [
      `example.org smtp:[mx.example.org]:${String(remotePort)}`,
      `domain.net smtp:[mx.example.org]:${String(remotePort)}`,
      `closed.example.net smtp:[mx.example.net]:${String(closedPort)}`,
      'nohost.example.net smtp:[no-such-host.example.net]',
      'discarded.example.net discard:thrown away on purpose',
      'suspended.example.net error:5.2.1 mailbox disabled for this domain',
      'later.example.net retry:4.3.2 system being moved, please try again',
      'pipe.example.net archive:',
      `slow.example.net smtp:[mx.example.net]:${String(slowPort)}`,
      '',
    ].join('\n'),
  );
  await lab.sandbox.run(['postmap', 'hash:/etc/postfix/lab_transport']);
}
