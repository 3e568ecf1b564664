import { describe, expect, it } from 'vitest';
import { readSecondStart } from './secondStart.ts';

describe('what a second start hands over', () => {
  it('is taken when it is the words of a start', () => {
    const start = { argv: ['mailtriage', 'mail.log'], workingFolder: '/home/a' };
    expect(readSecondStart(start)).toEqual(start);
  });

  it('is nothing when it is anything else', () => {
    for (const handed of [null, undefined, 'x', { argv: 'mail.log' }, { argv: [1], workingFolder: '/' }]) {
      expect(readSecondStart(handed)).toBeNull();
    }
  });
});
