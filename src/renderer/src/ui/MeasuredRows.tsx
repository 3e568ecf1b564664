import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { CSSProperties, ReactNode } from 'react';

/** Where a row is put, and how it tells its height; empty while all rows are drawn. */
export interface RowPlace {
  readonly style?: CSSProperties;
  readonly measure?: (row: HTMLElement | null) => void;
}

interface MeasuredRowsProps {
  readonly count: number;
  /** Draws a row with a key of its own, `data-index` and, where given, its place. */
  readonly draw: (index: number, place: RowPlace) => ReactNode;
  /** In px, until it is measured. */
  readonly usualHeight: number;
  /** Up to so many rows all are drawn; 0 when more may come. */
  readonly few: number;
  /** Of the box that scrolls. */
  readonly className: string | undefined;
  /** The last row in view. */
  readonly onView?: (last: number) => void;
}

/** Rows of a table, each as high as what is in it; of thousands only the visible ones are drawn. A million wants `LongRows`. */
export function MeasuredRows(props: MeasuredRowsProps) {
  const { count, draw, few } = props;
  if (count > few) return <VisibleRows {...props} />;
  return <div role="rowgroup">{Array.from({ length: count }, (_, index) => draw(index, {}))}</div>;
}

function VisibleRows({ count, draw, usualHeight, className, onView }: MeasuredRowsProps) {
  const box = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- its functions stay in this component and are not memoized
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => usualHeight,
    overscan: 8,
  });
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => onView?.(last), [last, onView]);
  return (
    <div ref={box} className={className}>
      <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {shown.map(({ index, start }) =>
          draw(index, {
            measure: virtual.measureElement,
            style: { position: 'absolute', insetInline: 0, top: start },
          }),
        )}
      </div>
    </div>
  );
}
