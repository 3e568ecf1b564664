import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from './testAnyText.ts';
import { recogniseOutput, type OutputKind } from './recogniseOutput.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const history = read('../bluemind/fixtures/bluemind4-moved-to-shared.txt');
const queue = read('../queue/fixtures/postfix-3.7-composed.txt');
const listing = read('../cyrus/fixtures/cyrus-3.6.1-listing.txt');
const bounce = read('fixtures/postfix-3.7-bounce-composed.eml');
const withoutPrompt = (text: string): string => text.slice(text.indexOf('\n') + 1);

const log =
  'Mar  1 20:45:32 bluemind postfix/smtpd[16923]: C5BF3135FAF: client=smtp.domain.net[192.168.120.30]\n' +
  'Mar  1 20:45:32 bluemind postfix/qmgr[364]: C5BF3135FAF: removed\n';

const cases: readonly (readonly [string, string, OutputKind])[] = [
  ['postqueue -p', queue, 'postqueue-p'],
  ['postqueue -p of the documentation', read('../queue/fixtures/bluemind4-over-quota.txt'), 'postqueue-p'],
  ['an empty queue', 'Mail queue is empty\n', 'postqueue-p'],
  ['a dead Postfix', 'postqueue: fatal: Queue report unavailable - mail system is down\n', 'postqueue-p'],
  ['postqueue -j', read('../queue/fixtures/postfix-3.7-composed.json.txt'), 'postqueue-j'],
  ['a history', history, 'history'],
  ['a history without its prompt', withoutPrompt(history), 'history'],
  ['history-query', read('../bluemind/fixtures/bluemind4-query-two-messages.txt'), 'history-query'],
  [
    'history-query without its prompt',
    withoutPrompt(read('../bluemind/fixtures/bluemind4-query-two-messages.txt')),
    'history-query',
  ],
  ['unexpunge -l', listing, 'unexpunge-listing'],
  [
    'unexpunge -l with an error',
    'Failed to open mailbox wrong.net!user.john: Mailbox does not exist',
    'unexpunge-listing',
  ],
  [
    'unexpunge -u',
    "restoring expunged messages in mailbox 'user/john@domain.net'\nrestored 2 expunged messages\n",
    'unexpunge-result',
  ],
  [
    'bm-cli mail unexpunge',
    read('../bluemind/fixtures/bluemind4-mail-unexpunge-composed.txt'),
    'bm-cli-unexpunge',
  ],
  ['a mail log', log, 'mail-log'],
  [
    'a mail log with ISO times',
    '2026-11-23T00:50:01.123456+01:00 mail postfix/qmgr[364]: C5BF3135FAF: removed\n',
    'mail-log',
  ],
  [
    'core.log',
    '2026-11-23 00:51:12,345 [worker-3] n.b.DirtyMapEvent INFO - Updating postfix maps\n',
    'core-log',
  ],
  [
    'postmap',
    '[root@bm ~]# postmap -q john@domain.net hash:/etc/postfix/virtual_alias\njohn@e6e3736c.internal\n',
    'postmap-answer',
  ],
  ['a transport', 'lmtp:192.168.124.72:2400\n', 'postmap-answer'],
  ['postconf', 'maximal_queue_lifetime = 5d\nbounce_queue_lifetime = 5d\n', 'postconf'],
  ['user get', '{"email":"john@domain.net","login":"john","aliases":[],"quota":4096}\n', 'user-get'],
  ['index info', '{"email":"john@domain.net","ESQuotaKiB":1,"IMAPQuotaKiB":2,"ratio":50}\n', 'index-info'],
  ['headers', bounce.slice(bounce.indexOf('Return-Path: <john'), bounce.indexOf('\nHello')), 'headers'],
  ['headers of a mail window', 'Von: a@x.net\nAn: b@x.net\nBetreff: Hallo\n', 'headers'],
  ['a bounce', bounce, 'bounce'],
  ['a missing tool', '-bash: postqueue: command not found\n', 'shell-error'],
  ['a missing right', 'grep: /var/log/mail.log: Permission denied\n', 'shell-error'],
  ['a German shell', '-bash: unexpunge: Befehl nicht gefunden.\n', 'shell-error'],
  ['a German sudo', 'sudo: Ein Passwort ist notwendig\n', 'shell-error'],
  ['a French sudo', 'sudo: un mot de passe est requis\n', 'shell-error'],
  ['a bm-cli error', 'user john@nowhere.net not found\n', 'bm-cli-error'],
  ['an address', ' <john@domain.net>\n', 'address'],
  ['nothing', ' \n\n', 'empty'],
  ['a command without its output', '[root@bluemind ~]# postqueue -p\n', 'empty'],
  ['words', 'Hello, my mail does not arrive.\n', 'unknown'],
];

describe('recogniseOutput', () => {
  it.each(cases)('%s', (_, text, kind) => {
    const recognised = recogniseOutput(text);
    expect(recognised.kind).toBe(kind);
    expect(recognised.name).toEqual({ key: `recognise:kind.${kind}` });
  });

  it('recognises everything with Windows line ends too', () => {
    for (const [, text, kind] of cases)
      expect(recogniseOutput(text.replaceAll('\n', '\r\n')).kind).toBe(kind);
  });

  it('says when something is cut off', () => {
    expect(recogniseOutput(queue)).toMatchObject({ cutOff: false, hints: [] });
    expect(recogniseOutput(queue.slice(0, -40))).toMatchObject({
      cutOff: true,
      hints: [{ key: 'recognise:hint.cut-off' }],
    });
    expect(recogniseOutput(history.slice(0, -30)).cutOff).toBe(true);
    expect(recogniseOutput(listing.slice(0, listing.lastIndexOf('\tBcc'))).cutOff).toBe(true);
    expect(recogniseOutput(`${log}--More--\n`)).toMatchObject({ kind: 'mail-log', cutOff: true });
    expect(recogniseOutput(`rest of a line\n${log}`).cutOff).toBe(true);
  });

  it('says when several things were pasted', () => {
    const both = recogniseOutput(`${queue}\n${history}`);
    expect(both.kind).toBe('postqueue-p');
    expect(both.also).toContain('history');
    expect(both.hints).toContainEqual({ key: 'recognise:hint.several' });
  });

  it('does not find a second thing in clean output', () => {
    for (const [name, text] of cases) expect([name, recogniseOutput(text).also]).toEqual([name, []]);
  });

  it('tells a pasted command from its output', () => {
    expect(recogniseOutput('# bm-cli mail history-query --email a@b.c --query x\n').hints).toEqual([
      { key: 'recognise:hint.command-only' },
    ]);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(anyText(), (text) => typeof recogniseOutput(text).kind === 'string'),
      { numRuns: 60 },
    );
  });

  it('stays quick on big and hostile text', () => {
    const started = performance.now();
    for (const text of [
      log.repeat(50_000),
      '('.repeat(1_000_000),
      '{'.repeat(1_000_000),
      'a: '.repeat(500_000),
      ' \n'.repeat(500_000),
    ])
      recogniseOutput(text);
    expect(performance.now() - started).toBeLessThan(8000);
  });
});
