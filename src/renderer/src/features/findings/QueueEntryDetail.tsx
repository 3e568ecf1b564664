import type { QueueEntry } from '../../../../core/queue/queueEntry.ts';
import { queueSchedule } from '../../../../core/queue/queueSchedule.ts';
import type { QueueTimes, ScheduledTime } from '../../../../core/queue/queueSchedule.ts';
import type { Words } from '../../i18n/words.ts';
import { useWords } from '../../i18n/words.ts';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { causeTitle } from './causeTitle.ts';
import classes from './QueueView.module.css';

interface QueueEntryDetailProps {
  readonly entry: QueueEntry;
  readonly listedAt: string;
  readonly times: QueueTimes;
}

/** When it is tried again, when it is given up, and what each recipient waits for, word by word. */
export function QueueEntryDetail({ entry, listedAt, times }: QueueEntryDetailProps) {
  const words = useWords();
  const { t } = words;
  // A table without a zone speaks the server's clock, which is not known here: then no time is computed.
  const { nextAttempt, expiry, assumesDefaults } = queueSchedule({
    entry,
    now: listedAt.replace(/\.\d+Z$/, 'Z'),
    times,
  });
  return (
    <Disclosure label={t('findings:queue.detail')}>
      <dl className={classes.schedule}>
        <div>
          <dt>{t('findings:queue.next-attempt')}</dt>
          <dd>{attemptWords(nextAttempt, words)}</dd>
        </div>
        <div>
          <dt>{t('findings:queue.expiry')}</dt>
          <dd>
            {expiryWords(expiry, words)}
            {assumesDefaults && expiry.kind !== 'never' && ` ${t('findings:queue.assumed')}`}
          </dd>
        </div>
      </dl>
      <ul className={classes.recipients}>
        {entry.recipients.map(({ address, reason, cause }) => (
          <li key={address} className={classes.recipient}>
            <strong>{address}</strong>
            {cause !== null && `: ${causeTitle(cause, words) ?? ''}`}
            {reason !== null && <q>{reason}</q>}
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}

function attemptWords(time: ScheduledTime, { t, format }: Words): string {
  switch (time.kind) {
    case 'now':
      return t('findings:queue.when.now');
    case 'between':
      return t('findings:queue.when.attempt-between', {
        earliest: format.moment(time.earliest),
        latest: format.moment(time.latest),
      });
    case 'overdue':
      return t('findings:queue.when.attempt-overdue', { since: format.moment(time.since) });
    case 'never':
      return t(`findings:queue.when.${time.why}`);
    case 'unknown':
      return t('findings:queue.when.unknown');
  }
}

function expiryWords(time: ScheduledTime, { t, format }: Words): string {
  switch (time.kind) {
    case 'now':
      return t('findings:queue.when.now');
    case 'between':
      return t('findings:queue.when.expiry-between', {
        earliest: format.moment(time.earliest),
        latest: format.moment(time.latest),
      });
    case 'overdue':
      return t('findings:queue.when.expiry-overdue', { since: format.moment(time.since) });
    case 'never':
      return t('findings:queue.when.expiry-never');
    case 'unknown':
      return t('findings:queue.when.unknown');
  }
}
