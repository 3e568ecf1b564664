import { Alert, Button } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useCallback, useState } from 'react';
import type { MessageFilter } from '../../../../core/logIndex/messageFilter.ts';
import type { RowOrder } from '../../../../core/logIndex/messageRow.ts';
import { useWords } from '../../i18n/words.ts';
import { LongRows } from '../../ui/LongRows.tsx';
import { MailCells, MailHead, mailRowClass } from './MailCells.tsx';
import classes from './MailTable.module.css';
import { isIndexLost, useReadAgain } from './useReadAgain.ts';
import { useRows } from './useRows.ts';

interface MailTableProps {
  readonly index: string;
  readonly filter: MessageFilter;
  readonly order: RowOrder;
  readonly onOrder: (order: RowOrder) => void;
  /** The mail that is open, as `MessageRow.row`. */
  readonly open: number | null;
  readonly onOpen: (row: number) => void;
}

/** As in MailCells.module.css: one line a mail, or two, or four where there is little room. */
const heightFor = (width: number): number => (width > 960 || width === 0 ? 44 : width > 480 ? 68 : 116);

/** All mails the filter lets through, however many: rows come from main as they come into view. */
export function MailTable({ index, filter, order, onOrder, open, onOpen }: MailTableProps) {
  const { t, say } = useWords();
  const [view, setView] = useState<readonly [number, number]>([0, 0]);
  const { ref, width } = useElementSize<HTMLDivElement>();
  const rows = useRows(index, filter, order, view);
  const readAgain = useReadAgain();
  const onView = useCallback((first: number, last: number) => setView([first, last]), []);
  if (rows.error !== null) {
    const isLost = isIndexLost(rows.error);
    return (
      <Alert color="red" variant="outline" role="alert">
        <p className={classes.failed}>{say(rows.error.message)}</p>
        <Button
          size="compact-md"
          variant="default"
          onClick={() => (isLost ? void readAgain() : rows.again())}
        >
          {t('overview:again')}
        </Button>
      </Alert>
    );
  }
  if (rows.total === null) return <p role="status">{t('overview:mails.loading')}</p>;
  if (rows.total === 0) return <p className={classes.none}>{t('overview:mails.none')}</p>;
  return (
    <div
      ref={ref}
      role="table"
      aria-label={t('overview:mails.title', { count: rows.total })}
      aria-rowcount={rows.total + 1}
      className={classes.table}
    >
      <MailHead order={order} onOrder={onOrder} />
      <LongRows
        key={JSON.stringify([filter, order])}
        count={rows.total}
        rowHeight={heightFor(width)}
        onView={onView}
        draw={(place, { style, tabIndex }) => {
          const row = rows.at(place);
          return (
            <div
              key={place}
              role="row"
              aria-rowindex={place + 2}
              data-row={place}
              data-open={(row !== null && row.row === open) || undefined}
              className={mailRowClass}
              style={style}
            >
              {row === null ? (
                <span role="cell" className={classes.coming}>
                  <button type="button" className={classes.open} tabIndex={tabIndex}>
                    {t('overview:mails.row-loading')}
                  </button>
                </span>
              ) : (
                <MailCells
                  row={row}
                  opener={(recipient) => (
                    <button
                      type="button"
                      className={classes.open}
                      tabIndex={tabIndex}
                      aria-expanded={row.row === open}
                      onClick={() => onOpen(row.row)}
                    >
                      {recipient}
                    </button>
                  )}
                />
              )}
            </div>
          );
        }}
      />
    </div>
  );
}
