import { expect, it } from 'vitest';
import { LogFileError } from './logFileProblem.ts';
import type { LogFileProblem } from './logFileProblem.ts';
import { orShrank, withShrunk } from './shrunkFiles.ts';

const cut: LogFileProblem = { kind: 'cut-short', file: 'mail.log', linesRead: 9, detail: '' };
const damaged: LogFileProblem = { kind: 'damaged', file: 'mail.log.1.gz', linesRead: 9, detail: '' };

it('tells once of a file that shrank, and of the others what it told before', () => {
  expect(withShrunk([cut, damaged, cut], ['mail.log'])).toEqual([
    damaged,
    { kind: 'shrank', file: 'mail.log', linesRead: 0, detail: '' },
  ]);
  expect(withShrunk([cut], [])).toEqual([cut]);
});

it('says so of a file of which nothing was left, and leaves every other error alone', () => {
  expect(orShrank(new LogFileError(cut), ['mail.log'])).toMatchObject({ problem: { kind: 'shrank' } });
  const fault = new Error('a fault of ours');
  expect(orShrank(fault, ['mail.log'])).toBe(fault);
  expect(orShrank(new LogFileError(damaged), ['mail.log'])).toMatchObject({ problem: damaged });
});
