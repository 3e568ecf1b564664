import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyText } from '../recognise/testAnyText.ts';
import type { CyrusMailbox } from './cyrusMailboxName.ts';
import { messageFile, parseCyrusPartitions } from './messageFile.ts';

const user: CyrusMailbox = { kind: 'user', technicalDomain: 'bluemind.net', name: 'user', folder: 'INBOX' };

it('is a pattern while the server uid is unknown', () => {
  expect(messageFile({ mailbox: user, imapUid: 2294 })).toEqual({
    path: '/var/spool/cyrus/data/*__bluemind_net/domain/b/bluemind.net/u/user/user/2294.',
    isPattern: true,
    archivePath: '/var/spool/bm-hsm/cyrus-archives/*__bluemind_net/domain/b/bluemind.net/u/user/user/2294.',
    reasons: [
      { key: 'mailbox:file.server-unknown' },
      { key: 'mailbox:file.partition-not-checked' },
      { key: 'mailbox:file.may-have-moved' },
      { key: 'mailbox:file.may-be-archived' },
      { key: 'mailbox:file.may-be-object-store' },
    ],
  });
});

it('writes dots, digits, folders and shared mailboxes as BlueMind does', () => {
  const path = (mailbox: Partial<CyrusMailbox>): string | undefined =>
    messageFile({ mailbox: { ...user, ...mailbox }, imapUid: 7, serverUid: 'bm-master' })?.path;
  const root = '/var/spool/cyrus/data/bm-master__bluemind_net/domain/b/bluemind.net';
  expect(path({ name: 'John.Doe' })).toBe(`${root}/j/user/John^Doe/7.`);
  expect(path({ name: '2go', folder: 'Entwürfe/V 1.0' })).toBe(`${root}/q/user/2go/Entw&APw-rfe/V 1^0/7.`);
  expect(path({ kind: 'shared', name: 'projet' })).toBe(`${root}/p/projet/7.`);
  expect(path({ kind: 'shared', name: 'projet', folder: 'Sent' })).toBe(`${root}/s/projet/Sent/7.`);
  expect(
    messageFile({ mailbox: { ...user, technicalDomain: '4e6e.internal' }, imapUid: 7, serverUid: 's.1' })
      ?.path,
  ).toBe('/var/spool/cyrus/data/s_1__4e6e_internal/domain/q/4e6e.internal/u/user/user/7.');
  expect(path({ technicalDomain: null })).toBeUndefined();
});

it('believes /etc/cyrus-partitions', () => {
  const parsed = parseCyrusPartitions(
    '# generated\npartition-bluemind_net:/data/old\nmetapartition-bluemind_net:/meta/old\narchivepartition-bluemind_net: /arc/old/\n' +
      'partition-a__two_net:/data/a\npartition-b__two_net:/data/b\nnonsense\n',
  );
  expect(parsed.items).toHaveLength(5);
  expect(parsed.notUnderstood).toEqual([{ line: 7, text: 'nonsense' }]);
  const partitions = parsed.items;
  expect(messageFile({ mailbox: user, imapUid: 1, partitions })).toMatchObject({
    path: '/data/old/domain/b/bluemind.net/u/user/user/1.',
    archivePath: '/arc/old/domain/b/bluemind.net/u/user/user/1.',
    isPattern: false,
  });
  const two = { ...user, technicalDomain: 'two.net' };
  expect(messageFile({ mailbox: two, imapUid: 1, partitions })?.reasons[0]?.key).toBe(
    'mailbox:file.several-partitions',
  );
  expect(messageFile({ mailbox: two, imapUid: 1, partitions, serverUid: 'b' })?.path).toMatch(/^\/data\/b\//);
  expect(
    messageFile({ mailbox: { ...user, technicalDomain: 'x.net' }, imapUid: 1, partitions })?.reasons[0]?.key,
  ).toBe('mailbox:file.partition-not-listed');
});

it('never throws', () => {
  fc.assert(
    fc.property(anyText(), anyText(), (text, name) => {
      const partitions = parseCyrusPartitions(text).items;
      messageFile({
        mailbox: { ...user, name, folder: text, technicalDomain: name },
        imapUid: 1,
        partitions,
      });
    }),
  );
});
