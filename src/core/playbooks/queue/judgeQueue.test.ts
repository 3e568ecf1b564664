import { describe, expect, it } from 'vitest';
import type { Facts } from '../../playbook/facts.ts';
import type { NamedOutput } from '../../playbook/model.ts';
import { messagesOf, missingIn } from '../testCatalogue.ts';
import { answered } from '../testOutputs.ts';
import { judgeAfterRetry } from './judgeAfterRetry.ts';
import { judgeQueue } from './judgeQueue.ts';
import { judgeQuota } from './judgeQuota.ts';
import { judgeRetry } from './judgeRetry.ts';
import { planList } from './planQueue.ts';
import { queuePlaybook } from './playbook.ts';

const now = Date.UTC(2017, 2, 2, 8);
const head = '-Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------\n';
const full = `4E4D83AF8E      943 Thu Mar  2 07:10:58  sender@example.org
(host 192.168.124.72[192.168.124.72] said: 452 4.2.2 Over quota SESSIONID=<cyrus-4311-1488438658-1> (in reply to RCPT TO command))
                                         full@bluemind.net

`;
const strange = `5E4D83AF8F      943 Thu Mar  2 07:10:58  sender@example.org
(host mx.example.com[192.0.2.7] said: 450 Frobnication pending (in reply to RCPT TO command))
                                         other@example.com

`;
const held = `6E4D83AF90!     943 Thu Mar  2 07:10:58  sender@example.org
                                         held@bluemind.net

`;
const listed = (...entries: readonly string[]) =>
  answered(
    'queue.list',
    `${head}${entries.join('')}-- 3 Kbytes in ${String(entries.length)} Request${entries.length > 1 ? 's' : ''}.\n`,
  );

const judge = (outputs: readonly NamedOutput[], facts: Facts = {}) =>
  judgeQueue({ outputs }, { facts, now, server: null });

describe('the mail queue', () => {
  const cases: readonly (readonly [string, Facts, string, string, readonly NamedOutput[]])[] = [
    ['nothing waits', {}, 'empty', 'ok', [answered('queue.list', 'Mail queue is empty\n')]],
    // `-j` prints nothing for an empty queue, as a tool does that said nothing: only words count.
    ['silence', {}, 'unreadable', 'unknown', [answered('queue.list-json', '')]],
    [
      'silence, then the table',
      {},
      'empty',
      'ok',
      [answered('queue.list-json', ''), answered('queue.list', 'Mail queue is empty\n')],
    ],
    ['full mailbox', { recipient: 'full@bluemind.net' }, 'over-quota', 'problem', [listed(full, strange)]],
    [
      'another reason',
      { recipient: 'other@example.com' },
      'waiting-unknown',
      'warning',
      [listed(full, strange)],
    ],
    ['different reasons', {}, 'several-reasons', 'problem', [listed(full, strange, held)]],
    ['none for this address', { recipient: 'nobody@example.com' }, 'none-for', 'ok', [listed(full)]],
    ['by queue ID', { queueId: '6E4D83AF90' }, 'held', 'problem', [listed(full, held)]],
    [
      'Postfix is down',
      {},
      'mail-down',
      'problem',
      [
        answered('queue.list', '', {
          stderr: 'postqueue: warning: Mail system is down -- accessing queue directly\n',
        }),
      ],
    ],
    [
      'Postfix is down while mail waits',
      { recipient: 'nobody@example.com' },
      'mail-down',
      'problem',
      [
        {
          ...listed(full),
          output: {
            ...listed(full).output,
            stderr: 'postqueue: warning: Mail system is down -- accessing queue directly\n',
          },
        },
      ],
    ],
    [
      'no permission',
      {},
      'unreadable',
      'unknown',
      [
        answered('queue.list', '', {
          stderr: 'postqueue: fatal: User nobody(99) is not allowed to view the mail queue\n',
          exitCode: 69,
        }),
      ],
    ],
    [
      'no such tool',
      {},
      'unreadable',
      'unknown',
      [answered('queue.list', '', { stderr: 'sh: 1: postqueue: not found\n', exitCode: 127 })],
    ],
  ];

  it.each(cases)('%s', (_what, facts, id, level, outputs) => {
    const result = judge(outputs, facts);
    expect(result.verdict).toMatchObject({ id: `queue.${id}`, level });
    expect(messagesOf(result).flatMap(missingIn)).toEqual([]);
    expect(result.verdict.remedies.length).toBeGreaterThan(0);
  });

  it('never gives one reason for all when there are several', () => {
    const { verdict } = judge([listed(full, strange)]);
    expect(verdict.because.values).toMatchObject({ count: 2, reasons: 2 });
    expect(verdict.details[0]).toEqual({ key: 'causes:over-quota.title', values: { count: 1 } });
  });

  it('judges only the recipient who was asked for', () => {
    const both = `${full.trimEnd()}\n(host mx.example.com[192.0.2.7] said: 450 Frobnication pending (in reply to RCPT TO command))
                                         other@example.com\n\n`;
    expect(judge([listed(both)], { recipient: 'full@bluemind.net' }).verdict.id).toBe('queue.over-quota');
    expect(judge([listed(both)]).verdict.id).toBe('queue.several-reasons');
  });

  it('leads from a full mailbox to its space and to trying again', () => {
    const { verdict, learned } = judge([listed(full)], { recipient: 'full@bluemind.net' });
    expect(verdict.whoActs).toBe('user');
    expect(verdict.remedies.flatMap((remedy) => (remedy.kind === 'step' ? [remedy.step] : []))).toEqual([
      'quota',
      'retry-one',
    ]);
    expect(learned).toEqual({ queueId: '4E4D83AF8E', sender: 'sender@example.org' });
    expect(verdict.evidence[0]?.text).toContain('Over quota');
  });

  it('never takes the name inside the server for the address', () => {
    const inside = full.replace('full@bluemind.net', 'full@e6e3736c.internal');
    expect(judge([listed(inside)]).learned).toEqual({
      queueId: '4E4D83AF8E',
      sender: 'sender@example.org',
      login: 'full',
      technicalDomain: 'e6e3736c.internal',
    });
    expect(judge([listed(full)]).learned.recipient).toBe('full@bluemind.net');
  });

  it('looks at the whole queue after everything was tried, whatever mail was looked at before', () => {
    const step = queuePlaybook.steps.find(({ id }) => id === 'after-retry-all');
    const context = { facts: { queueId: '4E4D83AF8E', recipient: 'full@bluemind.net' }, now, server: null };
    expect(step?.judge({ outputs: [listed(strange)] }, context).verdict.id).toBe('queue.waiting-unknown');
    const empty = { outputs: [answered('queue.list', 'Mail queue is empty\n')] };
    const left = step?.judge(empty, context).verdict;
    expect(left).toMatchObject({ id: 'queue.left', because: { key: 'queue:verdict.left-all' } });
    const asked = judgeRetry({ outputs: [answered('queue.retry-all', '')] }, context).verdict;
    expect(asked.remedies).toMatchObject([{ kind: 'step', step: 'after-retry-all' }]);
  });

  it('falls back to the table where JSON is not known', () => {
    const refused = answered('queue.list-json', '', {
      stderr: 'postqueue: invalid option -- j\n',
      exitCode: 69,
    });
    const context = { facts: {}, now, server: null };
    expect(planList(context, [refused]).map((work) => ('template' in work ? work.template.id : ''))).toEqual([
      'queue.list',
    ]);
    expect(planList(context, [refused, listed(full)])).toEqual([]);
    expect(planList(context, [answered('queue.list-json', '')])).toHaveLength(1);
    expect(planList(context, [answered('queue.list-json', '{"queue_name": "deferred"}\n')])).toEqual([]);
  });

  it('says that a retry is no delivery, and checks', () => {
    const context = { facts: { queueId: '4E4D83AF8E' }, now, server: null };
    const started = judgeRetry({ outputs: [answered('queue.retry-one', '')] }, context).verdict;
    expect(started).toMatchObject({ id: 'queue.retry-started', level: 'unknown' });
    const gone = judgeAfterRetry(
      { outputs: [answered('queue.list', 'Mail queue is empty\n')] },
      context,
    ).verdict;
    expect(gone).toMatchObject({ id: 'queue.left', level: 'ok', confidence: 'likely' });
    expect(judgeAfterRetry({ outputs: [listed(full)] }, context).verdict.id).toBe('queue.over-quota');
  });
});

describe('how full a mailbox is', () => {
  const context = { facts: { recipient: 'full@bluemind.net' }, now, server: null };
  const space = (used: number) =>
    answered(
      'queue.used-space',
      `{"email":"full@bluemind.net","ESQuotaKiB":${String(used)},"IMAPQuotaKiB":${String(used)},"ratio":100}\n`,
    );
  const limit = (quota: number) =>
    answered('bm-cli.user-get', `{"email":"full@bluemind.net","login":"full","quota":${String(quota)}}\n`);

  it.each([
    ['quota-full', 'problem', [space(1000), limit(1000)]],
    ['quota-near', 'warning', [space(900), limit(1000)]],
    ['quota-room', 'ok', [space(100), limit(1000)]],
    ['no-limit', 'ok', [space(100), limit(0)]],
    ['quota-unknown', 'unknown', [space(100)]],
    ['quota-unknown', 'unknown', [limit(100)]],
  ] as const)('%s', (id, level, outputs) => {
    const result = judgeQuota({ outputs }, context);
    expect(result.verdict).toMatchObject({ id: `queue.${id}`, level });
    expect(messagesOf(result).flatMap(missingIn)).toEqual([]);
  });
});
