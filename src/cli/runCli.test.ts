import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from './runCli.ts';

const delivered = `Mar  1 20:45:32 bluemind postfix/smtpd[16923]: C5BF3135FAF: client=smtp.domain.net[192.168.120.30]
Mar  1 20:45:32 bluemind postfix/cleanup[16927]: C5BF3135FAF: message-id=<AM5PR04MB3219A293B59D96973D338B01D2290>
Mar  1 20:45:32 bluemind postfix/qmgr[364]: C5BF3135FAF: from=<user2@domain.net>, size=8386, nrcpt=1 (queue active)
Mar  1 20:45:32 bluemind postfix/lmtp[16928]: C5BF3135FAF: to=<user@bluemind.net>, relay=192.168.124.72[192.168.124.72]:2400, delay=0.32, delays=0.21/0.02/0.01/0.09, dsn=2.1.5, status=sent (250 2.1.5 Ok SESSIONID=<cyrus-12823-1488397532-1> [bluemind.net!user.user.INBOX () 2294])
Mar  1 20:45:32 bluemind postfix/qmgr[364]: C5BF3135FAF: removed
`;
const waiting = `Mar  2 07:10:58 bluemind postfix/smtpd[991]: 4E4D83AF8E: client=mx.example.org[192.0.2.7]
Mar  2 07:10:58 bluemind postfix/cleanup[992]: 4E4D83AF8E: message-id=<second@example.org>
Mar  2 07:10:58 bluemind postfix/qmgr[364]: 4E4D83AF8E: from=<boss@example.org>, size=943, nrcpt=1 (queue active)
Mar  2 07:10:59 bluemind postfix/lmtp[993]: 4E4D83AF8E: to=<full@bluemind.net>, relay=192.168.124.72[192.168.124.72]:2400, delay=0.9, delays=0.1/0/0.3/0.5, dsn=4.2.2, status=deferred (host 192.168.124.72[192.168.124.72] said: 452 4.2.2 Over quota SESSIONID=<cyrus-4311-1488438658-1> (in reply to RCPT TO command))
`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mailtriage-cli-'));
  put('mail.log', waiting);
  put('mail.log.1.gz', gzipSync(delivered));
});
afterAll(() => rmSync(folder, { recursive: true }));

function put(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  const changed = Date.UTC(2026, 2, 3) / 1000;
  utimesSync(path, changed, changed);
  return path;
}

async function run(args: readonly string[], stdin = '') {
  let out = '';
  let error = '';
  async function* chunks() {
    yield Buffer.from(stdin);
  }
  const code = await runCli(args, {
    stdin: chunks(),
    out: (text) => void (out += text),
    error: (text) => void (error += text),
  });
  return { code, out, error };
}

const at = (name: string): string => join(folder, name);

describe('mailtriage trace', () => {
  it('finds the message of the seeds, with everything known about it', async () => {
    const { code, out, error } = await run([
      'trace',
      at('mail.log.1.gz'),
      '--recipient',
      'USER@bluemind.net',
      '--json',
    ]);
    expect(error).toBe('');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      schema: 'mailtriage.trace/1',
      input: { files: [at('mail.log.1.gz')], lines: 5, understood: 5, foreign: 0, notUnderstood: 0 },
      messages: [
        {
          queueIds: ['C5BF3135FAF'],
          messageId: 'AM5PR04MB3219A293B59D96973D338B01D2290',
          sender: 'user2@domain.net',
          client: 'smtp.domain.net[192.168.120.30]',
          size: 8386,
          firstSeen: '2026-03-01T20:45:32',
          lastSeen: '2026-03-01T20:45:32',
          complete: true,
          recipients: [
            {
              address: 'user@bluemind.net',
              originalAddress: null,
              status: 'delivered',
              dsn: '2.1.5',
              relay: '192.168.124.72[192.168.124.72]:2400',
              reply:
                '250 2.1.5 Ok SESSIONID=<cyrus-12823-1488397532-1> [bluemind.net!user.user.INBOX () 2294]',
              delaySeconds: 0.32,
              attempts: 1,
              firstAttempt: '2026-03-01T20:45:32',
              lastAttempt: '2026-03-01T20:45:32',
              cause: null,
              mailbox: { domain: 'bluemind.net', user: 'user', folder: 'INBOX', imapUid: 2294 },
            },
          ],
          evidence: delivered
            .trim()
            .split('\n')
            .map((text, index) => ({ file: at('mail.log.1.gz'), line: index + 1, text })),
        },
      ],
    });
  });

  it('answers the same whatever the order of the files, and when one is named twice', async () => {
    const one = await run(['trace', at('mail.log'), at('mail.log.1.gz'), '--all', '--json']);
    const other = await run([
      'trace',
      at('mail.log.1.gz'),
      at('mail.log'),
      `${folder}/./mail.log`,
      '--all',
      '--json',
    ]);
    expect(JSON.parse(other.out).messages).toEqual(JSON.parse(one.out).messages);
    expect(JSON.parse(one.out).messages).toHaveLength(2);
    expect(JSON.parse(other.out).input).toMatchObject({ lines: 9 });
  });

  it('names the mailbox, its UID and the file on disk in words', async () => {
    const { code, out } = await run(['trace', at('mail.log.1.gz'), '--sender', '<user2@domain.net>']);
    expect(code).toBe(0);
    expect(out).toContain(
      'The mail from user2@domain.net was delivered to user@bluemind.net on 2026-03-01 20:45:32.',
    );
    expect(out).toContain('IMAP UID 2294');
    expect(out).toContain('/var/spool/cyrus/data/*__bluemind_net/domain/b/bluemind.net/u/user/user/2294.');
    expect(out).not.toMatch(/\{\{|trace:|causes:/);
  });

  it('names cause and remedy of a waiting message', async () => {
    const { out } = await run(['trace', at('mail.log'), '--queue-id', '4E4D83AF8E']);
    expect(out).toContain('(over-quota)');
    expect(out).toContain('what to do: ');
    const document = JSON.parse((await run(['trace', at('mail.log'), '--all', '--json'])).out);
    expect(document.messages[0]).toMatchObject({
      complete: false,
      recipients: [{ status: 'deferred', cause: 'over-quota' }],
    });
  });

  it('exits 1 without a hit and says what the files cover', async () => {
    const { code, out } = await run(['trace', at('mail.log'), '--recipient', 'nobody@bluemind.net']);
    expect(code).toBe(1);
    expect(out).toContain(`${at('mail.log')}: 4 lines, from 2026-03-02 07:10:58 to 2026-03-02 07:10:59`);
    const json = await run(['trace', at('mail.log'), '--recipient', 'nobody@bluemind.net', '--json']);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out).messages).toEqual([]);
  });

  it('takes the year from --now, else from the time of last change', async () => {
    const first = async (args: readonly string[]) =>
      JSON.parse((await run(['trace', at('mail.log'), '--all', '--json', ...args])).out).messages[0]
        .firstSeen;
    expect(await first([])).toBe('2026-03-02T07:10:58');
    expect(await first(['--now', '2017-03-05'])).toBe('2017-03-02T07:10:58');
    expect(await first(['--now', '2017-02-05'])).toBe('2016-03-02T07:10:58');
  });

  it('filters by time', async () => {
    const both = [at('mail.log'), at('mail.log.1.gz')];
    const found = async (args: readonly string[]) =>
      JSON.parse((await run(['trace', ...both, '--json', ...args])).out).messages.length;
    expect(await found(['--since', '2026-03-02T00:00'])).toBe(1);
    expect(await found(['--until', '2026-03-01 23:59'])).toBe(1);
    expect(await found(['--since', '2026-03-01', '--until', '2026-03-03'])).toBe(2);
  });

  it('reads standard input', async () => {
    const { code, out } = await run(['trace', '-', '--all', '--json', '--now', '2026-03-03'], delivered);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      input: { files: ['-'], lines: 5 },
      messages: [{ evidence: { length: 5 } }],
    });
  });

  it('tells the verdict behind more messages than anybody reads', async () => {
    const ids = Array.from(
      { length: 1001 },
      (_, number) => `A${(0xb00000000 + number * 7).toString(16).toUpperCase()}`,
    );
    const path = put('many.log', ids.map((id) => delivered.replaceAll('C5BF3135FAF', id)).join(''));
    const { code, out } = await run(['trace', path, '--since', '2026-03-01']);
    expect(code).toBe(0);
    expect(out.indexOf('AB00000000')).toBeLessThan(out.indexOf('1001'));
    expect(out.match(/IMAP UID 2294/g)).toHaveLength(1001);
    const few = await run(['trace', path, '--queue-id', ids[5] ?? '']);
    expect(few.out).toMatch(/^The mail from user2@domain\.net was delivered/);
    const document = JSON.parse((await run(['trace', path, '--all', '--json'])).out);
    expect(document.messages.map(({ queueIds }: { queueIds: string[] }) => queueIds[0])).toEqual(ids);
  });

  it('reads what it can of a file cut short, and says so on stderr only', async () => {
    const cut = gzipSync(delivered.repeat(3000)).subarray(0, 4000);
    const { code, out, error } = await run(['trace', put('cut.gz', cut), '--all', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out).input.lines).toBeGreaterThan(100);
    expect(error).toMatch(/^mailtriage: warning: .*cut\.gz: the compressed file ends in the middle; .*\n$/);
  });
});

describe('mailtriage summary', () => {
  it('counts', async () => {
    const { code, out } = await run(['summary', at('mail.log'), at('mail.log.1.gz'), '--json']);
    expect(code).toBe(0);
    const document = JSON.parse(out);
    expect(Object.keys(document)).toEqual(['schema', 'input', 'period', 'totals', 'perHour', 'reasons']);
    expect(document).toMatchObject({
      schema: 'mailtriage.summary/1',
      input: { lines: 9, understood: 9 },
      period: { from: '2026-03-01T20:45:32', to: '2026-03-02T07:10:59' },
      totals: { received: 2, delivered: 1, deferred: 1, deferrals: 1, bounced: 0, bytesDelivered: 8386 },
      reasons: [{ kind: 'deferred', cause: 'over-quota', dsn: '4.2.2', count: 1 }],
    });
    expect(document.perHour[0]).toEqual({
      from: '2026-03-01T20:00:00',
      received: 1,
      delivered: 1,
      deferred: 0,
      bounced: 0,
      rejected: 0,
    });
  });

  it('writes a report people can read', async () => {
    const { out } = await run(['summary', at('mail.log'), at('mail.log.1.gz')]);
    expect(out).toMatch(/^ {2}received +2$/m);
    expect(out).toContain('From 2026-03-01 20:45:32 to 2026-03-02 07:10:59');
    expect(out).toContain('9 lines: 9 understood, 0 from other programs, 0 not understood');
    expect(out).toMatch(
      /^ +1 {2}put off {5}The mailbox is full \(4\.2\.2\)\n {25}host .*452 4\.2\.2 Over quota/m,
    );
  });
});

describe('mailtriage queue, history, unexpunge', () => {
  const listing = `-Queue ID- --Size-- ----Arrival Time---- -Sender/Recipient-------
4E4D83AF8E      943 Thu Mar  2 07:10:58  full@bluemind.net
(host 192.168.124.72[192.168.124.72] said: 452 4.2.2 Over quota SESSIONID=<cyrus-4311-1488438658-1> (in reply to RCPT TO command))
                                         full@bluemind.net

-- 0 Kbytes in 1 Request.
`;
  it('reads a queue listing', async () => {
    const { code, out } = await run(['queue', '-', '--json', '--now', '2017-03-02T09:00:00'], listing);
    expect(code).toBe(0);
    const document = JSON.parse(out);
    expect(document).toMatchObject({
      schema: 'mailtriage.queue/1',
      entries: [
        {
          queueId: '4E4D83AF8E',
          queue: 'deferred',
          size: 943,
          arrival: '2017-03-02T07:10:58',
          sender: 'full@bluemind.net',
          recipients: [{ address: 'full@bluemind.net', cause: 'over-quota' }],
        },
      ],
      notUnderstood: [],
    });
    expect(Object.keys(document.entries[0])).toEqual([
      'queueId',
      'queue',
      'size',
      'arrival',
      'sender',
      'recipients',
    ]);
    const text = await run(['queue', '-'], listing);
    expect(text.out).toContain('1 recipient: The mailbox is full');
  });

  it('takes an empty queue for an answer, and a text without a queue for none', async () => {
    expect(await run(['queue', '-', '--json'], 'Mail queue is empty\n')).toMatchObject({
      code: 0,
      error: '',
    });
    expect((await run(['queue', '-', '--json'], '')).code).toBe(1);
    const other = await run(['queue', '-', '--json'], 'hello\n');
    expect(other.code).toBe(1);
    expect(JSON.parse(other.out).notUnderstood).toEqual([{ line: 1, text: 'hello' }]);
  });

  const table = `+------------------------------+---------+-----------------+------------------------------+--------+---------------+-------+
| Date                         | Type    | Owner           | Folder-UID                   | Folder | Item/IMAP-UID | Flags |
+------------------------------+---------+-----------------+------------------------------+--------+---------------+-------+
| Sat Apr 13 06:45:17 GMT 2019 | Created | John Doe (USER) | mbox_records_0ad3865e-6336-4 |  INBOX |            7. |       |
+------------------------------+---------+-----------------+------------------------------+--------+---------------+-------+
`;
  it('tells a history', async () => {
    const { code, out } = await run(['history', '-', '--json'], table);
    expect(code).toBe(0);
    const document = JSON.parse(out);
    expect(document.schema).toBe('mailtriage.history/1');
    expect(document.events).toEqual([
      {
        date: '2019-04-13T06:45:17Z',
        type: 'Created',
        owner: { name: 'John Doe', kind: 'USER' },
        folderUid: 'mbox_records_0ad3865e-6336-4',
        folder: 'INBOX',
        itemUid: 7,
        flags: [],
      },
    ]);
    expect(document.story[0]).toMatchObject({ kind: 'received', at: '2019-04-13T06:45:17Z', to: 'INBOX' });
    expect(Object.keys(document.story[0])).toEqual(['kind', 'at', 'from', 'to', 'by']);
    expect((await run(['history', '-'], table)).out).toContain('Received in “INBOX” of John Doe');
    expect((await run(['history', '-'], '')).code).toBe(1);
  });

  it('lists what unexpunge can restore', async () => {
    const records = `UID: 46908
\tSize: 1234
\tSent: Mon Jun  3 10:00:00 2019
\tRecv: Mon Jun  3 10:00:02 2019
\tExpg: Thu Jun 13 14:09:42 2019
\tFrom: Jane <jane@example.org>
\tTo  : john@domain.net
\tCc  : 
\tBcc : 
\tSubj: Hello
`;
    const { code, out } = await run(['unexpunge', '-', '--json'], records);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      schema: 'mailtriage.unexpunge/1',
      messages: [{ uid: 46908 }],
      error: null,
    });
    expect((await run(['unexpunge', '-'], records)).out).toContain('UID 46908');
  });
});

describe('what mailtriage refuses', () => {
  const refusals: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['no verb', [], /say what to do/],
    ['an unknown verb', ['trase'], /there is no "trase"; choose one of trace, summary/],
    ['no file', ['trace', '--all'], /needs at least one log file/],
    ['no filter and no --all', ['trace', 'mail.log'], /give --all/],
    ['an empty filter', ['trace', 'mail.log', '--recipient='], /--recipient is empty/],
    ['an unknown option', ['trace', 'mail.log', '--recipent', 'x'], /--recipent/],
    ['an option without its value', ['trace', 'mail.log', '--sender'], /--sender/],
    ['a time that is none', ['trace', 'mail.log', '--since', 'yesterday'], /--since takes a date/],
    ['a day that is none', ['trace', 'mail.log', '--until', '2026-02-30'], /2026-02-30/],
    [
      'a missing file',
      ['trace', '/nowhere/mail.log', '--all'],
      /\/nowhere\/mail\.log: there is no such file/,
    ],
    ['a folder', ['summary', tmpdir()], /this is a folder/],
    ['two listings', ['queue', 'a', 'b'], /one file at a time/],
    ['no listing', ['history'], /needs a file/],
    ['a missing listing', ['unexpunge', '/nowhere/list'], /there is no such file/],
  ];
  it.each(refusals)('%s: exit 2, one line, no stack trace', async (_what, args, expected) => {
    const { code, out, error } = await run([...args, ...(args.length === 0 ? [] : ['--json'])]);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(error).toMatch(/^mailtriage: [^\n]+\n$/);
    expect(error).toMatch(expected);
    expect(error).not.toMatch(/\bat .*:\d+:\d+/);
  });

  it('somebody at a terminal sees how far it is, and nothing of it in the end', async () => {
    const shown: string[] = [];
    const streams = { stdin: (async function* () {})(), out: () => undefined, error: () => undefined };
    await runCli(['summary', at('mail.log'), at('mail.log.1.gz')], {
      ...streams,
      status: (text) => void shown.push(text),
    });
    expect(shown[0]).toMatch(/^Reading .*mail\.log: \d+ %$/);
    expect(shown.at(-1)).toBe('');
  });

  it('binary junk', async () => {
    const junk = Buffer.from(Array.from({ length: 4000 }, (_, index) => (index * 7919) % 256));
    for (const verb of [['trace', '--all'], ['summary'], ['queue'], ['history'], ['unexpunge']]) {
      const { code, error } = await run([...verb, put('junk', junk)]);
      expect(code).toBe(2);
      expect(error).toContain('this is not a text file');
    }
  });
});

describe('help', () => {
  it.each(['trace', 'summary', 'queue', 'history', 'unexpunge'])(
    '%s --help explains its exit status',
    async (verb) => {
      const { code, out, error } = await run([verb, '--help']);
      expect({ code, error }).toEqual({ code: 0, error: '' });
      expect(out).toContain(`Usage: mailtriage ${verb}`);
      expect(out).toContain('Exit status');
      expect((await run(['help', verb])).out).toBe(out);
    },
  );

  it('lists the verbs', async () => {
    const { code, out } = await run(['--help']);
    expect(code).toBe(0);
    expect(out).toMatch(/trace[^]*summary[^]*queue[^]*history[^]*unexpunge/);
  });
});
