import type { QuotaFindings } from '../../../../core/playbooks/queue/findings.ts';
import { useWords } from '../../i18n/words.ts';
import { Card } from '../../ui/Card.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import type { FindingsViewProps } from '../wizard/findingsViewProps.ts';
import shared from './Findings.module.css';
import classes from './QuotaView.module.css';

/** How full a mailbox is, as a bar and in words. */
export function QuotaView({ findings }: FindingsViewProps) {
  const { t, format } = useWords();
  const { address, usedKib, limitKib, limitKnown } = findings as unknown as QuotaFindings;
  if (usedKib === null && limitKib === null) return null;
  const used = usedKib === null ? null : format.size(usedKib * 1024);
  const share = usedKib === null || limitKib === null ? null : usedKib / limitKib;
  const words =
    used === null
      ? t('findings:quota.used-unknown', { limit: format.size((limitKib ?? 0) * 1024) })
      : limitKib !== null
        ? t('findings:quota.used-of', {
            used,
            limit: format.size(limitKib * 1024),
            percent: Math.round((share ?? 0) * 100),
          })
        : t(limitKnown ? 'findings:quota.no-limit' : 'findings:quota.limit-unknown', { used });
  return (
    <Card title={t('findings:quota.title', { address })}>
      {share !== null && (
        <div
          role="meter"
          aria-label={t('findings:quota.title', { address })}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.min(100, Math.round(share * 100))}
          aria-valuetext={words}
          className={classes.meter}
        >
          <span
            className={classes.fill}
            data-level={share >= 1 ? 'problem' : share >= 0.9 ? 'warning' : 'ok'}
            style={{ inlineSize: `${String(Math.min(100, share * 100))}%` }}
          />
        </div>
      )}
      <p className={classes.words}>{words}</p>
      {share !== null && share >= 1 && (
        <p className={shared.note}>
          <Sentence>{t('findings:quota.full-explain')}</Sentence>
        </p>
      )}
    </Card>
  );
}
