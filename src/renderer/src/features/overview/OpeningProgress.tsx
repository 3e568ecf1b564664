import type { FirstRows } from '../../../../shared/ipc/contract.ts';
import { useWords } from '../../i18n/words.ts';
import { RunProgress } from '../wizard/RunProgress.tsx';
import classes from './OpeningProgress.module.css';
import { cancelOpening, useLogIndex } from './logIndexStore.ts';
import { MailCells, MailHead, mailRowClass } from './MailCells.tsx';

/** A screen of them is enough to see that it is the right log. */
const FIRST = 8;

const none: FirstRows['rows'] = [];

/** How far the reading is, the way out, and the first mails meanwhile. Only this part is drawn anew while it goes on. */
export function OpeningProgress() {
  const now = useLogIndex((state) => state.now);
  if (now.state !== 'opening') return null;
  return (
    <RunProgress
      progress={now.progress}
      startedAt={now.startedAt}
      readsLogs
      onCancel={() => void cancelOpening()}
    />
  );
}

export function FirstMails() {
  const { t } = useWords();
  const rows = useLogIndex(({ now }) => (now.state === 'opening' ? now.firstRows : none));
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="first-mails" className={classes.first}>
      <h3 id="first-mails" className={classes.heading}>
        {t('overview:opening.first')}
      </h3>
      <div role="table" aria-labelledby="first-mails" className={classes.table}>
        <MailHead />
        <div role="rowgroup">
          {rows.slice(0, FIRST).map((row) => (
            <div key={row.row} role="row" className={mailRowClass}>
              <MailCells row={row} />
            </div>
          ))}
        </div>
      </div>
    </section>
  );
}
