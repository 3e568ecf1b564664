import { useWords } from '../../i18n/words.ts';
import { Card } from '../../ui/Card.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { MailPanel } from './MailPanel.tsx';
import classes from './MailsView.module.css';
import { MailTable } from './MailTable.tsx';
import type { LookingAt } from './useLooking.ts';

interface MailsViewProps {
  readonly index: string;
  readonly looking: LookingAt;
}

/** The list of mails, and the story of the one that is open: beside it where there is room, else below. */
export function MailsView({ index, looking }: MailsViewProps) {
  const { t } = useWords();
  const { filter, order, row, look } = looking;
  return (
    <div className={classes.layout} data-open={row !== null || undefined}>
      <Card title={t('overview:mails.list')}>
        <p className={classes.hint}>
          <Sentence>{t('overview:mails.hint')}</Sentence>
        </p>
        <MailTable
          index={index}
          filter={filter}
          order={order}
          // Sorting is no place to come back to.
          onOrder={(wanted) => look({ order: wanted }, { replace: true })}
          open={row}
          onOpen={(wanted) => look({ row: wanted })}
        />
      </Card>
      {row !== null && <MailPanel key={row} index={index} row={row} onClose={() => look({ row: null })} />}
    </div>
  );
}
