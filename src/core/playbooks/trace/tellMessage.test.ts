import { describe, expect, it } from 'vitest';
import type { RecipientStatus } from '../../postfix/tracedMessage.ts';
import { missingIn } from '../testCatalogue.ts';
import { statusesByUrgency } from './statusOrder.ts';
import { tellMessage } from './tellMessage.ts';
import { messageWith, recipientWith } from './testMessages.ts';

describe('telling one mail', () => {
  it('names the mailbox, the number and the file on disk', () => {
    const message = messageWith();
    const story = tellMessage(message, recipientWith());
    expect(story.sentences.map(({ key }) => key)).toEqual([
      'trace:tell.received',
      'trace:tell.delivered-to-mailbox',
    ]);
    expect(story.sentences[1]?.values).toMatchObject({ folder: 'INBOX', user: 'user', uid: 2294 });
    expect(story.file?.path).toBe(
      '/var/spool/cyrus/data/*__bluemind_net/domain/b/bluemind.net/u/user/user/2294.',
    );
    expect(story.next[0]).toMatchObject({ kind: 'wizard', wizard: 'history' });
  });

  it('says whether waiting helps', () => {
    const waitingFor = (cause: string) =>
      tellMessage(messageWith(), recipientWith({ status: 'deferred', cause })).cause?.waiting.key;
    expect(waitingFor('over-quota')).toBe('status:waiting.useless');
    expect(waitingFor('greylisted')).toBe('status:waiting.helps');
    expect(waitingFor('unknown-user')).toBe('status:waiting.final');
  });

  it('admits what the log does not show', () => {
    const story = tellMessage(messageWith({ complete: false, sender: null }, []), null);
    expect(story.sentences.map(({ key }) => key)).toEqual([
      'trace:tell.received-unknown-sender',
      'trace:tell.no-recipient',
      'trace:tell.incomplete',
    ]);
  });

  it.each(statusesByUrgency.map((status): [RecipientStatus] => [status]))('has words for %s', (status) => {
    const message = messageWith({ complete: false, queueIds: ['A1B2C3', 'D4E5F6'] });
    const recipient = recipientWith({
      status,
      originalAddress: 'alias@bluemind.net',
      attempts: 3,
      delaySeconds: 90,
      ...(status === 'delivered' ? { mailbox: null } : {}),
    });
    const story = tellMessage(message, recipient);
    const said = [
      ...story.sentences,
      ...story.moments.map(({ text }) => text),
      ...story.next.map(({ text }) => text),
    ];
    expect(said.flatMap(missingIn)).toEqual([]);
    expect(story.next.length).toBeGreaterThan(0);
  });
});
