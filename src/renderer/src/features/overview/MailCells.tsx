import type { ReactNode } from 'react';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { rowOrders } from '../../../../core/logIndex/messageRow.ts';
import type { MessageRow, RowOrder } from '../../../../core/logIndex/messageRow.ts';
import { useWords } from '../../i18n/words.ts';
import { StatusBadge } from '../trace/StatusBadge.tsx';
import classes from './MailCells.module.css';

export const mailRowClass = classes.row ?? '';

interface MailHeadProps {
  readonly order?: RowOrder;
  /** With it the heads are buttons that sort. */
  readonly onOrder?: (order: RowOrder) => void;
}

/** What is wanted first of a column: the newest, the largest, the slowest; names from A on. */
const startsDescending = {
  firstSeen: true,
  size: true,
  delaySeconds: true,
  sender: false,
  recipient: false,
  status: false,
};

/** The heads of the list of mails, in the order of its cells. */
export function MailHead({ order, onOrder }: MailHeadProps) {
  const { t } = useWords();
  return (
    <div role="rowgroup" className={classes.head} data-sorts={onOrder !== undefined || undefined}>
      <div role="row" aria-rowindex={1} className={classes.row}>
        {rowOrders.map((by) => {
          const isSorted = order?.by === by;
          const sort = isSorted ? (order.descending ? 'descending' : 'ascending') : 'none';
          return (
            <span
              key={by}
              role="columnheader"
              className={classes[by]}
              {...(onOrder === undefined ? {} : { 'aria-sort': sort })}
            >
              {onOrder === undefined ? (
                t(`overview:column.${by}`)
              ) : (
                <button
                  type="button"
                  className={classes.sort}
                  onClick={() =>
                    onOrder({ by, descending: isSorted ? !order.descending : startsDescending[by] })
                  }
                >
                  {t(`overview:column.${by}`)}
                  {isSorted &&
                    (order.descending ? (
                      <IconArrowDown size={15} aria-hidden />
                    ) : (
                      <IconArrowUp size={15} aria-hidden />
                    ))}
                </button>
              )}
            </span>
          );
        })}
      </div>
    </div>
  );
}

interface MailCellsProps {
  readonly row: MessageRow;
  /** Draws what is clicked to open the mail; plain text when left out. */
  readonly opener?: (recipient: string) => ReactNode;
}

/** One mail in a line. */
export function MailCells({ row, opener }: MailCellsProps) {
  const { t, format } = useWords();
  const { firstSeen, sender, recipient, furtherRecipients, status, size, delaySeconds } = row;
  const to = recipient ?? t('trace-view:no-recipient');
  return (
    <>
      <span role="cell" className={classes.firstSeen}>
        {format.moment(firstSeen)}
      </span>
      <span role="cell" className={classes.sender} title={sender ?? undefined}>
        {sender === null
          ? t('trace-view:unknown-sender')
          : sender === ''
            ? t('trace-view:null-sender')
            : sender}
      </span>
      <span role="cell" className={classes.recipient} title={to}>
        <span className={classes.address}>{opener === undefined ? to : opener(to)}</span>
        {furtherRecipients > 0 && (
          <small className={classes.more}>{t('overview:mails.and-more', { count: furtherRecipients })}</small>
        )}
      </span>
      <span role="cell" className={classes.status}>
        <StatusBadge status={status} />
      </span>
      <span role="cell" className={classes.size}>
        {size === null ? '–' : format.size(size)}
      </span>
      <span role="cell" className={classes.delaySeconds}>
        {delaySeconds === null ? '–' : format.duration(delaySeconds)}
      </span>
    </>
  );
}
