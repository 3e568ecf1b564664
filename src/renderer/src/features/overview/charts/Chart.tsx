import { useEffect, useRef, useState } from 'react';
import classes from './Chart.module.css';
import type { ChartOption, DrawnChart } from './echarts.ts';
import { useEcharts } from './useEcharts.ts';

interface ChartProps {
  readonly option: ChartOption;
  /** What there is to be seen, in a sentence: those who cannot see it get it read out. */
  readonly label: string;
  readonly height: number;
  /** A bar or slice was clicked, by its place in the data. */
  readonly onPick: (place: number) => void;
  /** With it the chart takes a drag from bar to bar; both ends included. */
  readonly onRange?: (first: number, last: number) => void;
}

/** Less than this many px is a click with an unsteady hand. */
const DRAG_PX = 6;

/** A chart to look at and to click into. All it can do can be done in the table that takes its place on request, too. */
export function Chart({ option, label, height, onPick, onRange }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<DrawnChart | null>(null);
  const [isDrawn, setIsDrawn] = useState(false);
  const [marked, setMarked] = useState<readonly [number, number] | null>(null);
  const echarts = useEcharts();

  useEffect(() => {
    const element = box.current;
    if (echarts === null || element === null) return;
    const drawn = echarts.drawIn(element);
    setChart(drawn);
    const sizes = new ResizeObserver(() => {
      // The first time it is told the size it was drawn with.
      if (drawn.getWidth() !== element.clientWidth || drawn.getHeight() !== element.clientHeight)
        drawn.resize();
    });
    sizes.observe(element);
    return () => {
      sizes.disconnect();
      drawn.dispose();
      setChart(null);
      setIsDrawn(false);
    };
  }, [echarts]);

  useEffect(() => {
    if (chart === null) return;
    // In a task of its own: all charts of a page in one would hold up the window. Nothing moves: moving a hundred bars takes
    // longer than drawing them.
    const timer = setTimeout(() => {
      chart.setOption({ ...option, animation: false }, { notMerge: true });
      setIsDrawn(true);
    });
    return () => clearTimeout(timer);
  }, [chart, option]);

  useEffect(() => {
    if (chart === null || !isDrawn) return;
    if (onRange === undefined) {
      const pick = ({ dataIndex }: { readonly dataIndex: number }): void => onPick(dataIndex);
      chart.on('click', pick as never);
      return () => void chart.off('click', pick as never);
    }
    const element = box.current;
    if (element === null) return;
    let start: number | null = null;
    const across = (event: PointerEvent): number => event.clientX - element.getBoundingClientRect().left;
    const barAt = (x: number): number => {
      // One axis is asked, so a number goes in and a number comes out.
      const place = Number(chart.convertFromPixel({ xAxisIndex: 0 }, x as never));
      const bars = (chart.getOption()['xAxis'] as readonly { readonly data: readonly unknown[] }[])[0]?.data;
      return Math.max(0, Math.min((bars?.length ?? 1) - 1, Math.round(place)));
    };
    const onDown = (event: PointerEvent): void => {
      if (event.button !== 0 || !event.isPrimary) return;
      start = across(event);
    };
    const onMove = (event: PointerEvent): void => {
      if (start === null) return;
      const now = across(event);
      if (Math.abs(now - start) >= DRAG_PX) setMarked([Math.min(start, now), Math.max(start, now)]);
    };
    const onUp = (event: PointerEvent): void => {
      if (start === null) return;
      const [from, to] = [start, across(event)];
      start = null;
      setMarked(null);
      if (Math.abs(to - from) < DRAG_PX) onPick(barAt(to));
      else onRange(barAt(Math.min(from, to)), barAt(Math.max(from, to)));
    };
    const onGone = (): void => {
      start = null;
      setMarked(null);
    };
    element.addEventListener('pointerdown', onDown);
    // A drag may end anywhere.
    window.addEventListener('pointermove', onMove);
    window.addEventListener('pointerup', onUp);
    window.addEventListener('pointercancel', onGone);
    return () => {
      element.removeEventListener('pointerdown', onDown);
      window.removeEventListener('pointermove', onMove);
      window.removeEventListener('pointerup', onUp);
      window.removeEventListener('pointercancel', onGone);
    };
  }, [chart, isDrawn, onPick, onRange]);

  return (
    <div className={classes.frame} style={{ height }}>
      <div
        ref={box}
        role="img"
        aria-label={label}
        className={classes.chart}
        data-draggable={onRange !== undefined || undefined}
        data-drawn={isDrawn || undefined}
      />
      {marked !== null && (
        <div
          className={classes.marked}
          style={{ left: marked[0], width: marked[1] - marked[0] }}
          aria-hidden
        />
      )}
    </div>
  );
}
