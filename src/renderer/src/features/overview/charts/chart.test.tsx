// @vitest-environment jsdom
import { cleanup, render, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { Chart } from './Chart.tsx';

const setOption = vi.hoisted(() => vi.fn());
vi.mock('./useEcharts.ts', () => {
  const drawn = { setOption, resize: vi.fn(), dispose: vi.fn(), on: vi.fn(), off: vi.fn() };
  const echarts = { drawIn: () => drawn };
  return { useEcharts: () => echarts };
});
afterEach(cleanup);

test('a chart stands there at once: nothing moves, whether or not less motion was asked for', async () => {
  window.ResizeObserver = class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  };
  render(<Chart option={{}} label="Mails by the hour" height={100} onPick={() => undefined} />);
  await waitFor(() => expect(setOption).toHaveBeenCalled());
  for (const [option] of setOption.mock.calls) expect(option).toMatchObject({ animation: false });
});
