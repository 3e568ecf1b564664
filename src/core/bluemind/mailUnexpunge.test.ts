import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '../recognise/testAnyText.ts';
import { parseMailUnexpunge } from './mailUnexpunge.ts';

const restored = readFileSync(
  new URL('fixtures/bluemind4-mail-unexpunge-composed.txt', import.meta.url),
  'utf8',
);

describe('parseMailUnexpunge', () => {
  it('reads a restore that failed in part', () => {
    expect(parseMailUnexpunge(restored)).toEqual({
      items: [
        {
          itemId: 412,
          subject: 'Rappel : réunion',
          preview: 'Bonjour, a|b',
          lastModification: '2019-06-13T14:09:42Z',
          line: 9,
        },
        {
          itemId: 415,
          subject: 'A subject that is long',
          preview: '',
          lastModification: '2019-06-14T08:00:00Z',
          line: 11,
        },
      ],
      notUnderstood: [],
      login: 'john.doe',
      technicalDomain: 'e6e3736c.internal',
      serverUid: 'bm-master',
      checkedFolder: 'INBOX',
      folderFound: true,
      availableFolders: [],
      deletedCount: 2,
      days: 7,
      checked: 2,
      willRestore: 2,
      recoverId: null,
      acknowledged: 1,
      failed: [{ itemId: 415, text: 'Over quota' }],
      dryRun: false,
      findings: [],
      cutOff: false,
    });
  });

  it('adds up the chunks of BlueMind 5', () => {
    const chunk = restored.slice(restored.indexOf('+---'), restored.indexOf('ack'));
    expect(parseMailUnexpunge(chunk + chunk)).toMatchObject({ checked: 4, willRestore: 4, cutOff: false });
    expect(parseMailUnexpunge(chunk + chunk).items).toHaveLength(4);
  });

  it('lists the folders when one could not be found', () => {
    const text =
      "authN resolves to john@d.net\nCould not locate folder 'Nope', available folders are:\n * INBOX\n * Archives/2019 été\n";
    expect(parseMailUnexpunge(text)).toMatchObject({
      folderFound: false,
      checkedFolder: 'Nope',
      availableFolders: ['INBOX', 'Archives/2019 été'],
      notUnderstood: [],
    });
  });

  it('reads restoring one, and dry runs', () => {
    expect(parseMailUnexpunge('Recover message with id 412\nack: 1021\n')).toMatchObject({
      recoverId: 412,
      acknowledged: 1,
      notUnderstood: [],
    });
    expect(parseMailUnexpunge('Recover message with id 412\ndry mode is ON.\n')).toMatchObject({
      dryRun: true,
      acknowledged: 0,
    });
    expect(
      parseMailUnexpunge('Skipping action on ItemValue{uid: 412.} because dry mode is enabled.\n'),
    ).toMatchObject({ dryRun: true, notUnderstood: [] });
  });

  it('names what a shared mailbox needs', () => {
    const text =
      'To recover from projet@d.net you need to specify --authn with the alias of a user with write perms on the mailbox\n';
    expect(parseMailUnexpunge(text).findings).toMatchObject([
      { kind: 'authn-needed', subject: 'projet@d.net' },
    ]);
    expect(parseMailUnexpunge('--authn must match a valid user alias').findings).toMatchObject([
      { kind: 'authn-not-a-user' },
    ]);
  });

  it('sees missing rows and a missing top', () => {
    const lines = restored.split('\n');
    expect(parseMailUnexpunge([...lines.slice(0, 10), ...lines.slice(13)].join('\n')).cutOff).toBe(true);
    const inside = parseMailUnexpunge(lines.slice(9).join('\n'));
    expect(inside.cutOff).toBe(true);
    expect(inside.items.map(({ itemId }) => itemId)).toEqual([415]);
  });

  it('hands back what it does not know, and never throws', () => {
    expect(parseMailUnexpunge('who knows').notUnderstood).toEqual([{ line: 1, text: 'who knows' }]);
    const pieces = fc.constantFrom(...restored.split('\n'), ' * x', 'ack: ', '| | | | |');
    fc.assert(
      fc.property(
        fc.oneof(
          anyText(),
          fc.array(pieces, { maxLength: 30 }).map((lines) => lines.join('\n')),
        ),
        (text) => {
          expect(parseMailUnexpunge(text).acknowledged).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
});
