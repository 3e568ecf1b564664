import type { ChartColours } from './chartColours.ts';
import { lyingBars } from './barsOption.ts';
import type { ChartOption } from './echarts.ts';
import { statusOption } from './statusOption.ts';
import { timeOption } from './timeOption.ts';
import { fetchEcharts } from './useEcharts.ts';

const grey = '#808080';
const colours: ChartColours = {
  delivered: grey,
  deferred: grey,
  bounced: grey,
  rejected: grey,
  received: grey,
  other: grey,
  ink: grey,
  quiet: grey,
  line: grey,
  paper: grey,
  accent: grey,
  font: 'sans-serif',
};
const hour = { from: '', received: 2, delivered: 1, deferred: 1, bounced: 1, rejected: 1 };
const bars = [{ name: 'a', count: 1 }];

/** One of each kind that the overview draws. */
const kinds: readonly (() => ChartOption)[] = [
  () =>
    timeOption({
      buckets: Array.from({ length: 40 }, () => hour),
      label: String,
      name: String,
      number: String,
      colours,
    }),
  () => lyingBars({ bars, number: String, colours }),
  () => statusOption([{ name: 'a', count: 1, colour: grey }], grey, false),
];

const PAUSE_MS = 50;

/** Those that were not drawn yet. */
const cold = [...kinds];

/**
 * Draws charts nobody sees while the window has nothing to do, and answers how to stop that. The first chart of a start takes
 * three times as long as the next one, because the browser compiles what it runs for the first time.
 */
export function warmCharts(): () => void {
  let isWanted = true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const drawNext = ({ drawIn }: Pick<Awaited<ReturnType<typeof fetchEcharts>>, 'drawIn'>): void => {
    const option = isWanted ? cold.pop() : undefined;
    if (option === undefined) return;
    const chart = drawIn(document.createElement('div'), { width: 600, height: 200 });
    chart.setOption({ ...option(), animation: false });
    chart.dispose();
    timer = setTimeout(() => drawNext({ drawIn }), PAUSE_MS);
  };
  void fetchEcharts().then(drawNext);
  return () => {
    isWanted = false;
    clearTimeout(timer);
  };
}
