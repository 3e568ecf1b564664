import { describe, expect, it } from 'vitest';
import { reachablePlace } from './windowPlace.ts';

const laptop = { x: 0, y: 0, width: 1366, height: 728 };
const second = { x: 1366, y: 0, width: 1920, height: 1040 };

describe('reachablePlace', () => {
  it.each([
    ['inside', { x: 100, y: 50, width: 1000, height: 600 }],
    ['partly beyond the side', { x: 1100, y: 50, width: 1000, height: 600 }],
    ['partly below', { x: 100, y: 600, width: 1000, height: 600 }],
  ])('leaves a window where it is: %s', (_where, window) => {
    expect(reachablePlace(window, [laptop])).toEqual(window);
  });

  it('brings one back whose screen is gone', () => {
    const window = { x: 1500, y: 100, width: 1180, height: 820 };
    expect(reachablePlace(window, [laptop, second])).toEqual(window);
    expect(reachablePlace(window, [laptop])).toEqual({ x: 93, y: 0, width: 1180, height: 728 });
  });

  it('brings one back whose upper edge cannot be taken hold of', () => {
    const above = { x: 100, y: -60, width: 800, height: 600 };
    expect(reachablePlace(above, [laptop])).toEqual({ x: 283, y: 64, width: 800, height: 600 });
  });

  it('does nothing while there is no screen at all', () => {
    const window = { x: 9000, y: 0, width: 800, height: 600 };
    expect(reachablePlace(window, [])).toEqual(window);
  });
});
