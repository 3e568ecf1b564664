import type { QueueTimes } from '../../../../core/queue/queueSchedule.ts';
import { useWords } from '../../i18n/words.ts';
import { Disclosure } from '../../ui/Disclosure.tsx';
import shared from './Findings.module.css';

/** The rule the server waits by, with its own numbers, or Postfix's usual ones when it did not say. */
export function QueueTimesNote({ times }: { readonly times: QueueTimes }) {
  const { t, format } = useWords();
  const { minimalBackoff, maximalBackoff, maximalLifetime, bounceLifetime, queueRunDelay } = times;
  const all = [minimalBackoff, maximalBackoff, maximalLifetime, bounceLifetime, queueRunDelay];
  return (
    <Disclosure label={t('findings:queue.rule.show')}>
      <p className={shared.note}>
        {t('findings:queue.rule.text', {
          shortest: format.duration(minimalBackoff.seconds),
          longest: format.duration(maximalBackoff.seconds),
          run: format.duration(queueRunDelay.seconds),
          lifetime: format.duration(maximalLifetime.seconds),
          bounces: format.duration(bounceLifetime.seconds),
        })}
      </p>
      <p className={shared.note}>
        {t(
          all.every(({ from }) => from === 'server')
            ? 'findings:queue.rule.from-server'
            : 'findings:queue.rule.from-default',
        )}
      </p>
    </Disclosure>
  );
}
