import { describe, expect, it } from 'vitest';
import { ExpectedRoom } from './expectedRoom.ts';

/** What is asked for, stretch by stretch, of a log of `stretches` where stretch n adds `added(n)`. */
function asked(stretches: number, added: (stretch: number) => number): number[] {
  const room = new ExpectedRoom();
  let had = 0;
  return Array.from({ length: stretches }, (_, stretch) => {
    const wanted = room.of(had, added(stretch), (stretch + 1) / stretches);
    expect(wanted).toBeGreaterThanOrEqual(had + added(stretch));
    had += added(stretch);
    return wanted;
  });
}

describe('room for what is to come', () => {
  it('is made once where all stretches bring as much', () => {
    const [first, second, third, ...others] = asked(64, () => 1000);
    expect([first, second]).toEqual([1000, 2000]);
    expect(third).toBeGreaterThanOrEqual(64_000);
    expect(third).toBeLessThan(67_000);
    expect(Math.max(...others)).toBeLessThan(67_000);
  });

  it('stays small where less and less comes', () => {
    const wanted = asked(64, (stretch) => Math.ceil(1000 / 2 ** stretch));
    expect(Math.max(...wanted)).toBeLessThan(34_000);
    expect(wanted.at(-1)).toBeLessThan(2100);
  });

  it('is what comes, where nobody knows the share', () => {
    const room = new ExpectedRoom();
    expect(room.of(0, 10, 1)).toBe(10);
    expect(room.of(10, 5, 1)).toBe(15);
  });
});
