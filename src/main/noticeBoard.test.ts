import { expect, it } from 'vitest';
import type { Notice } from '../shared/ipc/contract.ts';
import { NoticeBoard } from './noticeBoard.ts';

it('keeps what is said until it is dismissed, and says nothing twice', () => {
  const shown: (readonly Notice[])[] = [];
  let count = 0;
  const board = new NoticeBoard(
    () => `notice-${(count += 1)}`,
    (open) => shown.push(open),
  );
  board.post('warning', { key: 'notices:case-not-saved' });
  board.post('warning', { key: 'notices:case-not-saved' });
  board.post('info', { key: 'notices:woke', values: { count: 1 } });
  board.post('info', { key: 'notices:woke', values: { count: 2 } });
  expect(board.open.map(({ id }) => id)).toEqual(['notice-1', 'notice-2', 'notice-3']);
  board.dismiss('notice-2');
  expect(shown.at(-1)?.map(({ message }) => message.values?.['count'])).toEqual([undefined, 2]);
});
