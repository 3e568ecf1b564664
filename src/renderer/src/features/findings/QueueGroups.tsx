import type { CauseGroup } from '../../../../core/queue/groupByCause.ts';
import { useWords } from '../../i18n/words.ts';
import { causeTitle } from './causeTitle.ts';
import classes from './QueueView.module.css';

interface QueueGroupsProps {
  readonly groups: readonly CauseGroup[];
  readonly total: number;
  readonly chosen: number | null;
  readonly onChoose: (group: number | null) => void;
}

/** What the mails wait for: choosing a cause shows only its mails. */
export function QueueGroups({ groups, total, chosen, onChoose }: QueueGroupsProps) {
  const words = useWords();
  const { t, format } = words;
  return (
    <ul className={classes.groups} aria-label={t('findings:queue.groups')}>
      <li>
        <button
          type="button"
          className={classes.group}
          aria-pressed={chosen === null}
          onClick={() => onChoose(null)}
        >
          <span className={classes.groupName}>{t('findings:queue.all-causes')}</span>
          <span className={classes.groupFacts}>{t('findings:queue.mails', { count: total })}</span>
        </button>
      </li>
      {groups.map((group, index) => (
        <li key={`${group.cause ?? ''} ${group.reason ?? ''}`}>
          <button
            type="button"
            className={classes.group}
            aria-pressed={chosen === index}
            onClick={() => onChoose(chosen === index ? null : index)}
          >
            <span className={classes.groupName}>
              {causeTitle(group.cause, words) ??
                (group.reason === null
                  ? t('findings:queue.no-reason')
                  : group.reason.length > 140
                    ? `${group.reason.slice(0, 140)}…`
                    : group.reason)}
            </span>
            <span className={classes.groupFacts}>
              {[
                t('findings:queue.mails', { count: group.queueIds.length }),
                format.size(group.bytes),
                ...(group.oldestArrival === null
                  ? []
                  : [t('findings:queue.oldest', { at: format.moment(group.oldestArrival) })]),
              ].join(' · ')}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
