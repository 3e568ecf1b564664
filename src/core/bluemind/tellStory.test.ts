import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHistory } from './parseHistory.ts';
import { tellStory, whereNow } from './tellStory.ts';

const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');

type Row = readonly [time: string, type: string, owner: string, folder: string, uid: number, flags?: string];

/** A table of rows on 13 June 2019; each folder and owner has its own folder uid. */
function table(...rows: readonly Row[]): string {
  const rule = `+${'-'.repeat(3)}+${'-'.repeat(3)}+${'-'.repeat(3)}+${'-'.repeat(3)}+${'-'.repeat(3)}+${'-'.repeat(3)}+${'-'.repeat(3)}+`;
  const lines = rows.map(
    ([time, type, owner, folder, uid, flags]) =>
      `| Thu Jun 13 ${time} GMT 2019 | ${type} | ${owner} | mbox_records_${owner.replace(/\W/g, '')}${folder} | ${folder} | ${String(uid)}. | ${flags ?? ''} |`,
  );
  return [
    rule,
    '| Date | Type | Owner | Folder-UID | Folder | Item/IMAP-UID | Flags |',
    rule,
    ...lines.flatMap((line) => [line, rule]),
  ].join('\n');
}

const told = (text: string): unknown[] =>
  tellStory(parseHistory(text).items).map(({ kind, at, from, to, by }) => [kind, at, from, to, by]);
const kinds = (text: string): string[] => tellStory(parseHistory(text).items).map(({ kind }) => kind);

describe('the examples of the BlueMind documentation', () => {
  it('a mail that ended in the trash of another user', () => {
    const story = tellStory(parseHistory(fixture('bluemind4-trash-of-another.txt')).items);
    expect(told(fixture('bluemind4-trash-of-another.txt'))).toEqual([
      ['received', '2019-06-13T13:11:14Z', null, 'INBOX', 'John Test'],
      ['read', '2019-06-13T13:11:25Z', 'INBOX', null, 'John Test'],
      ['moved-to-trash', '2019-06-13T13:11:25Z', 'INBOX', 'Trash', 'admin admin'],
    ]);
    expect(story[0]?.confidence).toBe('certain');
    expect(story[1]?.confidence).toBe('certain');
    expect(story[2]).toMatchObject({
      confidence: 'likely',
      sentence: { key: 'history:story.moved-to-trash-of-another' },
    });
  });

  it('one mail still there, another read and put in the trash', () => {
    const text = fixture('bluemind4-query-two-messages.txt');
    expect(told(text)).toEqual([
      ['received', '2019-04-13T06:45:17Z', null, 'INBOX', 'John Doe'],
      ['still-there', '2019-04-13T06:45:17Z', null, 'INBOX', null],
      ['received', '2019-04-14T06:45:18Z', null, 'INBOX', 'John Doe'],
      ['read', '2019-06-13T14:09:35Z', 'INBOX', null, 'John Doe'],
      ['moved-to-trash', '2019-06-13T14:09:41Z', 'INBOX', 'Trash', 'John Doe'],
    ]);
    const story = tellStory(parseHistory(text).items);
    expect(story.map(({ message }) => message)).toEqual([0, 0, 1, 1, 1]);
    expect(story[1]?.sentence.key).toBe('history:story.still-there-unread');
    expect(story[3]?.confidence).toBe('likely');
    expect(story[4]).toMatchObject({ fromUid: 8, toUid: 3 });
    expect(
      whereNow(parseHistory(text).items).map(({ message, folder, itemUid, deleted }) => [
        message,
        folder,
        itemUid,
        deleted,
      ]),
    ).toEqual([
      [0, 'INBOX', 7, false],
      [1, 'Trash', 3, false],
      [1, 'INBOX', 8, true],
    ]);
  });

  it('a mail moved to a shared mailbox', () => {
    expect(told(fixture('bluemind4-moved-to-shared.txt'))).toEqual([
      ['received', '2019-04-13T06:45:17Z', null, 'INBOX', 'John Doe'],
      ['read', '2019-06-13T14:09:42Z', 'INBOX', null, 'John Doe'],
      ['moved-to-shared', '2019-06-13T14:13:54Z', 'INBOX', 'projet', 'John Doe'],
    ]);
  });
});

describe('other stories', () => {
  const john = 'John (USER)';

  it('copied, and still there', () => {
    expect(
      kinds(table(['10:00:00', 'Created', john, 'INBOX', 1], ['10:05:00', 'Created', john, 'Archive', 2])),
    ).toEqual(['received', 'copied', 'still-there']);
  });

  it('deleted for good', () => {
    expect(
      told(
        table(
          ['10:00:00', 'Created', john, 'INBOX', 1],
          ['10:05:00', 'Updated', john, 'INBOX', 1, 'Deleted'],
        ),
      ),
    ).toEqual([
      ['received', '2019-06-13T10:00:00Z', null, 'INBOX', 'John'],
      ['deleted', '2019-06-13T10:05:00Z', 'INBOX', null, 'John'],
    ]);
  });

  it('trash emptied after the move, the expunge of the original is part of the move', () => {
    expect(
      kinds(
        table(
          ['10:00:00', 'Created', john, 'INBOX', 1],
          ['10:05:00', 'Created', john, 'Trash', 2],
          ['10:05:01', 'Updated', john, 'INBOX', 1],
          ['10:30:00', 'Deleted', john, 'INBOX', 1],
          ['11:00:00', 'Deleted', john, 'Trash', 2],
        ),
      ),
    ).toEqual(['received', 'moved-to-trash', 'deleted']);
  });

  it('moved to the trash and back', () => {
    expect(
      told(
        table(
          ['10:00:00', 'Created', john, 'INBOX', 1],
          ['10:05:00', 'Created', john, 'Trash', 2],
          ['10:05:00', 'Updated', john, 'INBOX', 1, 'Deleted'],
          ['10:10:00', 'Created', john, 'INBOX', 3],
          ['10:10:01', 'Updated', john, 'Trash', 2, 'Deleted'],
        ),
      ),
    ).toEqual([
      ['received', '2019-06-13T10:00:00Z', null, 'INBOX', 'John'],
      ['moved-to-trash', '2019-06-13T10:05:00Z', 'INBOX', 'Trash', 'John'],
      ['moved-to-folder', '2019-06-13T10:10:00Z', 'Trash', 'INBOX', 'John'],
      ['still-there', '2019-06-13T10:10:00Z', null, 'INBOX', null],
    ]);
  });

  it('moved twice within a second: to the trash, and from there to a shared mailbox', () => {
    const text = table(
      ['10:00:00', 'Created', 'John (USER)', 'INBOX', 1],
      ['10:00:05', 'Updated', 'John (USER)', 'INBOX', 1],
      ['10:00:05', 'Created', 'John (USER)', 'Trash', 1],
      ['10:00:05', 'Updated', 'John (USER)', 'INBOX', 1, 'Seen,Deleted'],
      ['10:00:05', 'Created', 'Sales (MAILSHARE)', 'sales', 1],
      ['10:00:05', 'Updated', 'John (USER)', 'Trash', 1, 'Seen,Deleted'],
    );
    expect(kinds(text)).toEqual(['received', 'read', 'moved-to-trash', 'moved-to-shared']);
  });

  it('first copied, later moved', () => {
    expect(
      told(
        table(
          ['10:00:00', 'Created', john, 'INBOX', 1],
          ['10:05:00', 'Created', john, 'Copy', 2],
          ['10:20:00', 'Created', john, 'Archive', 3],
          ['10:20:01', 'Updated', john, 'INBOX', 1, 'Seen,Deleted'],
        ),
      ).map((row) => (row as unknown[]).slice(0, 4)),
    ).toEqual([
      ['received', '2019-06-13T10:00:00Z', null, 'INBOX'],
      ['copied', '2019-06-13T10:05:00Z', 'INBOX', 'Copy'],
      ['moved-to-folder', '2019-06-13T10:20:00Z', 'INBOX', 'Archive'],
      ['read', '2019-06-13T10:20:01Z', 'INBOX', null],
    ]);
  });

  it('a late removal makes the move only possible', () => {
    const events = parseHistory(
      table(
        ['10:00:00', 'Created', john, 'INBOX', 1],
        ['10:05:00', 'Created', john, 'Archive', 2],
        ['11:20:01', 'Updated', john, 'INBOX', 1, 'Deleted'],
      ),
    ).items;
    expect(tellStory(events)[1]).toMatchObject({ kind: 'moved-to-folder', confidence: 'possible' });
  });

  it('the same mail in the mailboxes of two users is received twice', () => {
    expect(
      kinds(
        table(['10:00:00', 'Created', john, 'INBOX', 1], ['10:00:00', 'Created', 'Anna (USER)', 'INBOX', 9]),
      ),
    ).toEqual(['received', 'received', 'still-there', 'still-there']);
  });

  it('within a shared mailbox it is an ordinary move, its trash is a trash', () => {
    const shared = 'projet (MAILSHARE)';
    const move = (folder: string): string[] =>
      kinds(
        table(
          ['10:00:00', 'Created', shared, 'projet', 1],
          ['10:05:00', 'Created', shared, folder, 2],
          ['10:05:01', 'Updated', shared, 'projet', 1, 'Deleted'],
        ),
      );
    expect(move('projet/Archive')[1]).toBe('moved-to-folder');
    expect(move('projet/Trash')[1]).toBe('moved-to-trash');
  });

  it('a table that begins late does not claim to know the arrival', () => {
    const [first] = tellStory(parseHistory(table(['10:05:00', 'Updated', john, 'INBOX', 1])).items);
    expect(first).toMatchObject({
      kind: 'received',
      confidence: 'likely',
      sentence: { key: 'history:story.first-seen' },
    });
  });

  it('has nothing to tell without rows', () => {
    expect(tellStory([])).toEqual([]);
    expect(whereNow([])).toEqual([]);
  });
});

it('tells every item once: as arrival, copy or goal of a move', () => {
  const row = fc.tuple(
    fc.integer({ min: 10, max: 59 }),
    fc.constantFrom('Created', 'Updated', 'Deleted'),
    fc.constantFrom('John (USER)', 'Anna (USER)', 'projet (MAILSHARE)'),
    fc.constantFrom('INBOX', 'Trash', 'Archive'),
    fc.integer({ min: 1, max: 3 }),
    fc.constantFrom('', 'Seen', 'Deleted', 'Seen,Deleted'),
  );
  fc.assert(
    fc.property(fc.array(row, { maxLength: 12 }), (rows) => {
      const text = table(
        ...[...rows]
          .sort((a, b) => a[0] - b[0])
          .map(([minute, ...rest]): Row => [`10:${String(minute)}:00`, ...rest]),
      );
      const { items } = parseHistory(text);
      const story = tellStory(items);
      const begins = story.filter(
        ({ kind }) => kind === 'received' || kind === 'copied' || kind.startsWith('moved'),
      );
      expect(begins).toHaveLength(whereNow(items).length);
      expect(story.filter(({ kind }) => kind === 'read').length).toBeLessThanOrEqual(1);
      for (const { lines } of story)
        for (const line of lines) expect(items.some((event) => event.line === line)).toBe(true);
    }),
  );
});
