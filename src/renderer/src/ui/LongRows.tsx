import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { CSSProperties, KeyboardEvent, ReactNode } from 'react';
import classes from './LongRows.module.css';
import { rowsInView, rowTop, scrolledHeight, scrollScale, scrollTopFor } from './scaledScroll.ts';

interface LongRowsProps {
  readonly count: number;
  /** All rows are of one height: nothing needs to be measured, however many there are. */
  readonly rowHeight: number;
  /** Draws a row; its button or link carries `tabIndex`, so that Tab stops once in the whole list. */
  readonly draw: (
    row: number,
    place: { readonly style: CSSProperties; readonly tabIndex: number },
  ) => ReactNode;
  /** Which rows are drawn now. */
  readonly onView: (first: number, last: number) => void;
}

const PAGE_OF_KEYS = 10;
const steps: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: PAGE_OF_KEYS,
  PageUp: -PAGE_OF_KEYS,
  Home: -Infinity,
  End: Infinity,
};

/**
 * Rows of a table of any length: only what is visible is drawn. Arrow keys go from row to row. Another list wants another
 * `key`, so that it begins at its top.
 */
export function LongRows({ count, rowHeight, draw, onView }: LongRowsProps) {
  const box = useRef<HTMLDivElement>(null);
  const { ref: sized, height } = useElementSize<HTMLDivElement>();
  const merged = useMergedRef(box, sized);
  const [scrollTop, setScrollTop] = useState(0);
  const [active, setActive] = useState(0);
  /** The row the focus is in, or is to go to once it is drawn. */
  const held = useRef<number | null>(null);
  const list = { count, rowHeight, viewHeight: height === 0 ? rowHeight * PAGE_OF_KEYS : height };
  const [first, last] = rowsInView(list, scrollTop);
  const scale = scrollScale(list);

  useEffect(() => onView(first, last), [first, last, onView]);
  useEffect(() => {
    const element = box.current;
    if (element === null || scale === 1) return;
    // A turn of the wheel moves as far as in any list, though the bar stands for more.
    const onWheel = (event: WheelEvent): void => {
      if (event.deltaMode !== WheelEvent.DOM_DELTA_PIXEL || event.ctrlKey) return;
      event.preventDefault();
      element.scrollTop += event.deltaY / scale;
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [scale]);
  useLayoutEffect(() => {
    // A row that keys led to takes the focus once it is drawn, and again when what stood there while it was on its way is
    // replaced by the row itself.
    if (held.current === null) return;
    const now = document.activeElement;
    if (now !== document.body && !(box.current?.contains(now) ?? false)) return;
    const row = box.current?.querySelector<HTMLElement>(
      `[data-row="${String(held.current)}"] [tabindex="0"]`,
    );
    if (row !== null && row !== undefined && row !== now) row.focus({ preventScroll: true });
  });

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = steps[event.key];
    if (step === undefined || count === 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const row = Math.max(0, Math.min(count - 1, tabStop + step));
    held.current = row;
    setActive(row);
    if (box.current !== null) box.current.scrollTop = scrollTopFor(list, scrollTop, row);
  };
  // What was scrolled away cannot be tabbed to: then the first row in view stands in.
  const firstSeen = Math.min(last, Math.ceil((scrollTop * scale) / rowHeight));
  const tabStop = active >= first && active <= last ? active : firstSeen;
  const drawn = count === 0 ? [] : Array.from({ length: last - first + 1 }, (_, step) => first + step);
  return (
    <div
      ref={merged}
      className={classes.scroll}
      style={{ height: Math.min(count * rowHeight, rowHeight * PAGE_OF_KEYS * 1.4) }}
      onScroll={({ currentTarget }) => setScrollTop(currentTarget.scrollTop)}
    >
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys come from the buttons in the rows */}
      <div
        role="rowgroup"
        className={classes.rows}
        style={{ height: scrolledHeight(list) }}
        onKeyDown={onKeyDown}
        onFocus={({ target }) => {
          const row = target.closest<HTMLElement>('[data-row]')?.dataset['row'];
          if (row === undefined) return;
          held.current = Number(row);
          setActive(Number(row));
        }}
        onBlur={({ relatedTarget, currentTarget }) => {
          // Fired when the focus goes elsewhere, not when the focused row is drawn anew.
          if (!currentTarget.contains(relatedTarget)) held.current = null;
        }}
      >
        {drawn.map((row) =>
          draw(row, {
            style: { top: rowTop(list, scrollTop, row), height: rowHeight },
            tabIndex: row === tabStop ? 0 : -1,
          }),
        )}
      </div>
    </div>
  );
}
