// @vitest-environment jsdom
import { cleanup, render } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { Chart } from './Chart.tsx';

const setOption = vi.hoisted(() => vi.fn());
vi.mock('./useEcharts.ts', () => {
  const drawn = { setOption, resize: vi.fn(), dispose: vi.fn(), on: vi.fn(), off: vi.fn() };
  const echarts = { drawIn: () => drawn };
  return { useEcharts: () => echarts };
});
afterEach(cleanup);

/** Draws a chart for somebody who asked their system for less motion, or did not. */
function draw(wantsStillness: boolean): readonly unknown[] {
  setOption.mockClear();
  window.matchMedia = (query) =>
    ({
      matches: wantsStillness && query === '(prefers-reduced-motion: reduce)',
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    }) as unknown as MediaQueryList;
  window.ResizeObserver = class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  };
  render(<Chart option={{}} label="Mails by the hour" height={100} onPick={() => undefined} />);
  return setOption.mock.calls.map(([option]) => (option as { readonly animation: unknown }).animation);
}

test('a chart moves only for those who did not ask for less motion', () => {
  expect(new Set(draw(true))).toEqual(new Set([false]));
  expect(draw(false).at(-1)).toBe(true);
});
