import { IconGauge, IconUserCheck } from '@tabler/icons-react';
import type { Verdict } from '../../../../core/playbook/verdict.ts';
import { useWords } from '../../i18n/words.ts';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { EvidenceLines } from '../../ui/EvidenceLines.tsx';
import { LevelIcon } from '../../ui/LevelIcon.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import classes from './VerdictCard.module.css';

/** The answer: how it stands in a word, a colour and a shape; why; how sure; who has to act; and what it rests on. */
export function VerdictCard({ verdict }: { readonly verdict: Verdict }) {
  const { t, say } = useWords();
  const { level, because, details, evidence, confidence, whoActs } = verdict;
  return (
    <section className={classes.tag} data-level={level} aria-label={t('wizard:verdict.label')}>
      <div role="status" aria-label={t('wizard:verdict.label')}>
        <p className={classes.level}>
          <LevelIcon level={level} size={26} />
          {t(`status:level.${level}`)}
        </p>
        <h2 className={classes.because}>
          <Sentence>{say(because)}</Sentence>
        </h2>
        {details.length === 1 && details[0] !== undefined && (
          <p className={classes.detail}>
            <Sentence>{say(details[0])}</Sentence>
          </p>
        )}
        {details.length > 1 && (
          <ul className={classes.details}>
            {details.map((detail, index) => (
              <li key={`${detail.key} ${String(index)}`}>
                <Sentence>{say(detail)}</Sentence>
              </li>
            ))}
          </ul>
        )}
        <ul className={classes.meta}>
          <li>
            <IconUserCheck size={20} aria-hidden />
            <strong>{t(`status:actor.${whoActs}`)}</strong>
          </li>
          <li>
            <IconGauge size={20} aria-hidden />
            <span>
              <strong>{t(`status:confidence.${confidence}`)}.</strong>{' '}
              {t(`status:confidence.${confidence}-explain`)}
            </span>
          </li>
        </ul>
      </div>
      {evidence.length > 0 && (
        <Disclosure label={t('wizard:evidence.show', { count: evidence.length })}>
          <EvidenceLines lines={evidence} />
        </Disclosure>
      )}
    </section>
  );
}
