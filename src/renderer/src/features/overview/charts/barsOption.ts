import type { ChartColours } from './chartColours.ts';
import type { ChartOption } from './echarts.ts';

interface Bars {
  readonly bars: readonly { readonly name: string; readonly count: number }[];
  readonly number: (value: number) => string;
  readonly colours: ChartColours;
}

/** Upright bars, for few names that are short: how long deliveries took. */
export function uprightBars({ bars, number, colours }: Bars): ChartOption {
  return {
    textStyle: { fontFamily: 'inherit' },
    grid: { left: 8, right: 8, top: 24, bottom: 4, containLabel: true },
    xAxis: {
      type: 'category',
      data: bars.map(({ name }) => name),
      axisLabel: { color: colours.quiet, fontSize: 12, interval: 0, hideOverlap: true },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colours.line } },
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      axisLabel: { color: colours.quiet, fontSize: 12, formatter: (value: number) => number(value) },
      splitLine: { lineStyle: { color: colours.line } },
    },
    series: [
      {
        type: 'bar',
        barMaxWidth: 60,
        itemStyle: { color: colours.accent },
        emphasis: { disabled: true },
        label: {
          show: true,
          position: 'top',
          color: colours.ink,
          formatter: ({ value }) => (value === 0 ? '' : number(Number(value))),
        },
        data: bars.map(({ count }) => count),
      },
    ],
  };
}

/** Lying bars, for names of any length; only for pictures, on the page such a list is made of buttons. */
export function lyingBars({ bars, number, colours }: Bars): ChartOption {
  return {
    textStyle: { fontFamily: 'inherit' },
    grid: { left: 8, right: 60, top: 70, bottom: 8, containLabel: true },
    xAxis: { type: 'value', show: false },
    yAxis: {
      type: 'category',
      inverse: true,
      data: bars.map(({ name }) => name),
      axisLabel: { color: colours.ink, fontSize: 12, width: 380, overflow: 'truncate' },
      axisTick: { show: false },
      axisLine: { show: false },
    },
    series: [
      {
        type: 'bar',
        barMaxWidth: 22,
        itemStyle: { color: colours.accent },
        label: {
          show: true,
          position: 'right',
          color: colours.ink,
          formatter: ({ value }) => number(Number(value)),
        },
        data: bars.map(({ count }) => count),
      },
    ],
  };
}
