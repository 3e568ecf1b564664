import type { ChartOption } from './echarts.ts';

export interface Slice {
  readonly name: string;
  readonly count: number;
  readonly colour: string;
}

/** A ring; its slices are named beside it, where there is room for whole words. */
export const statusOption = (slices: readonly Slice[], paper: string, withNames: boolean): ChartOption => ({
  ...(withNames ? { legend: { bottom: 0, data: slices.map(({ name }) => name) } } : {}),
  series: [
    {
      type: 'pie',
      radius: ['52%', '92%'],
      label: { show: false },
      emphasis: { scale: false },
      itemStyle: { borderColor: paper, borderWidth: 2 },
      data: slices.map(({ name, count, colour }) => ({ name, value: count, itemStyle: { color: colour } })),
    },
  ],
});
