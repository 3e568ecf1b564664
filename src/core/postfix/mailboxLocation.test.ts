import { describe, expect, it } from 'vitest';
import { mailboxInReply } from './mailboxLocation.ts';

const ok = '250 2.1.5 Ok SESSIONID=<cyrus-12823-1488397532-1>';

describe('mailboxInReply', () => {
  it.each([
    ['[bluemind.net!user.user.INBOX () 2294]', 'bluemind.net', 'user', 'INBOX', 2294],
    ['[bluemind.net!user.john () 3]', 'bluemind.net', 'john', 'INBOX', 3],
    [
      '[e6e3736c.internal!user.john^doe.Some Folder.Sub () 7]',
      'e6e3736c.internal',
      'john.doe',
      'Some Folder/Sub',
      7,
    ],
    ['[b.net!user.john.Entw&APw-rfe () 7]', 'b.net', 'john', 'Entwürfe', 7],
    ['[b.net!user.john.R&AOk-ponses^2026 () 7]', 'b.net', 'john', 'Réponses.2026', 7],
    ['[b.net!user.john.A &- B () 7]', 'b.net', 'john', 'A & B', 7],
    ['[b.net!user.john.[Gmail] () 7]', 'b.net', 'john', '[Gmail]', 7],
    ['[b.net!user.john.Hey! () there () 7]', 'b.net', 'john', 'Hey! () there', 7],
  ])('reads %s', (tail, domain, user, folder, imapUid) => {
    expect(mailboxInReply(`${ok} ${tail}`)).toEqual({ domain, user, folder, imapUid });
  });

  it.each([
    ['[b.net!support () 12]', 'INBOX'],
    ['[b.net!support.Sub () 12]', 'Sub'],
  ])('knows the shared mailbox in %s', (tail, folder) => {
    const place = { domain: 'b.net', user: 'support', folder, imapUid: 12, shared: true };
    expect(mailboxInReply(`${ok} ${tail}`)).toEqual(place);
  });

  it.each([
    '250 2.1.5 Success SESSIONID=<cyrus-1-2-3>',
    '250 Ok',
    '',
    '[x]',
    '[b.net!user.john () x]',
    '[nodomain () 3]',
    'host mx[192.0.2.1] said: x! () 3]',
  ])('finds none in %j', (reply) => {
    expect(mailboxInReply(reply)).toBeNull();
  });
});
