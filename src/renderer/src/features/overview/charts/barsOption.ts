import type { ChartColours } from './chartColours.ts';
import type { ChartOption } from './echarts.ts';

interface Bars {
  readonly bars: readonly { readonly name: string; readonly count: number }[];
  readonly number: (value: number) => string;
  readonly colours: ChartColours;
}

/** Lying bars, so that there is room for names of any length. */
export function lyingBars({ bars, number, colours }: Bars): ChartOption {
  return {
    textStyle: { fontFamily: colours.font },
    grid: { left: 20, right: 60, top: 4, bottom: 4, containLabel: true },
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
        emphasis: { disabled: true },
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
