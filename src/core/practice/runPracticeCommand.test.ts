import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCoreLog, lastMapsRun } from '../bluemind/coreLog.ts';
import { parseIndexInfo } from '../bluemind/indexInfo.ts';
import { parseMailUnexpunge } from '../bluemind/mailUnexpunge.ts';
import { parseHistory } from '../bluemind/parseHistory.ts';
import { parsePostmapAnswer } from '../bluemind/postmapAnswer.ts';
import { parseUserGet } from '../bluemind/userGet.ts';
import { versionProbe } from '../bluemind/versionProbe.ts';
import { parseCyrusPartitions } from '../cyrus/messageFile.ts';
import { parseUnexpungeListing, parseUnexpungeResult } from '../cyrus/parseUnexpunge.ts';
import { parsePostqueue } from '../queue/parsePostqueue.ts';
import { parsePostconf } from '../queue/postconf.ts';
import { summariseLogs } from './testLogs.ts';
import { createPracticeWorld } from './createPracticeWorld.ts';
import { mailLogFiles } from './mailLogFiles.ts';
import { runPracticeCommand } from './runPracticeCommand.ts';
import { TestServer, testNow } from './testServer.ts';
import { DAY, HOUR } from './world.ts';

const emmasInbox = 'user/emma.roth@e6e3736c.internal';
const editions = [4, 5] as const;
const said = (server: TestServer, ...argv: string[]): string => server.run(argv).stdout;

describe('the world', () => {
  it('is the same for the same moment, and is not changed by a command', () => {
    const world = createPracticeWorld(testNow);
    const copy = structuredClone(world);
    const first = runPracticeCommand(world, ['postqueue', '-f'], testNow + 1000);
    const second = runPracticeCommand(world, ['postqueue', '-f'], testNow + 1000);
    expect(world).toEqual(copy);
    expect(world).toEqual(createPracticeWorld(testNow));
    expect(first).toEqual(second);
    expect(first.world).not.toEqual(world);
  });

  it.each(editions)(
    'BlueMind %d: some hundred messages in three log files, every Postfix line understood',
    (edition) => {
      for (const now of [
        testNow,
        testNow + 9 * HOUR,
        Date.parse('2026-01-01T00:10:00Z'),
        Date.parse('2028-02-29T12:00:00Z'),
      ]) {
        const world = createPracticeWorld(now, { edition });
        expect(mailLogFiles(world).map(({ path }) => path)).toEqual([
          '/var/log/mail.log',
          '/var/log/mail.log.1',
          '/var/log/mail.log.2.gz',
        ]);
        const { messages, input } = summariseLogs(world);
        expect(input.notUnderstood).toBe(0);
        expect(input.foreign).toBeGreaterThan(edition === 4 ? 100 : 5);
        expect(messages.length).toBeGreaterThan(150);
        expect(messages.length).toBeLessThan(700);
        expect(world.queue).toHaveLength(5);
      }
    },
  );

  it('keeps log, mailbox and history in step', () => {
    const server = new TestServer();
    const delivered = summariseLogs(server.world)
      .messages.flatMap(({ recipients }) => recipients)
      .filter(({ mailbox }) => mailbox?.user === 'claire.moreau');
    expect(delivered.length).toBeGreaterThan(5);
    for (const { mailbox } of delivered) {
      const uid = String(mailbox?.imapUid);
      const text = said(
        server,
        'bm-cli',
        'mail',
        'history-imap',
        '--email',
        'claire.moreau@bluemind.example',
        '--imapUid',
        uid,
      );
      expect(parseHistory(text).items.map(({ itemUid }) => String(itemUid))).toContain(uid);
    }
  });

  it('goes on by itself: mail is tried again, logs are rotated, old mail is returned at last', () => {
    const server = new TestServer();
    const count = (): number => Number(said(server, 'grep', '-c', 'Connection refused', '/var/log/mail.log'));
    const before = count();
    server.wait(3 * HOUR);
    expect(count()).toBeGreaterThan(before);
    server.wait(DAY);
    expect(said(server, 'ls', '/var/log')).toContain('mail.log.3.gz');
    server.wait(4 * DAY);
    expect(said(server, 'postqueue', '-p')).not.toContain('geschlossen.example');
    expect(
      said(
        server,
        'bm-cli',
        'mail',
        'history-query',
        '--email',
        'anna.keller@bluemind.example',
        '--query',
        'Undelivered',
      ),
    ).toContain('Created');
  });
});

describe('Postfix', () => {
  it('lists the same queue in both forms', () => {
    for (const edition of editions) {
      const server = new TestServer(edition);
      const now = new Date(testNow);
      const table = parsePostqueue(said(server, 'postqueue', '-p'), now);
      const json = parsePostqueue(said(server, 'postqueue', '-j'), now);
      for (const listing of [table, json]) {
        expect(listing.notUnderstood).toEqual([]);
        expect(listing.messages).toEqual([]);
        expect(listing.cutOff).toBe(false);
        expect(listing.items).toHaveLength(5);
        const causes = listing.items.flatMap(({ recipients }) => recipients.map(({ cause }) => cause));
        expect(causes.filter((cause) => cause === 'over-quota')).toHaveLength(2);
        expect(causes.filter((cause) => cause === null)).toHaveLength(1);
      }
      expect(table.items.map(({ queueId, size, sender }) => [queueId, size, sender])).toEqual(
        json.items.map(({ queueId, size, sender }) => [queueId, size, sender]),
      );
    }
  });

  it('answers lookups as postmap does', () => {
    const server = new TestServer();
    const ask = (key: string, map: string) => {
      const { stdout, stderr, exitCode } = server.run(['postmap', '-q', key, `hash:/etc/postfix/${map}`]);
      return parsePostmapAnswer(stdout, stderr, exitCode);
    };
    expect(ask('Anna.Keller@bluemind.example', 'virtual_alias')).toMatchObject({
      value: 'anna.keller@e6e3736c.internal',
    });
    expect(ask('team@bluemind.example', 'virtual_alias')).toMatchObject({ kind: 'found' });
    expect(ask('+projet@e6e3736c.internal', 'transport')).toMatchObject({
      value: 'lmtp:192.168.124.72:2400',
    });
    expect(ask('greta.vogel@bluemind.example', 'virtual_alias').kind).toBe('not-found');
    expect(ask('constructor', 'virtual_alias').kind).toBe('not-found');
    expect(ask('a@b.example', 'no_such_map')).toMatchObject({ kind: 'error', why: 'no-map' });
  });

  it('knows its settings', () => {
    const parsed = parsePostconf(said(new TestServer(), 'postconf', 'maximal_queue_lifetime', 'relayhost'));
    expect(parsed.notUnderstood).toEqual([]);
    expect(parsed.values).toEqual({ maximal_queue_lifetime: '5d', relayhost: '' });
    expect(new TestServer().run(['postconf', 'nonsense']).stderr).toContain('unknown parameter');
  });

  it('lets a held message go', () => {
    const server = new TestServer();
    const held = parsePostqueue(said(server, 'postqueue', '-j'), new Date(testNow)).items.find(
      ({ queue }) => queue === 'hold',
    );
    server.run(['postqueue', '-i', held?.queueId ?? '']);
    server.wait(5000);
    expect(said(server, 'postqueue', '-p')).toContain(`${held?.queueId ?? ''}!`);
    server.run(['postsuper', '-H', held?.queueId ?? '']);
    server.wait(5000);
    expect(said(server, 'postqueue', '-p')).not.toContain(held?.queueId);
  });
});

describe('delivery maps', () => {
  it('are written seconds after "repair" said it was done', () => {
    const server = new TestServer();
    const writtenAt = (): number =>
      Number(said(server, 'stat', '-c', '%Y %n', '/etc/postfix/virtual_alias.db').split(' ')[0]);
    const before = writtenAt();
    const runsBefore = lastMapsRun(
      parseCoreLog(said(server, 'tail', '-n', '2000', '/var/log/bm/core.log')).items,
    );
    expect(runsBefore.run).toBe('failed');
    const repair = server.run([
      'bm-cli',
      'maintenance',
      'repair',
      'greta.vogel@bluemind.example',
      '--ops',
      'mailboxPostfixMaps',
    ]);
    expect(repair.exitCode).toBe(0);
    expect(writtenAt()).toBe(before);
    server.wait(1000);
    expect(writtenAt()).toBe(before);
    server.wait(3000);
    expect(writtenAt()).toBeGreaterThan(Math.floor(testNow / 1000));
    expect(
      lastMapsRun(parseCoreLog(said(server, 'tail', '-n', '2000', '/var/log/bm/core.log')).items).run,
    ).toBe('updated');
    expect(said(server, 'tail', '-n', '5', '/var/log/mail.log')).toContain(
      'refreshing the Postfix mail system',
    );
  });

  it('does nothing on a dry run and complains about unknown entries and operations', () => {
    const server = new TestServer();
    server.run([
      'bm-cli',
      'maintenance',
      'repair',
      'anna.keller@bluemind.example',
      '--ops',
      'mailboxPostfixMaps',
      '--dry',
    ]);
    expect(server.world.mapsDueAt).toBeNull();
    expect(server.run(['bm-cli', 'maintenance', 'repair', 'no@bluemind.example'])).toMatchObject({
      exitCode: 1,
    });
    expect(
      server.run(['bm-cli', 'maintenance', 'repair', 'bluemind.example', '--ops', 'x']).stderr,
    ).toContain('ignored');
  });
});

describe('bm-cli', () => {
  it.each(editions)('BlueMind %d: users and mailboxes are read without a rest', (edition) => {
    const server = new TestServer(edition);
    const users = parseUserGet(said(server, 'bm-cli', 'user', 'get', 'bluemind.example'));
    expect(users.notUnderstood).toEqual([]);
    expect(users.items).toHaveLength(11);
    expect(users.items.find(({ login }) => login === 'greta.vogel')?.aliases).toContain(
      'greta.sommer@bluemind.example',
    );
    const archived = parseUserGet(
      said(server, 'bm-cli', 'user', 'get', 'henri.dubois@bluemind.example', '--archived'),
    );
    expect(archived.items[0]).toMatchObject({ archived: true });
    expect(server.run(['bm-cli', 'user', 'get', 'henri.dubois@bluemind.example']).stdout).toBe('');
    const space = parseIndexInfo(said(server, 'bm-cli', 'index', 'info', 'bluemind.example'));
    expect(space.notUnderstood).toEqual([]);
    expect(space.items.find(({ email }) => email.startsWith('bruno'))?.usedKib).toBeGreaterThanOrEqual(
      204_800,
    );
  });

  it.each(editions)('BlueMind %d: histories and deleted mail are read without a rest', (edition) => {
    const server = new TestServer(edition);
    const history = parseHistory(
      said(
        server,
        'bm-cli',
        'mail',
        'history-query',
        '--email',
        'emma.roth@bluemind.example',
        '--query',
        'e',
      ),
    );
    expect(history.notUnderstood).toEqual([]);
    expect(history.messages.length).toBeGreaterThan(5);
    const deleted = parseMailUnexpunge(
      said(server, 'bm-cli', 'mail', 'unexpunge', 'emma.roth@bluemind-group.example', '--folder', 'INBOX'),
    );
    expect(deleted.notUnderstood).toEqual([]);
    expect(deleted).toMatchObject({
      login: 'emma.roth',
      serverUid: 'bm-master',
      deletedCount: 4,
      checked: 4,
      acknowledged: 0,
    });
    const folders = parseMailUnexpunge(
      said(server, 'bm-cli', 'mail', 'unexpunge', 'emma.roth@bluemind.example', '--folder', 'no such folder'),
    );
    expect(folders.notUnderstood).toEqual([]);
    expect(folders).toMatchObject({ folderFound: false });
    expect(folders.availableFolders).toContain('Trash');
  });

  it('restores by days, not into a full mailbox, and not on a dry run', () => {
    const server = new TestServer();
    const restore = (...rest: string[]) => {
      const { stdout, stderr } = server.run(['bm-cli', 'mail', 'unexpunge', ...rest]);
      return parseMailUnexpunge(`${stdout}\n${stderr}`);
    };
    expect(restore('emma.roth@bluemind.example', '--days', '3', '--dry')).toMatchObject({
      acknowledged: 0,
      willRestore: 2,
      dryRun: true,
      notUnderstood: [],
    });
    expect(restore('emma.roth@bluemind.example', '--days', '3')).toMatchObject({
      acknowledged: 2,
      notUnderstood: [],
    });
    expect(restore('emma.roth@bluemind.example')).toMatchObject({ deletedCount: 2 });
    const full = restore('bruno.lang@bluemind.example', '--days', '7');
    expect(full).toMatchObject({ acknowledged: 0, notUnderstood: [] });
    expect(full.failed[0]?.text).toContain('Over quota');
  });

  it('says what is wrong with a question, with the exit status of the real one', () => {
    const server = new TestServer();
    expect(
      server.run(['bm-cli', 'mail', 'history-imap', '--email', 'emma.roth', '--imapUid', '1']),
    ).toMatchObject({ exitCode: 1 });
    expect(server.run(['bm-cli', 'mail', 'unexpunge', '--help'])).toMatchObject({ exitCode: 2 });
    expect(server.run(['bm-cli', 'queue'])).toMatchObject({ exitCode: 51 });
    expect(server.run(['bm-cli', 'constructor', 'name'])).toMatchObject({ exitCode: 51 });
    expect(server.run(['bm-cli', 'mail', 'unexpunge', 'projet@bluemind.example']).stderr).toContain(
      '--authn',
    );
    expect(
      server.run(['bm-cli', 'user', 'update', 'emma.roth@bluemind.example', '--quota', '-5']).exitCode,
    ).toBe(1);
  });
});

describe("Cyrus' unexpunge", () => {
  it('lists and restores under new numbers', () => {
    const server = new TestServer();
    const before = parseUnexpungeListing(said(server, 'unexpunge', '-l', emmasInbox));
    expect(before).toMatchObject({ notUnderstood: [], error: null, cutOff: false });
    expect(before.items).toHaveLength(4);
    const [first] = before.items;
    const result = parseUnexpungeResult(
      said(server, 'unexpunge', '-u', '-d', '-v', emmasInbox, String(first?.uid)),
    );
    expect(result).toMatchObject({ restored: 1, error: null, notUnderstood: [] });
    expect(result.uids[0]?.new).toBeGreaterThan(first?.uid ?? Infinity);
    expect(parseUnexpungeListing(said(server, 'unexpunge', '-l', emmasInbox)).items).toHaveLength(3);
    expect(parseUnexpungeResult(said(server, 'unexpunge', '-a', '-d', emmasInbox)).restored).toBe(3);
  });

  it('fails with exit status 0 on a wrong mailbox, and is not there on BlueMind 5', () => {
    const wrong = new TestServer().run(['unexpunge', '-l', 'user/emma.roth@bluemind.example']);
    expect(wrong.exitCode).toBe(0);
    expect(parseUnexpungeListing(wrong.stderr).error?.kind).toBe('mailbox-does-not-exist');
    expect(new TestServer(5).run(['unexpunge', '-l', emmasInbox])).toMatchObject({
      exitCode: 127,
      stderr: 'sh: 1: unexpunge: not found\n',
    });
  });
});

describe('everyday tools', () => {
  it('show which BlueMind it is', () => {
    for (const edition of editions) {
      const server = new TestServer(edition);
      const partitions = said(server, 'cat', '/etc/cyrus-partitions');
      const version = versionProbe({
        packageVersion: said(server, 'dpkg-query', '-W', '-f', '${Version}', 'bm-core'),
        bmCliVersion: said(server, 'bm-cli', '--version'),
        installationInfos: said(server, 'bm-cli', 'mail', 'indexed'),
        unexpungePath: said(server, 'which', 'unexpunge') || null,
        cyrusActive: said(server, 'systemctl', 'is-active', 'bm-cyrus-imapd'),
        hasCyrusPartitions: partitions !== '',
      });
      expect(version.kind).toBe(`bluemind-${String(edition)}`);
      expect(parseCyrusPartitions(partitions).items).toHaveLength(edition === 4 ? 3 : 0);
    }
  });

  it('search plain and compressed logs', () => {
    const server = new TestServer();
    const files = ['/var/log/mail.log', '/var/log/mail.log.1', '/var/log/mail.log.2.gz'];
    const search = server.run(['zgrep', '-hF', '-f', '-', ...files], 'practice.refused@bluemind.example\n');
    expect(search.exitCode).toBe(0);
    expect(search.stdout.trim().split('\n').length).toBeGreaterThan(0);
    expect(server.run(['grep', '-F', 'nothing like it', ...files]).exitCode).toBe(1);
    expect(server.run(['grep', 'x', '/no/such'])).toMatchObject({
      exitCode: 2,
      stderr: 'grep: /no/such: No such file or directory\n',
    });
    expect(said(server, 'grep', '-hE', 'sent|bounced', files[0] ?? '')).toContain('status=sent');
    expect(said(server, 'zcat', files[2] ?? '')).toContain('postfix/');
    expect(
      said(server, 'ls', '-l', ...files)
        .trim()
        .split('\n'),
    ).toHaveLength(3);
    expect(server.run(['stat', '-c', '%s', '/var/log/mail.log']).stdout).toBe(
      `${String(said(server, 'cat', '/var/log/mail.log').length)}\n`,
    );
  });

  it('answer what they do not know like a shell', () => {
    const server = new TestServer();
    for (const word of ['foo', '/opt/foo', 'constructor', '__proto__', ''])
      expect(server.run([word])).toMatchObject({ exitCode: 127, stderr: `sh: 1: ${word}: not found\n` });
  });

  it('never throw, whatever they are asked', () => {
    const world = createPracticeWorld(testNow);
    const word = fc.constantFrom(
      ...[
        'postqueue',
        'postmap',
        'postconf',
        'postsuper',
        'unexpunge',
        'bm-cli',
        'grep',
        'zgrep',
        'stat',
        'ls',
        'tail',
        'date',
        'df',
        'test',
      ],
    );
    const argument = fc.oneof(
      fc.constantFrom(
        '-l',
        '-q',
        '-c',
        '-n',
        '-f',
        '-',
        '--',
        '-e',
        'mail',
        'user',
        'unexpunge',
        '--days',
        '--folder',
        '[',
        '(',
        '-E',
        emmasInbox,
        '/var/log/mail.log',
      ),
      fc.string({ maxLength: 12 }),
    );
    fc.assert(
      fc.property(word, fc.array(argument, { maxLength: 5 }), (tool, args) => {
        expect(runPracticeCommand(world, [tool, ...args], testNow).exitCode).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 150 },
    );
  });
});
