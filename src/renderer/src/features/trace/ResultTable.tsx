import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { CSSProperties } from 'react';
import type { TraceRow } from '../../../../core/playbooks/trace/selectRecipients.ts';
import { useWords } from '../../i18n/words.ts';
import classes from './ResultTable.module.css';
import { StatusBadge } from './StatusBadge.tsx';

interface ResultTableProps {
  readonly rows: readonly TraceRow[];
  /** False while more can be loaded. */
  readonly isComplete: boolean;
  readonly open: number | null;
  readonly onOpen: (row: number) => void;
  /** The user came near the end of what is loaded. */
  readonly onEnd: () => void;
}

/** From here on only the visible rows are drawn. */
const MANY = 60;
const ROW_HEIGHT = 62;

export function ResultTable(props: ResultTableProps) {
  const { rows, isComplete } = props;
  return (
    <div role="table" className={classes.table} aria-rowcount={isComplete ? rows.length + 1 : -1}>
      <Head />
      {rows.length <= MANY && isComplete ? <AllRows {...props} /> : <VisibleRows {...props} />}
    </div>
  );
}

function Head() {
  const { t } = useWords();
  return (
    <div role="rowgroup" className={classes.head}>
      <div role="row" aria-rowindex={1} className={classes.row}>
        <span role="columnheader">{t('trace-view:column.status')}</span>
        <span role="columnheader">{t('trace-view:column.recipient')}</span>
        <span role="columnheader">{t('trace-view:column.sender')}</span>
        <span role="columnheader">{t('trace-view:column.time')}</span>
      </div>
    </div>
  );
}

function AllRows({ rows, open, onOpen }: ResultTableProps) {
  return (
    <div role="rowgroup">
      {rows.map((row, index) => (
        <Row key={index} row={row} index={index} isOpen={open === index} onOpen={onOpen} />
      ))}
    </div>
  );
}

function VisibleRows({ rows, open, onOpen, onEnd }: ResultTableProps) {
  const box = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- its functions stay in this component and are not memoized
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
  });
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  const nearEnd = last >= rows.length - 20;
  useEffect(() => {
    if (nearEnd) onEnd();
  }, [nearEnd, onEnd]);
  return (
    <div ref={box} className={classes.scroll}>
      <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {shown.map(({ index, start }) => {
          const row = rows[index];
          return row === undefined ? null : (
            <Row
              key={index}
              row={row}
              index={index}
              isOpen={open === index}
              onOpen={onOpen}
              measure={virtual.measureElement}
              style={{ position: 'absolute', insetInline: 0, top: start }}
            />
          );
        })}
      </div>
    </div>
  );
}

interface RowProps {
  readonly row: TraceRow;
  readonly index: number;
  readonly isOpen: boolean;
  readonly onOpen: (row: number) => void;
  readonly style?: CSSProperties;
  /** Tells the virtual list how high the row came out. */
  readonly measure?: (row: HTMLElement | null) => void;
}

function Row({ row: { message, recipient }, index, isOpen, onOpen, style, measure }: RowProps) {
  const { t, format } = useWords();
  const sender =
    message.sender === null
      ? t('trace-view:unknown-sender')
      : message.sender === ''
        ? t('trace-view:null-sender')
        : message.sender;
  return (
    <div
      ref={measure}
      role="row"
      data-index={index}
      aria-rowindex={index + 2}
      className={classes.row}
      data-open={isOpen || undefined}
      style={style}
    >
      <span role="cell" className={classes.status}>
        <StatusBadge status={recipient?.status ?? 'unknown'} />
      </span>
      <span role="cell" className={classes.recipient}>
        <button type="button" className={classes.choose} aria-expanded={isOpen} onClick={() => onOpen(index)}>
          {recipient?.address ?? t('trace-view:no-recipient')}
        </button>
        {recipient?.originalAddress && recipient.originalAddress !== recipient.address && (
          <small className={classes.small}>
            {t('trace-view:originally', { address: recipient.originalAddress })}
          </small>
        )}
      </span>
      <span role="cell" className={classes.sender} data-label={t('trace-view:column.sender')}>
        {sender}
      </span>
      <span role="cell" className={classes.time}>
        {format.moment(recipient?.lastAttempt ?? message.lastSeen)}
      </span>
    </div>
  );
}
