import { useWords } from '../../i18n/words.ts';
import { RunProgress } from '../wizard/RunProgress.tsx';
import classes from './OpeningProgress.module.css';
import { cancelOpening } from './logIndexStore.ts';
import type { useLogIndex } from './logIndexStore.ts';
import { MailCells, MailHead, mailRowClass } from './MailCells.tsx';

type Opening = Extract<ReturnType<typeof useLogIndex.getState>['now'], { state: 'opening' }>;

/** A screen of them is enough to see that it is the right log. */
const FIRST = 8;

/** How far the reading is, the way out, and the first mails meanwhile. */
export function OpeningProgress({ opening }: { readonly opening: Opening }) {
  const { t } = useWords();
  const { progress, startedAt, firstRows } = opening;
  return (
    <>
      <RunProgress
        progress={progress}
        startedAt={startedAt}
        readsLogs
        onCancel={() => void cancelOpening()}
      />
      {firstRows.length > 0 && (
        <section aria-labelledby="first-mails" className={classes.first}>
          <h3 id="first-mails" className={classes.heading}>
            {t('overview:opening.first')}
          </h3>
          <div role="table" aria-labelledby="first-mails" className={classes.table}>
            <MailHead />
            <div role="rowgroup">
              {firstRows.slice(0, FIRST).map((row) => (
                <div key={row.row} role="row" className={mailRowClass}>
                  <MailCells row={row} />
                </div>
              ))}
            </div>
          </div>
        </section>
      )}
    </>
  );
}
