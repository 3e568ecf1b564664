import { useCallback } from 'react';
import type { TraceRow } from '../../../../core/playbooks/trace/selectRecipients.ts';
import { useWords } from '../../i18n/words.ts';
import { MeasuredRows } from '../../ui/MeasuredRows.tsx';
import type { RowPlace } from '../../ui/MeasuredRows.tsx';
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

/** With more than these only the visible rows are drawn. */
const FEW = 60;
/** So near the end of what is loaded more is asked for. */
const NEAR_END = 20;
const ROW_HEIGHT = 62;

export function ResultTable({ rows, isComplete, open, onOpen, onEnd }: ResultTableProps) {
  const { length } = rows;
  const onView = useCallback(
    (last: number): void => {
      if (last >= length - NEAR_END) onEnd();
    },
    [length, onEnd],
  );
  return (
    <div role="table" className={classes.table} aria-rowcount={isComplete ? length + 1 : -1}>
      <Head />
      <MeasuredRows
        count={length}
        usualHeight={ROW_HEIGHT}
        few={isComplete ? FEW : 0}
        className={classes.scroll}
        onView={onView}
        draw={(index, place) => {
          const row = rows[index];
          return row === undefined ? null : (
            <Row key={index} row={row} index={index} isOpen={open === index} onOpen={onOpen} {...place} />
          );
        }}
      />
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

interface RowProps extends RowPlace {
  readonly row: TraceRow;
  readonly index: number;
  readonly isOpen: boolean;
  readonly onOpen: (row: number) => void;
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
