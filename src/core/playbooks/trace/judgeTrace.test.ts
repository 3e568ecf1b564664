import { describe, expect, it } from 'vitest';
import type { RecipientStatus } from '../../postfix/tracedMessage.ts';
import { statusesByUrgency } from './statusOrder.ts';
import { judgeTrace } from './judgeTrace.ts';
import { messageWith, readingOf, recipientWith } from './testMessages.ts';

const context = { facts: {}, now: 0, server: null };
const judge = (...args: Parameters<typeof readingOf>) =>
  judgeTrace({ outputs: [], trace: readingOf(...args) }, context);
const ending = (status: RecipientStatus, cause: string | null = null) =>
  messageWith({}, [recipientWith({ status, cause, mailbox: null })]);

describe('the verdict on a trace', () => {
  it('says delivered, shows the line, and carries on to the mailbox', () => {
    const { verdict, learned } = judge([messageWith()]);
    expect(verdict).toMatchObject({
      level: 'ok',
      id: 'trace.delivered',
      confidence: 'certain',
      whoActs: 'nobody',
      because: { key: 'trace:verdict.one.delivered', values: { sender: 'user2@domain.net' } },
    });
    expect(verdict.evidence.map((line) => line.line)).toEqual([4]);
    expect(verdict.remedies[0]).toMatchObject({ kind: 'wizard', wizard: 'history' });
    expect(learned).toEqual({
      messageId: 'AM5PR04MB3219A293B59D96973D338B01D2290',
      sender: 'user2@domain.net',
      queueId: 'C5BF3135FAF',
      recipient: 'user@bluemind.net',
      imapUid: '2294',
      folder: 'INBOX',
      login: 'user',
      technicalDomain: 'bluemind.net',
    });
  });

  it.each([
    ['deferred', 'warning', 'wait'],
    ['queued', 'warning', 'wait'],
    ['held', 'warning', 'you'],
    ['bounced', 'problem', 'you'],
    ['expired', 'problem', 'you'],
    ['rejected', 'problem', 'you'],
    ['discarded', 'problem', 'you'],
    ['forwarded', 'ok', 'nobody'],
    ['unknown', 'unknown', 'you'],
  ] as const)('%s is %s and %s acts', (status, level, whoActs) => {
    const { verdict } = judge([ending(status)]);
    expect(verdict).toMatchObject({ id: `trace.${status}`, level, whoActs });
    expect(verdict.remedies.length).toBeGreaterThan(0);
  });

  it('explains a known cause and lets it decide who acts', () => {
    const { verdict } = judge([ending('deferred', 'over-quota')]);
    expect(verdict.whoActs).toBe('user');
    expect(verdict.details).toContainEqual({ key: 'causes:over-quota.meaning' });
  });

  it('repeats an unknown reply word for word instead of guessing', () => {
    const message = messageWith({}, [
      recipientWith({ status: 'bounced', reply: '550 Frobnication denied', mailbox: null }),
    ]);
    expect(judge([message]).verdict.details).toContainEqual({
      key: 'trace:verdict.reply',
      values: { reply: '550 Frobnication denied' },
    });
  });

  it('never says delivered when one of several failed', () => {
    const { verdict, learned } = judge([messageWith(), ending('rejected')]);
    expect(verdict).toMatchObject({ level: 'problem', id: 'trace.mixed' });
    expect(verdict.because.values).toEqual({ count: 2 });
    expect(verdict.details.slice(0, 2)).toEqual([
      { key: 'trace:verdict.part.failed', values: { count: 1 } },
      { key: 'trace:verdict.part.arrived', values: { count: 1 } },
    ]);
    expect(learned).toEqual({});
  });

  it('judges only the recipient who was asked for', () => {
    const message = messageWith({}, [
      recipientWith(),
      recipientWith({ address: 'other@bluemind.net', status: 'bounced' }),
    ]);
    expect(judge([message]).verdict.id).toBe('trace.delivered');
    expect(judge([message], { query: { sender: 'user2@domain.net' } }).verdict.id).toBe('trace.mixed');
  });

  it('is only likely, and says so, when the log shows a part', () => {
    const { verdict } = judge([messageWith({ complete: false })]);
    expect(verdict.confidence).toBe('likely');
    expect(verdict.details).toContainEqual({ key: 'trace:verdict.incomplete', values: { count: 1 } });
  });

  it('knows every status', () => {
    for (const status of statusesByUrgency)
      expect(judge([ending(status)]).verdict.id).toBe(`trace.${status}`);
    expect(statusesByUrgency).toHaveLength(10);
  });
});

describe('not found', () => {
  it('says what the log covers and what else can be the reason', () => {
    const { verdict } = judge([]);
    expect(verdict).toMatchObject({ level: 'unknown', id: 'trace.nothing-matches' });
    expect(verdict.because.values).toMatchObject({ from: '2026-03-01T20:45:32', who: 'user@bluemind.net' });
    expect(verdict.details.map((detail) => detail.key)).toContain('trace:not-found.reasons.antispam');
  });

  it('tells a log that begins too late', () => {
    const query = { recipient: 'user@bluemind.net', until: '2026-02-27T00:00:00' };
    expect(judge([], { query }).verdict.id).toBe('trace.before-log');
  });

  it('tells a log that ends too early', () => {
    const query = { recipient: 'user@bluemind.net', since: '2026-03-05' };
    expect(judge([], { query }).verdict.id).toBe('trace.after-log');
  });

  it('tells an empty file and a file that is no mail log apart', () => {
    const none = { lines: 0, understood: 0, foreign: 0, notUnderstood: 0 };
    const empty = { file: 'mail.log', from: null, to: null, counts: none };
    expect(judge([], { counts: none, coverage: [empty] }).verdict.id).toBe('trace.empty');
    expect(judge([], { counts: { ...none, lines: 9, foreign: 9 } }).verdict.id).toBe('trace.not-a-mail-log');
  });

  it('calls no log empty of which it is not known what it covers', () => {
    const none = { lines: 0, understood: 0, foreign: 0, notUnderstood: 0 };
    const { verdict } = judge([], { counts: none, coverage: [] });
    expect(verdict.because.key).toBe('trace:not-found.period-unknown');
    expect(verdict).toMatchObject({ id: 'trace.nothing-matches', level: 'unknown', confidence: 'likely' });
  });
});
