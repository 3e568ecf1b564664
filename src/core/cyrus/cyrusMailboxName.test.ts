import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyText } from '../recognise/testAnyText.ts';
import {
  cyrusMailboxName,
  parseCyrusMailboxName,
  parseInternalMailboxName,
  type CyrusMailbox,
} from './cyrusMailboxName.ts';

it('builds what unexpunge wants', () => {
  const john = { kind: 'user', technicalDomain: 'e6e3736c.internal', name: 'john.doe' } as const;
  expect(cyrusMailboxName({ ...john, folder: 'INBOX' })).toBe('user/john.doe@e6e3736c.internal');
  expect(cyrusMailboxName({ ...john, folder: 'Projets/Été 1.5' })).toBe(
    'user/john.doe/Projets/&AMk-t&AOk- 1.5@e6e3736c.internal',
  );
  expect(
    cyrusMailboxName({ kind: 'shared', technicalDomain: 'domain.net', name: 'projet', folder: 'INBOX' }),
  ).toBe('projet@domain.net');
});

it('reads internal names', () => {
  expect(parseInternalMailboxName('bluemind.net!user.user.INBOX')).toEqual({
    kind: 'user',
    technicalDomain: 'bluemind.net',
    name: 'user',
    folder: 'INBOX',
  });
  expect(parseInternalMailboxName('bluemind.net!user.john^doe.Entw&APw-rfe.Sub^1')).toEqual({
    kind: 'user',
    technicalDomain: 'bluemind.net',
    name: 'john.doe',
    folder: 'Entwürfe/Sub.1',
  });
  expect(parseInternalMailboxName('user.john')).toMatchObject({
    technicalDomain: null,
    name: 'john',
    folder: 'INBOX',
  });
  expect(parseInternalMailboxName('d.net!projet.Sent')).toMatchObject({
    kind: 'shared',
    name: 'projet',
    folder: 'Sent',
  });
  for (const broken of ['', 'd.net!', 'd.net!user..x', 'd.net!user.'])
    expect(parseInternalMailboxName(broken)).toBeNull();
});

it('reads back every name it builds', () => {
  const word = fc
    .stringMatching(/^[a-zé&][a-z0-9é& .-]{0,10}[a-z]$/)
    .filter((text) => text.toUpperCase() !== 'INBOX' && text !== 'user');
  fc.assert(
    fc.property(
      fc.constantFrom('user', 'shared'),
      fc.stringMatching(/^[a-z][a-z0-9.-]{0,10}$/).filter((name) => name !== 'user'),
      fc.array(word, { maxLength: 3 }),
      (kind, name, folders) => {
        const mailbox: CyrusMailbox = {
          kind,
          technicalDomain: 'a.internal',
          name,
          folder: folders.join('/') || 'INBOX',
        };
        expect(parseCyrusMailboxName(cyrusMailboxName(mailbox))).toEqual(mailbox);
      },
    ),
  );
});

it('never throws', () => {
  fc.assert(
    fc.property(anyText(), (text) => {
      parseInternalMailboxName(text);
      parseCyrusMailboxName(text);
    }),
  );
});
