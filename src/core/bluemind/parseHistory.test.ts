import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from '../recognise/testAnyText.ts';
import { textLines } from '../recognise/textLines.ts';
import { parseAsciiTables } from './asciiTable.ts';
import { parseHistory } from './parseHistory.ts';

const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
const query = fixture('bluemind4-query-two-messages.txt');

describe('parseHistory', () => {
  it('reads the example of the documentation, escapes and all', () => {
    const history = parseHistory(fixture('bluemind4-trash-of-another.txt'));
    expect(history.items).toHaveLength(4);
    expect(history.items[1]).toEqual({
      date: '2019-06-13T13:11:25Z',
      type: 'Updated',
      owner: { name: 'John Test', kind: 'USER' },
      folderUid: 'mbox_records_nqjg0zo2avnp9p8i121e8czq',
      folder: 'INBOX',
      itemUid: 12617,
      flags: ['Seen', 'Important'],
      message: 0,
      line: 7,
    });
    expect(history).toMatchObject({ notUnderstood: [], findings: [], cutOff: false });
  });

  it('keeps messages apart', () => {
    const history = parseHistory(query);
    expect(history.messages.map((events) => events.length)).toEqual([1, 4]);
    expect(history.items.map(({ message, itemUid }) => [message, itemUid])).toEqual([
      [0, 7],
      [1, 8],
      [1, 8],
      [1, 3],
      [1, 8],
    ]);
  });

  it('reads plain underscores, colours and Windows line ends', () => {
    const plain = query
      .replaceAll('\\_', '_')
      .replaceAll(
        '-------------------------------------------------+-',
        '-----------------------------------------------+-',
      );
    expect(parseHistory(plain).items).toEqual(parseHistory(query).items);
    expect(parseHistory(`\u001b[32m${query.replaceAll('\n', '\r\n')}\u001b[0m`).items).toHaveLength(5);
  });

  it('joins wrapped cells', () => {
    const rule = `+------------------------------+---------+------------+${'-'.repeat(82)}+--------+---------------+-------+`;
    const long = 'a'.repeat(80);
    const text = [
      rule,
      `| Date                         | Type    | Owner      | Folder-UID${' '.repeat(71)}| Folder | Item/IMAP-UID | Flags |`,
      rule,
      `| Thu Jun 13 13:11:14 GMT 2019 | Created |  Jean Paul | ${long} |  INBOX |            7. |  Seen,|`,
      `|                              |         |     (USER) | ${'b'.repeat(10).padStart(80)} |        |               |   Old |`,
      rule,
    ].join('\n');
    const history = parseHistory(text);
    expect(history.items[0]).toMatchObject({
      owner: { name: 'Jean Paul', kind: 'USER' },
      folderUid: `${long}${'b'.repeat(10)}`,
      flags: ['Seen', 'Old'],
      itemUid: 7,
    });
    expect(history.cutOff).toBe(false);
  });

  it('reads an empty table and an empty text', () => {
    const header = query.split('\n').slice(1, 4).join('\n');
    expect(parseHistory(header)).toMatchObject({
      items: [],
      messages: [[]],
      cutOff: false,
      notUnderstood: [],
    });
    expect(parseHistory('')).toMatchObject({ items: [], messages: [], cutOff: false });
  });

  it('sees a table that is cut off at either end', () => {
    const lines = query.trimEnd().split('\n');
    const noEnd = parseHistory(lines.slice(0, -1).join('\n'));
    expect(noEnd).toMatchObject({ cutOff: true });
    expect(noEnd.items).toHaveLength(5);
    const inMiddle = parseHistory(lines.slice(0, -1).join('\n').slice(0, -20));
    expect(inMiddle).toMatchObject({ cutOff: true });
    expect(inMiddle.items).toHaveLength(4);
    expect(inMiddle.notUnderstood).toHaveLength(1);
    for (const [from, items] of [
      [9, 4],
      [10, 3],
      [11, 3],
    ] as const) {
      const noTop = parseHistory(lines.slice(from).join('\n'));
      expect(noTop.cutOff).toBe(true);
      expect(noTop.items).toHaveLength(items);
    }
    expect(parseHistory(lines.slice(2).join('\n')).items).toHaveLength(5);
  });

  it('reads a bare owner uid and keeps unreadable dates as null', () => {
    const text = query
      .replace('John Doe (USER)', '8E5B-UID-GONE  ')
      .replace('Sat Apr 13 06:45:17 GMT 2019', 'Sat Apr 13 06:45:17 CEST 201');
    expect(parseHistory(text).items[0]).toMatchObject({
      owner: { name: '8E5B-UID-GONE', kind: null },
      date: null,
    });
  });

  it('names errors and hands back the rest', () => {
    const history = parseHistory('user jdoe@blue-mind.net not found\nwho knows\n');
    expect(history.findings.map(({ kind, subject }) => [kind, subject])).toEqual([
      ['user-not-found', 'jdoe@blue-mind.net'],
    ]);
    expect(history.notUnderstood).toEqual([{ line: 2, text: 'who knows' }]);
  });

  it('hands back tables of something else', () => {
    expect(parseHistory('+---+\n| a |\n+---+\n| 1 |\n+---+\n').notUnderstood).toHaveLength(5);
  });
});

describe('any text', () => {
  const pieces = fc.constantFrom(
    ...textLines(query),
    '+-+',
    '| |',
    '|',
    '+--',
    '+---+---+',
    '| a | b |',
    'x',
  );
  const texts = fc.oneof(
    anyText(),
    fc.array(pieces, { maxLength: 40 }).map((lines) => lines.join('\n')),
  );

  it('never throws and loses no line', () => {
    fc.assert(
      fc.property(texts, (text) => {
        parseHistory(text);
        const { tables, outside, notUnderstood } = parseAsciiTables(text);
        const lines = textLines(text);
        const covered = new Set([...outside, ...notUnderstood].map(({ line }) => line));
        for (const { firstLine, lastLine } of tables)
          for (let line = firstLine; line <= lastLine; line++) covered.add(line);
        if (!text.includes('\u001b'))
          for (const [index, line] of lines.entries())
            if (line.trim() !== '') expect(covered.has(index + 1)).toBe(true);
      }),
    );
  });

  it('stays linear on hostile text', () => {
    const started = performance.now();
    for (const text of [
      '+-'.repeat(500_000),
      '|'.repeat(1_000_000),
      '+-+\n'.repeat(100_000),
      `+-+-+\n${'| a | b |\n'.repeat(100_000)}`,
      ` is disabled.`.repeat(80_000),
      `${'a.'.repeat(400_000)}Exception`,
    ])
      parseHistory(text);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
