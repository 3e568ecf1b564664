import { expect, it } from 'vitest';
import { parseUnexpungeListing } from '../../cyrus/parseUnexpunge.ts';
import { deletedMessages } from './readRestore.ts';

const listed = (sent: string) =>
  deletedMessages(
    {
      folder: 'INBOX',
      cyrus: parseUnexpungeListing(
        `UID: 2\n\tSize: 474\n\tSent: ${sent}\n\tRecv: Mon Nov 23 01:19:15 2026\n\tExpg: Mon Nov 23 01:19:15 2026\n\tFrom: <a@b.example>\n\tTo  : <c@d.example>\n\tCc  :\n\tBcc :\n\tSubj: "x"\n`,
      ),
      bmCli: null,
    },
    7,
    Date.parse('2026-11-23T02:00:00Z'),
  )[0]?.date;

it('shows the day alone where Cyrus knows no more, not midnight', () => {
  expect(listed('Sun Nov 22 00:00:00 2026')).toBe('2026-11-22');
  expect(listed('Sun Nov 22 11:30:00 2026')).toBe('2026-11-22T11:30:00');
  expect(listed('?')).toBe('2026-11-23T01:19:15');
});
