import type { OverviewBucket } from '../../../../../core/logIndex/logOverview.ts';
import type { ChartColours } from './chartColours.ts';
import type { ChartOption } from './echarts.ts';

/** What is stacked, from the bottom; `received` is a line over it, because every mail received is one of the others later. */
export const stacked = ['delivered', 'deferred', 'bounced', 'rejected'] as const;

interface TimeChartInput {
  readonly buckets: readonly OverviewBucket[];
  readonly label: (from: string) => string;
  readonly name: (part: (typeof stacked)[number] | 'received') => string;
  readonly number: (value: number) => string;
  readonly colours: ChartColours;
}

export function timeOption({ buckets, label, name, number, colours }: TimeChartInput): ChartOption {
  const axisText = { color: colours.quiet, fontSize: 12 };
  return {
    textStyle: { fontFamily: colours.font },
    grid: { left: 8, right: 12, top: 14, bottom: 4, containLabel: true },
    tooltip: {
      trigger: 'axis',
      confine: true,
      backgroundColor: colours.paper,
      borderColor: colours.line,
      textStyle: { color: colours.ink, fontSize: 13 },
      axisPointer: { type: 'shadow' },
      valueFormatter: (value) => number(Number(value) || 0),
    },
    xAxis: {
      type: 'category',
      data: buckets.map(({ from }) => label(from)),
      axisLabel: { ...axisText, hideOverlap: true, alignMinLabel: 'left', alignMaxLabel: 'right' },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colours.line } },
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      axisLabel: { ...axisText, formatter: (value: number) => number(value) },
      splitLine: { lineStyle: { color: colours.line } },
    },
    series: [
      ...stacked.map((part) => ({
        type: 'bar' as const,
        name: name(part),
        stack: 'deliveries',
        barCategoryGap: '18%',
        barMaxWidth: 46,
        itemStyle: { color: colours[part] },
        emphasis: { disabled: true },
        // What is not there is not drawn: most hours hold no returned mail.
        data: buckets.map((bucket) => (bucket[part] === 0 ? null : bucket[part])),
      })),
      {
        type: 'line',
        name: name('received'),
        data: buckets.map(({ received }) => received),
        // A single hour has no line, only its point.
        symbol: 'circle',
        showSymbol: buckets.length < 3,
        symbolSize: 7,
        step: 'middle',
        lineStyle: { color: colours.received, width: 1.5, opacity: 0.75 },
        itemStyle: { color: colours.received },
        emphasis: { disabled: true },
      },
    ],
  };
}
