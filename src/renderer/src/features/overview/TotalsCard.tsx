import type { FilterTerm } from '../../../../core/logIndex/messageFilter.ts';
import type { SummaryTotals } from '../../../../core/postfix/summaryParts.ts';
import type { RecipientStatus } from '../../../../core/postfix/tracedMessage.ts';
import { useWords } from '../../i18n/words.ts';
import { Card } from '../../ui/Card.tsx';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { withTerms } from './filterTerms.ts';
import type { GlanceProps } from './GlanceView.tsx';
import classes from './TotalsCard.module.css';

/** Which mails a number leads to. */
const statusesOf = {
  delivered: ['delivered'],
  deferred: ['deferred'],
  bounced: ['bounced', 'expired'],
  rejected: ['rejected'],
} as const satisfies Readonly<Record<string, readonly RecipientStatus[]>>;
type Part = keyof typeof statusesOf;
const parts = Object.keys(statusesOf) as readonly Part[];

/** The rest of what Postfix's own statistics count. */
const further = [
  'forwarded',
  'deferrals',
  'rejectWarnings',
  'held',
  'discarded',
  'senders',
  'sendingDomains',
  'recipients',
  'recipientDomains',
] as const satisfies readonly (keyof SummaryTotals)[];

/** How much of everything. Of the whole log deliveries are counted, as Postfix's statistics do; of a part of it, mails. */
export function TotalsCard({ overview, looking }: GlanceProps) {
  const { t, format } = useWords();
  const { totals, messages, byStatus } = overview;
  const { filter, look } = looking;
  const show = (part: Part): void => {
    const terms = statusesOf[part].map((value): FilterTerm => ({ field: 'status', value, exclude: false }));
    look({ filter: withTerms(filter, terms), view: 'mails' });
  };
  const countOf = (part: Part): number =>
    totals === null ? statusesOf[part].reduce((sum, status) => sum + byStatus[status], 0) : totals[part];
  return (
    <Card title={t('overview:totals.title')}>
      <dl className={classes.tiles}>
        <div className={classes.tile}>
          <dt>{t(totals === null ? 'overview:totals.mails' : 'overview:totals.received')}</dt>
          <dd>{format.number(totals === null ? messages : totals.received)}</dd>
        </div>
        {parts.map((part) => (
          <div key={part} className={classes.tile} data-part={part}>
            <dt>
              <button type="button" className={classes.show} onClick={() => show(part)}>
                {t(`overview:part.${part}`)}
              </button>
            </dt>
            <dd>{format.number(countOf(part))}</dd>
          </div>
        ))}
      </dl>
      <p className={classes.note}>
        {t(totals === null ? 'overview:totals.note-part' : 'overview:totals.note')}
      </p>
      {totals !== null && (
        <Disclosure label={t('overview:totals.more')}>
          <dl className={classes.further}>
            {further.map((name) => (
              <div key={name}>
                <dt>{t(`overview:totals.${name}`)}</dt>
                <dd>{format.number(totals[name])}</dd>
              </div>
            ))}
            {(['bytesReceived', 'bytesDelivered'] as const).map((name) => (
              <div key={name}>
                <dt>{t(`overview:totals.${name}`)}</dt>
                <dd>{format.size(totals[name])}</dd>
              </div>
            ))}
          </dl>
        </Disclosure>
      )}
    </Card>
  );
}
