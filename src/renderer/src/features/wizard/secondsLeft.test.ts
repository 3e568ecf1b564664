import { expect, test } from 'vitest';
import { secondsLeft } from './secondsLeft.ts';

test('the estimate follows the pace so far', () => {
  expect(secondsLeft({ doneBytes: 25, totalBytes: 100, elapsedMs: 2000 })).toBe(6);
  expect(secondsLeft({ doneBytes: 100, totalBytes: 100, elapsedMs: 2000 })).toBe(0);
  expect(secondsLeft({ doneBytes: 120, totalBytes: 100, elapsedMs: 2000 })).toBe(0);
});

test('without a pace there is no estimate', () => {
  expect(secondsLeft({ doneBytes: 0, totalBytes: 100, elapsedMs: 2000 })).toBeNull();
  expect(secondsLeft({ doneBytes: 5, totalBytes: null, elapsedMs: 2000 })).toBeNull();
  expect(secondsLeft({ doneBytes: 5, totalBytes: 100, elapsedMs: 300 })).toBeNull();
});
