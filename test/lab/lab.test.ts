import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { Client } from 'ssh2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLab, type Lab } from './lab.ts';
import { technicalDomain } from './labDirectory.ts';
import { message } from './message.ts';
import { whyNoSandbox } from './sandbox.ts';
import type { SshUser } from './sshServer.ts';
import { until } from './until.ts';

const reason = whyNoSandbox();
const title = reason === undefined ? 'the lab' : `the lab (skipped, because ${reason})`;

/** Runs a command over a real SSH connection. */
function ssh(
  lab: Lab,
  user: SshUser,
  command: string,
  port = lab.ssh.port,
): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve, reject) => {
    const client = new Client();
    client.on('error', reject); // more than once when a connection breaks
    client.once('ready', () => {
      client.exec(command, (error, stream) => {
        if (error !== undefined) {
          reject(error);
          return;
        }
        let out = '';
        let err = '';
        stream.on('data', (chunk: Buffer) => (out += chunk.toString()));
        stream.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
        stream.on('close', (code: number | null) => {
          client.end();
          resolve({ code, out, err });
        });
      });
    });
    client.connect({ host: '127.0.0.1', port, username: user, privateKey: lab.ssh.privateKey });
  });
}

/** The system's own mail configuration and processes, to be the same before and after. */
function systemState(): string {
  const files = [
    '/etc/postfix/main.cf',
    '/etc/imapd.conf',
    '/etc/cyrus.conf',
    '/etc/passwd',
    '/etc/aliases',
    '/etc/hosts',
  ];
  const text = files.map((file) => (existsSync(file) ? readFileSync(file, 'utf8') : '')).join('\0');
  return JSON.stringify([
    text,
    readdirSync('/etc').sort(),
    readdirSync('/var/lib').sort(),
    readdirSync('/run').sort(),
    existsSync('/dev/log'),
    readdirSync('/usr/local/sbin').sort(),
  ]);
}

function ownFolders(): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('mailtriage-lab-'));
}

describe.skipIf(reason !== undefined)(title, () => {
  let lab: Lab;
  const before = reason === undefined ? systemState() : '';
  const mailFrom = 'user2@domain.net';

  beforeAll(async () => {
    lab = await startLab({ spoolMiB: 48 });
  }, 120_000);
  afterAll(async () => {
    await lab.stop();
    expect(systemState()).toBe(before);
    expect(existsSync(lab.sandbox.folder)).toBe(false);
  }, 60_000);

  const deliver = async (
    subject: string,
    to = 'john@bluemind.net',
  ): Promise<{ queueId: string; uid: number }> => {
    const mark = lab.logMark();
    const sent = await lab.sendMail({
      from: mailFrom,
      to: [to],
      data: message({ from: mailFrom, to, subject }),
    });
    const id = sent.queueId ?? 'none';
    const line = await lab.waitForLog(new RegExp(`${id}: to=.*status=sent \\(.* \\(\\) (\\d+)\\]\\)`), mark);
    return { queueId: id, uid: Number(line[1]) };
  };

  it('delivers through the LMTP proxy, which names mailbox and UID as BlueMind 4 does', async () => {
    const { queueId, uid } = await deliver('Delivered');
    const line = await lab.waitForLog(new RegExp(`${queueId}: to=<john@${technicalDomain}>.*`));
    expect(line[0]).toContain('orig_to=<john@bluemind.net>');
    expect(line[0]).toMatch(
      /status=sent \(250 2\.1\.5 Ok SESSIONID=<cyrus-[^>]+> \[5f3a8c1e\.internal!user\.john\.INBOX \(\) \d+\]\)/,
    );
    const imap = await lab.imap('john');
    expect((await imap.list()).map((m) => m.uid)).toContain(uid);
    await imap.close();
  });

  it('passes on the plain answer of Cyrus when told to', async () => {
    lab.lmtpProxy.style = 'plain';
    const mark = lab.logMark();
    await lab.sendMail({ to: ['john@bluemind.net'] });
    const line = await lab.waitForLog(/status=sent \((.*)\)/, mark);
    lab.lmtpProxy.style = 'bluemind4';
    expect(line[1]).toMatch(/^250 2\.1\.5 Success SESSIONID=<[^>]+>$/);
  });

  it('refuses an address it does not know, and one that is suspended', async () => {
    for (const to of ['nobody@bluemind.net', 'gone@bluemind.net']) {
      const outcome = await lab.sendMail({ to: [to] });
      expect(outcome.accepted).toBe(false);
      expect(outcome.replies[1]).toContain('550 5.1.1');
    }
  });

  it('answers on the paths that BlueMind has, over SSH', async () => {
    const alias = await ssh(lab, 'root', 'postmap -q jane@bluemind.net hash:/etc/postfix/virtual_alias');
    expect(alias).toEqual({ code: 0, out: `jane.roe@${technicalDomain}\n`, err: '' });
    const transport = await ssh(
      lab,
      'root',
      `postmap -q jane.roe@${technicalDomain} hash:/etc/postfix/transport`,
    );
    expect(transport.out).toBe(`lmtp:127.0.0.1:${String(lab.lmtpProxy.port)}\n`);
    expect(
      (await ssh(lab, 'root', 'postmap -q nobody@bluemind.net hash:/etc/postfix/virtual_alias')).code,
    ).toBe(1);
    expect((await ssh(lab, 'root', 'postconf -h virtual_transport')).out).toBe(
      'error:mailbox does not exist\n',
    );
    expect((await ssh(lab, 'root', 'grep -c . /etc/postfix/virtual_alias-flat')).code).toBe(0);
    expect((await ssh(lab, 'root', 'test -e /etc/postfix/virtual_alias')).code).toBe(1);
  });

  it('has a user with sudo, one whose sudo asks, and one with no rights at all', async () => {
    expect((await ssh(lab, 'helpdesk', 'sudo -n postqueue -j')).code).toBe(0);
    expect((await ssh(lab, 'helpdesk', `tail -n 1 ${lab.paths.log}`)).code).toBe(0);
    const clerk = await ssh(lab, 'clerk', 'sudo -n postqueue -p');
    expect(clerk).toMatchObject({ code: 1, err: 'sudo: a password is required\n' });
    expect((await ssh(lab, 'clerk', `echo ${lab.password} | sudo -S -p '' id -un`)).out).toBe('root\n');
    const guest = await ssh(lab, 'guest', `cat ${lab.paths.log}`);
    expect(guest.code).toBe(1);
    expect(guest.err).toContain('Permission denied');
    const refused = await ssh(lab, 'guest', `echo ${lab.password} | sudo -S -p '' id`);
    expect(refused.err).toContain('guest is not in the sudoers file');
  });

  it('keeps mail for a full mailbox, and delivers it once bm-cli has raised the quota', async () => {
    const to = ['full@bluemind.net'];
    // Cyrus takes the mail that crosses the line and refuses the next.
    const large = 'x'.repeat(70).concat('\r\n').repeat(60);
    const filled = lab.logMark();
    await lab.sendMail({ to, data: message({ from: mailFrom, to: 'full@bluemind.net', body: large }) });
    await lab.waitForLog(/user\.full.*\]\)/, filled);
    const mark = lab.logMark();
    const sent = await lab.sendMail({ to });
    const id = sent.queueId ?? 'none';
    await lab.waitForLog(
      new RegExp(`${id}: .*dsn=4\\.2\\.2, status=deferred \\(.*452 4\\.2\\.2 Over quota`),
      mark,
    );
    const queue = await ssh(lab, 'root', 'postqueue -j');
    const entry = JSON.parse(queue.out) as { queue_id: string; recipients: { delay_reason: string }[] };
    expect(entry.queue_id).toBe(id);
    expect(entry.recipients[0]?.delay_reason).toContain('Over quota');
    expect(await ssh(lab, 'root', 'bm-cli user update full@bluemind.net --quota 20000')).toEqual({
      code: 0,
      out: '',
      err: '',
    });
    const used = JSON.parse((await ssh(lab, 'root', 'bm-cli index info full@bluemind.net')).out) as {
      IMAPQuotaKiB: number;
    };
    expect(used.IMAPQuotaKiB).toBeGreaterThanOrEqual(4);
    await ssh(lab, 'root', `postqueue -i ${id}`);
    await lab.waitForLog(new RegExp(`${id}: .*status=sent`), mark);
    expect((await ssh(lab, 'root', 'postqueue -p')).out).toBe('Mail queue is empty\n');
  });

  it('leaves the maps stale when a user is renamed, until the repair has really run', async () => {
    lab.setCore({ mapsWorkMs: 1000, mapsPauseMs: 0 });
    lab.renameUser('jane.roe', 'jane.smith@bluemind.net');
    const query = 'postmap -q jane.smith@bluemind.net hash:/etc/postfix/virtual_alias';
    expect((await ssh(lab, 'root', query)).code).toBe(1);
    expect((await lab.sendMail({ to: ['jane.smith@bluemind.net'] })).accepted).toBe(false);
    const repair = await ssh(
      lab,
      'root',
      'bm-cli maintenance repair jane.smith@bluemind.net --ops mailboxPostfixMaps',
    );
    expect(repair.code).toBe(0);
    // The command has ended; the maps are written later.
    expect((await ssh(lab, 'root', query)).code).toBe(1);
    await until('the new map', async () => (await ssh(lab, 'root', query)).code === 0);
    await until('core.log', () =>
      lab.sandbox.read('/var/log/bm/core.log').includes('Postfix maps updated ('),
    );
    expect(lab.sandbox.read('/var/log/bm/core.log')).toMatch(
      /INFO - Updating postfix maps\n.* INFO - Postfix maps updated \(\d+ ms\)\n$/,
    );
    await deliver('To the new name', 'jane.smith@bluemind.net');
  });

  it('fails to regenerate the maps as BlueMind does: with exit 0', async () => {
    const fault = 'No relay host defined for domain uid: 5f3a8c1e.internal';
    lab.setCore({ mapsWorkMs: 0, mapsPauseMs: 0, mapsFault: fault });
    const mark = lab.sandbox.read('/var/log/bm/core.log').length;
    lab.renameUser('full', 'fuller@bluemind.net');
    expect(
      (await ssh(lab, 'root', 'bm-cli maintenance repair fuller@bluemind.net --ops mailboxPostfixMaps')).code,
    ).toBe(0);
    await until('the failure', () =>
      lab.sandbox.read('/var/log/bm/core.log').slice(mark).includes('Postfix maps updated ('),
    );
    expect(lab.sandbox.read('/var/log/bm/core.log').slice(mark)).toContain(
      `ERROR - Fail to update postfix maps: ${fault}`,
    );
    expect(
      (await ssh(lab, 'root', 'postmap -q fuller@bluemind.net hash:/etc/postfix/virtual_alias')).code,
    ).toBe(1);
    lab.setCore({ mapsFault: null });
    lab.renameUser('full', 'full@bluemind.net');
  });

  it('tells the history of a mail from what really happened to it', async () => {
    const { uid } = await deliver('Moved about');
    const imap = await lab.imap('john');
    await imap.read('INBOX', uid);
    const inTrash = await imap.copyAndMark('INBOX', uid, 'Trash');
    const shared = await imap.move('Trash', inTrash, 'Shared Folders/sales');
    await imap.close();
    const answer = await ssh(
      lab,
      'root',
      `bm-cli mail history-imap --email john@bluemind.net --imapUid ${String(uid)}`,
    );
    const rows = answer.out
      .split('\n')
      .filter((line) => line.startsWith('| ') && !line.includes('Folder-UID'))
      .map((line) =>
        line
          .split('|')
          .slice(2, -1)
          .map((cell) => cell.trim()),
      );
    expect(rows.map(([type, owner, , folder, item]) => [type, owner, folder, item])).toEqual([
      ['Created', 'John Doe (USER)', 'INBOX', `${String(uid)}.`],
      ['Updated', 'John Doe (USER)', 'INBOX', `${String(uid)}.`],
      ['Created', 'John Doe (USER)', 'Trash', `${String(inTrash)}.`],
      ['Updated', 'John Doe (USER)', 'INBOX', `${String(uid)}.`],
      ['Created', 'Sales (MAILSHARE)', 'sales', `${String(shared)}.`],
      ['Updated', 'John Doe (USER)', 'Trash', `${String(inTrash)}.`],
    ]);
    expect(rows[3]?.[5]).toBe('Seen,Deleted');
    const query = await ssh(
      lab,
      'root',
      "bm-cli mail history-query --email john@bluemind.net --query 'subject:about'",
    );
    expect(query.out).toBe(answer.out);
    expect(
      await ssh(lab, 'root', 'bm-cli mail history-imap --email john@bluemind.net --imapUid 99999'),
    ).toEqual({ code: 0, out: '', err: '' });
  });

  it('lists deleted mails and brings them back under a new UID, with Cyrus own tool', async () => {
    const { uid } = await deliver('Deleted and wanted back');
    const imap = await lab.imap('john');
    await imap.expunge('INBOX', uid);
    const box = `user/john@${technicalDomain}`;
    const listing = await ssh(lab, 'root', `unexpunge -l ${box}`);
    expect(listing.out).toContain(`UID: ${String(uid)}\n`);
    expect(listing.out).toContain('\tSubj: "Deleted and wanted back"');
    const restore = await ssh(lab, 'root', `unexpunge -u -d ${box} ${String(uid)}`);
    expect(restore.out).toContain('restored 1 expunged messages');
    const uids = (await imap.list()).map((m) => m.uid);
    expect(uids).not.toContain(uid);
    expect(Math.max(...uids)).toBeGreaterThan(uid);
    await imap.close();
    const wrong = await ssh(lab, 'root', 'unexpunge -l user/john@wrong.net');
    expect(wrong.code).toBe(0);
    expect(wrong.out + wrong.err).toContain('Mailbox does not exist');
  });

  it('lists and restores with the stand-in for bm-cli, whose numbers are not IMAP UIDs', async () => {
    const { uid } = await deliver('Deleted once more');
    const imap = await lab.imap('john');
    await imap.expunge('INBOX', uid);
    const listing = await ssh(lab, 'root', 'bm-cli mail unexpunge john.doe@bluemind.net');
    expect(listing.out).toMatch(
      new RegExp(
        `^authN resolves to john@${technicalDomain}\nPartition is CyrusPartition\\{datalocation=mail, domain=${technicalDomain}\\}, checked folder is 'INBOX'\n`,
      ),
    );
    const id = /\|\s+(\d+) \|\s+Deleted once more \|/.exec(listing.out)?.[1] ?? '';
    expect(Number(id)).toBeGreaterThan(1000);
    const count = (await imap.list()).length;
    const restore = await ssh(lab, 'root', `bm-cli mail unexpunge john@bluemind.net --id ${id}`);
    expect(restore.out).toMatch(/Recover message with id \d+\nack: \d+\n$/);
    expect(await imap.list()).toHaveLength(count + 1);
    await imap.close();
    const elsewhere = await ssh(lab, 'root', 'bm-cli mail unexpunge john@bluemind.net --folder Nowhere');
    expect(elsewhere).toMatchObject({ code: 0 });
    expect(elsewhere.out).toContain("Could not locate folder 'Nowhere', available folders are:\n * INBOX\n");
  });

  it('has a stand-in for bm-cli that says what it is, and fails as the real one does', async () => {
    expect((await ssh(lab, 'root', 'bm-cli --version')).out).toContain('stand-in');
    expect((await ssh(lab, 'root', 'bm-cli nonsense')).code).toBe(51);
    expect((await ssh(lab, 'root', 'bm-cli mail history-imap --email john@bluemind.net')).code).toBe(2);
    expect(await ssh(lab, 'root', 'bm-cli user get john@wrong.net')).toMatchObject({
      code: 1,
      err: 'Invalid or unknown domain : wrong.net\n',
    });
    expect((await ssh(lab, 'root', 'bm-cli mail unexpunge john')).err).toContain('ArrayIndexOutOfBounds');
    expect((await ssh(lab, 'guest', 'bm-cli user get john@bluemind.net')).code).toBe(1);
    const user = JSON.parse(
      (
        await ssh(
          lab,
          'helpdesk',
          "sudo -n bm-cli user get john@bluemind.net --display 'email login aliases quota'",
        )
      ).out,
    ) as unknown;
    expect(user).toEqual({
      email: 'john@bluemind.net',
      login: 'john',
      aliases: ['john.doe@bluemind.net', 'john@bluemind.example'],
      quota: 0,
    });
    expect((await ssh(lab, 'root', 'bm-cli user get gone@bluemind.net')).code).toBe(1);
    expect((await ssh(lab, 'root', 'bm-cli user get gone@bluemind.net --archived')).out).toContain(
      '"archived":true',
    );
  });

  it('has old logs, some of them compressed', async () => {
    await lab.addOldLogs(13);
    const list = await ssh(lab, 'root', `ls ${lab.paths.log}.*`);
    expect(list.out.trim().split('\n')).toHaveLength(13);
    const lines = await ssh(lab, 'root', `zcat ${lab.paths.log}.13.gz | grep -c 'status=sent'`);
    expect(Number(lines.out)).toBeGreaterThan(7);
  });

  it('can lose tools, Postfix, Cyrus and the disk of the queue, and get them back', async () => {
    const restore = await lab.withoutQueueJson();
    expect(await ssh(lab, 'root', 'postqueue -j')).toMatchObject({ code: 69 });
    expect((await ssh(lab, 'root', 'postqueue -p')).out).toBe('Mail queue is empty\n');
    restore();
    expect((await ssh(lab, 'root', 'postqueue -j')).code).toBe(0);

    const free = await lab.fillSpool();
    const refused = await lab.sendMail({ to: ['john@bluemind.net'] });
    expect(refused.replies[0]).toContain('452 4.3.1 Insufficient system storage');
    await free();
    await deliver('There is room again');

    await lab.cyrus.stop();
    const mark = lab.logMark();
    await lab.sendMail({ to: ['john@bluemind.net'] });
    await lab.waitForLog(/status=deferred \((.*)\)/, mark);
    await lab.cyrus.start();
    await ssh(lab, 'root', 'postqueue -f');
    await lab.waitForLog(/status=sent/, mark);

    await lab.postfix.stop();
    expect((await ssh(lab, 'root', 'postqueue -p')).err).toContain(
      'Mail system is down -- accessing queue directly',
    );
    await lab.postfix.start();
    await deliver('Postfix is back');
  });

  it('can cut the way to the server, and shows what a session left behind', async () => {
    const link = await lab.sshLink();
    // ssh2 1.17 cannot read the server's greeting in smaller pieces ("Invalid identification string").
    link.trickle(64, 1);
    expect((await ssh(lab, 'root', 'echo whole', link.port)).out).toBe('whole\n');
    link.trickle(0, 0);
    const cut = ssh(lab, 'root', 'exec sleep 98765', link.port).then(
      (end) => `ended ${String(end.code)}`,
      () => 'lost',
    );
    await until('the command', () => lab.ssh.commands().some((c) => c.includes('sleep 98765')));
    link.sever();
    expect(await cut).toBe('lost');
    await expect(ssh(lab, 'root', 'true', link.port)).rejects.toThrow();
    link.mend();
    expect((await ssh(lab, 'root', 'true', link.port)).code).toBe(0);
    await lab.sandbox.run(['pkill', '-f', 'sleep 98765']);
    link.freeze();
    const frozen = ssh(lab, 'root', 'echo late', link.port);
    const first = await Promise.race([frozen, new Promise((resolve) => setTimeout(resolve, 700, 'nothing'))]);
    expect(first).toBe('nothing');
    link.thaw();
    expect((await frozen).out).toBe('late\n');
  });

  it('can run by a wrong clock', async () => {
    await lab.setClock(3600);
    const ahead = Number((await ssh(lab, 'root', 'date +%s')).out) - Date.now() / 1000;
    expect(Math.abs(ahead - 3600)).toBeLessThan(30);
    const mark = lab.logMark();
    await deliver('From the future');
    const logged = lab.sandbox.read(lab.paths.rfc3339).trim().split('\n').at(-1) ?? '';
    expect((Date.parse(logged.slice(0, 32)) - Date.now()) / 1000).toBeGreaterThan(3500);
    expect(lab.logSince(mark)).not.toBe('');
    await lab.setClock(0);
    expect(Math.abs(Number((await ssh(lab, 'root', 'date +%s')).out) - Date.now() / 1000)).toBeLessThan(30);
  });

  it('can have a tool that hangs, and one that never stops talking', async () => {
    const restoreMap = await lab.replaceTool('postmap', 'exec sleep 54321');
    void ssh(lab, 'root', 'postmap -q a b').catch(() => undefined);
    await until('the hanging tool', () => lab.ssh.commands().some((c) => c.includes('sleep 54321')));
    await lab.ssh.killSessions();
    restoreMap();
    await lab.sandbox.run(['pkill', '-f', 'sleep 54321'], { check: false });
    const restoreCli = await lab.replaceTool('bm-cli', 'yes "a line" | head -c 3000000; exec $REAL "$@"');
    expect((await ssh(lab, 'root', 'bm-cli --version')).out.length).toBeGreaterThan(3_000_000);
    restoreCli();
    expect((await ssh(lab, 'root', 'bm-cli --version')).out).toMatch(/^4\.1\.0 \(stand-in/);
  });

  it('can have a long queue', async () => {
    await lab.fillQueue(60);
    const lines = (await ssh(lab, 'root', 'postqueue -j')).out.trim().split('\n');
    expect(lines).toHaveLength(60);
    await lab.sandbox.run(['postsuper', '-d', 'ALL']);
    await lab.postfix.configure({ defer_transports: '' });
  });

  it('survives a reboot with its mail', async () => {
    await lab.reboot();
    const { uid } = await deliver('After the reboot');
    expect(
      (await ssh(lab, 'root', `bm-cli mail history-imap --email john@bluemind.net --imapUid ${String(uid)}`))
        .out,
    ).toContain('Created');
  });
});

describe.skipIf(reason !== undefined)('a lab whose owner is killed', () => {
  it('leaves no process and no file', async () => {
    const known = ownFolders();
    // Without a display: the window it would open is the user's to close.
    const { DISPLAY: _x11, WAYLAND_DISPLAY: _wayland, ...env } = process.env;
    const owner = spawn(process.execPath, ['test/lab/run.mjs', 'keepUp'], {
      env,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let words = '';
    owner.stdout.on('data', (chunk: Buffer) => (words += chunk.toString()));
    await until('the lab', () => words.includes('Press Enter'), 90_000);
    const [folder] = ownFolders().filter((name) => !known.includes(name));
    expect(folder).toBeDefined();
    owner.kill('SIGKILL');
    await until('the end of everything', () => !ownFolders().includes(folder ?? ''));
    const left = (): string => spawnSync('ps', ['axww', '-o', 'args'], { encoding: 'utf8' }).stdout;
    await until('the end of its processes', () => !left().includes(folder ?? ''));
  }, 120_000);
});
