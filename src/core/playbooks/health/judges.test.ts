import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Facts } from '../../playbook/facts.ts';
import type { NamedOutput, StepContext } from '../../playbook/model.ts';
import { messagesOf, missingIn } from '../testCatalogue.ts';
import { answered } from '../testOutputs.ts';
import { judgeIndex } from './judgeIndex.ts';
import { judgeRepeated } from './judgeRepeated.ts';
import { judgeSenders } from './judgeSenders.ts';
import { judgeSignIn } from './judgeSignIn.ts';
import { judgeUnseen } from './judgeUnseen.ts';
import { judgeVitals } from './judgeVitals.ts';

const now = Date.UTC(2026, 2, 3, 14);
const at = (blueMind: 4 | 5 | null, facts: Facts = {}): StepContext => ({
  facts,
  now,
  server: blueMind === null ? null : { name: 'mail', blueMind },
});
const log = (label: string, ...lines: readonly string[]) =>
  answered('health.mail-log', lines.map((line) => `${line}\n`).join(''), { label });
const last = 'Mar  3 13:59:00 mail CRON[1]: (root) CMD (true)';
const disks = (percent: number, freeKib: number) =>
  answered(
    'probe.disks',
    `Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/sda1 100000000 1 ${String(freeKib)} ${String(percent)}% /\n`,
  );
const services = (states: Readonly<Record<string, string>>) =>
  answered(
    'health.services',
    Object.entries(states)
      .map(([name, state]) => {
        const loaded = state === 'absent' ? 'not-found' : 'loaded';
        return `Id=${name}.service\nLoadState=${loaded}\nActiveState=${state === 'absent' ? 'inactive' : state}\n`;
      })
      .join('\n'),
  );
const running = services({ postfix: 'active', 'bm-core': 'active', 'bm-ysnp': 'active' });
const roomy = disks(40, 60_000_000);
const vitals = (outputs: readonly NamedOutput[], blueMind: 4 | 5 | null = 4) =>
  judgeVitals({ outputs }, at(blueMind)).verdict;

const full =
  'Mar  3 13:50:00 mail postfix/smtpd[7]: warning: not enough free space in mail queue: 99 bytes < 1.5*message size limit';
const refused =
  'Mar  3 13:50:00 mail postfix/smtpd[7]: NOQUEUE: reject: RCPT from mx[192.0.2.1]: 450 4.7.1 <a@b>: Sender address rejected: Service unavailable; from=<a@b> to=<c@d>';
const accepted = 'Mar  3 13:55:00 mail postfix/smtpd[7]: C5BF3135FAF: client=mx[192.0.2.1]';

describe('the server itself', () => {
  it.each<[string, readonly NamedOutput[], string, string]>([
    ['all is well', [roomy, running, log('signs', last)], 'ok', 'ok'],
    ['nothing could be read', [], 'unreadable', 'unknown'],
    ['only the disks could be read', [roomy], 'unreadable', 'unknown'],
    ['no room for one mail', [disks(100, 4000), running], 'disk-full', 'problem'],
    ['nearly full, but mail fits', [disks(95, 5_000_000), running], 'ok', 'ok'],
    [
      'the log says full, the disk has room again',
      [roomy, running, log('signs', full, last)],
      'disk-full',
      'problem',
    ],
    [
      'the log said full, and mail was taken since',
      [roomy, running, log('signs', full, last), log('accepted', accepted, last)],
      'ok',
      'ok',
    ],
    ['the log says full, and nothing else is known', [log('signs', full, last)], 'disk-full-log', 'problem'],
    ['the core refuses', [roomy, running, log('signs', refused, last)], 'core-refuses', 'problem'],
    [
      'the core refused this morning',
      [roomy, running, log('signs', refused.replace('13:50', '06:50'), last)],
      'ok',
      'ok',
    ],
    [
      'a service that is not there is not down',
      [roomy, services({ postfix: 'active', 'bm-lmtpd': 'absent' })],
      'ok',
      'ok',
    ],
    ['a service that is starting is not down', [roomy, services({ 'bm-core': 'activating' })], 'ok', 'ok'],
    [
      'Postfix is down',
      [roomy, services({ postfix: 'failed', 'bm-core': 'active' })],
      'postfix-down',
      'problem',
    ],
    [
      'an old memory dump',
      [roomy, running, answered('health.heap-dumps', '1750000000.0 /var/log/java_pid1.hprof\n')],
      'ok',
      'ok',
    ],
    [
      'a fresh memory dump, all runs again',
      [
        roomy,
        running,
        answered('health.heap-dumps', `${String(now / 1000 - 3600)}.0 /var/log/java_pid1.hprof\n`),
      ],
      'was-out-of-memory',
      'warning',
    ],
  ])('%s', (_what, outputs, id, level) => {
    const verdict = vitals(outputs);
    expect(verdict).toMatchObject({ id: `health.${id}`, level });
    if (level === 'problem') expect(verdict.evidence.length).toBeGreaterThan(0);
  });

  it("ignores BlueMind 5's empty Cyrus package, and knows where its mail is handed over", () => {
    const five = services({ 'bm-core': 'active', 'bm-cyrus-imapd': 'inactive' });
    const ports = (...open: readonly number[]) =>
      answered('health.ports', open.map((port) => `LISTEN 0 128 *:${String(port)} *:*\n`).join(''));
    expect(vitals([roomy, five, ports(25, 2400)], 5).id).toBe('health.ok');
    expect(vitals([roomy, five, ports(25)], 5).id).toBe('health.lmtp-down');
    expect(vitals([roomy, five, ports(25)], 4).id).toBe('health.cyrus-down');
    // A server of the mail system that has no mailboxes hands nothing over.
    expect(vitals([roomy, services({ postfix: 'active' }), ports(25)], 4).id).toBe('health.ok');
  });
});

describe('who sends how much', () => {
  const taken = (index: number, client: string, account?: string) =>
    `Mar  3 13:${String(10 + (index % 40))}:00 mail postfix/smtpd[7]: A${String(index).padStart(5, '0')}B: client=${client}${account === undefined ? '' : `, sasl_method=PLAIN, sasl_username=${account}`}`;
  const waits = (index: number, domain: string) =>
    JSON.stringify({
      queue_name: 'deferred',
      queue_id: `A${String(index).padStart(5, '0')}B`,
      arrival_time: now / 1000,
      message_size: 1000,
      sender: 'x@y',
      recipients: [{ address: `u@${domain}`, delay_reason: 'try again later' }],
    });
  const judged = (lines: readonly string[], queue: readonly string[]) =>
    judgeSenders(
      { outputs: [log('arrivals', ...lines, last), answered('queue.list-json', `${queue.join('\n')}\n`)] },
      at(4),
    ).verdict;
  const many = Array.from({ length: 120 }, (_, index) => index);

  it('finds the account behind a flood to many domains', () => {
    const verdict = judged(
      many.map((index) => taken(index, 'unknown[203.0.113.9]', 'eva@d.internal')),
      many.map((index) => waits(index, `d${String(index % 9)}.example`)),
    );
    expect(verdict).toMatchObject({ id: 'health.account-misused', confidence: 'likely' });
    expect(verdict.because.values).toMatchObject({ who: 'eva@d.internal', count: 120, waiting: 120 });
  });

  it('does not blame the filter in front when mail for the own domain piles up', () => {
    const verdict = judged(
      many.map((index) => taken(index, 'gate[192.0.2.30]')),
      many.map((index) => waits(index, 'd.internal')),
    );
    expect(verdict.id).toBe('health.senders-ordinary');
  });

  it('does not blame an account for sending twice as much as the others', () => {
    const lines = Array.from({ length: 600 }, (_, index) =>
      taken(index, 'pc[192.0.2.7]', index % 3 === 0 ? 'a@d.internal' : 'b@d.internal'),
    );
    expect(judged(lines, ['{}']).id).not.toBe('health.account-misused');
  });

  it('says when the log or the queue could not be read', () => {
    expect(judgeSenders({ outputs: [] }, at(4)).verdict.id).toBe('health.senders-unreadable');
  });
});

describe('a sign-in', () => {
  const anna = 'anna@example.org';
  const user = answered('bm-cli.user-get', `{"email":"${anna}","login":"anna","aliases":[]}\n`);
  const failed = (time: string, name: string) =>
    `Mar  3 ${time} mail postfix/submission/smtpd[7]: warning: pc[192.0.2.7]: SASL PLAIN authentication failed: x, sasl_username=${name}`;
  const judged = (...outputs: readonly NamedOutput[]) =>
    judgeSignIn({ outputs: [user, ...outputs] }, at(4, { person: anna })).verdict;

  it.each([
    ['failed once', [log('signs', failed('13:50:00', anna), last)], 'wrong-password'],
    [
      'failed three times just now',
      [log('signs', ...['13:50:00', '13:52:00', '13:54:00'].map((time) => failed(time, 'anna')), last)],
      'sign-in-blocked',
    ],
    [
      "failed for somebody else, and for somebody's name within the own",
      [log('signs', failed('13:50:00', 'annabel'), last)],
      'sign-in-ok',
    ],
    [
      'failed, and worked afterwards',
      [
        log('signs', failed('13:50:00', anna), last),
        log(
          'own',
          'Mar  3 13:55:00 mail postfix/smtpd[7]: C5BF3135FAF: client=pc[192.0.2.7], sasl_username=anna@d.internal',
          last,
        ),
      ],
      'sign-in-ok',
    ],
  ])('that %s', (_what, outputs, id) => {
    expect(judged(...outputs).id).toBe(`health.${id}`);
  });
});

describe('a mail nobody has seen', () => {
  const tooLarge = (program: string, client: string) =>
    `Mar  3 13:50:00 mail postfix/${program}[7]: NOQUEUE: reject: MAIL from ${client}: 552 5.3.4 Message size exceeds fixed limit; proto=ESMTP helo=<x>`;
  const judged = (facts: Facts, line: string) =>
    judgeUnseen({ outputs: [log('signs', line, last), log('arrivals', last)] }, at(4, facts)).verdict.id;

  it('was too large only where the refusal fits the sender', () => {
    const theirs = tooLarge('smtpd', 'mx.client.example[192.0.2.1]');
    const ours = tooLarge('submission/smtpd', 'unknown[192.168.1.7]');
    expect(judged({ sender: 'a@client.example' }, theirs)).toBe('health.too-large-limit-unknown');
    expect(judged({ sender: 'a@other.example' }, theirs)).toBe('health.unseen');
    expect(judged({ person: 'a@d.example' }, ours)).toBe('health.too-large-limit-unknown');
    expect(judged({ person: 'a@d.example' }, theirs)).toBe('health.unseen');
    expect(judged({}, theirs)).toBe('health.unseen');
  });
});

describe('a repeated mail', () => {
  it('is told by BlueMind 5 in core.log, for the right mailbox and mail only', () => {
    const core = answered(
      'maps.core-log',
      '2026-03-03 13:50:00,001 [x] n.b.d.l.LmtpMessageHandler INFO - Message delivery {to=anna@d.internal, messageId=<1@x>} skipped as message id was seen in the last 1 day(s)\n',
    );
    const judged = (facts: Facts) =>
      judgeRepeated({ outputs: [core, log('own', last)] }, at(5, facts)).verdict.id;
    expect(judged({ messageId: '<1@x>', login: 'anna' })).toBe('health.duplicate-dropped');
    expect(judged({ messageId: '1@x' })).toBe('health.duplicate-dropped');
    expect(judged({ messageId: '<2@x>', login: 'anna' })).toBe('health.no-duplicate');
    expect(judged({ messageId: '<1@x>', login: 'bob' })).toBe('health.no-duplicate');
  });
});

it('never throws and always has words, whatever the tools print', () => {
  const ids = [
    'probe.disks',
    'health.services',
    'health.ports',
    'health.core-state',
    'health.heap-dumps',
    'health.processes',
    'health.cyrus-limits',
    'health.postfix-limits',
    'health.mail-log',
    'maps.core-log',
    'queue.list',
    'queue.used-space',
    'bm-cli.user-get',
  ];
  const labels = fc.constantFrom('', 'signs', 'accepted', 'arrivals', 'own');
  const output = fc
    .tuple(
      fc.constantFrom(...ids),
      labels,
      fc.oneof(fc.string(), fc.constantFrom(full, refused, accepted, last)),
    )
    .map(([id, label, text]) => answered(id, text, { label }));
  const judges = [judgeVitals, judgeSignIn, judgeSenders, judgeIndex, judgeRepeated, judgeUnseen];
  const facts = { person: 'a@b.example', messageId: '<1@x>', sender: 'a@b.example' };
  fc.assert(
    fc.property(fc.array(output, { maxLength: 12 }), fc.constantFrom(4, 5, null), (outputs, blueMind) => {
      for (const judge of judges) {
        const result = judge({ outputs }, at(blueMind, facts));
        expect(messagesOf(result).flatMap(missingIn)).toEqual([]);
        expect(result.verdict.remedies.length).toBeGreaterThan(0);
      }
    }),
  );
});
