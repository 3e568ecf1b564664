import { useMemo } from 'react';
import type { SummaryReason } from '../../../../core/postfix/summaryParts.ts';
import { useWords } from '../../i18n/words.ts';
import { Card } from '../../ui/Card.tsx';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { causeTitle } from '../findings/causeTitle.ts';
import { withTerm } from './filterTerms.ts';
import type { GlanceProps } from './GlanceView.tsx';
import { groupReasons } from './groupReasons.ts';
import type { ReasonGroup } from './groupReasons.ts';
import classes from './ReasonsCard.module.css';

const FIRST = 8;

/** Why mail did not arrive: causes in words, and under each what the servers said. */
export function ReasonsCard({ overview: { reasons }, looking }: GlanceProps) {
  const { t } = useWords();
  const groups = useMemo(() => groupReasons(reasons), [reasons]);
  if (groups.length === 0) return null;
  return (
    <Card title={t('overview:reasons.title')}>
      <p className={classes.hint}>
        <Sentence>{t('overview:reasons.hint')}</Sentence>
      </p>
      <Groups groups={groups.slice(0, FIRST)} looking={looking} />
      {groups.length > FIRST && (
        <Disclosure label={t('overview:reasons.more', { count: groups.length - FIRST })}>
          <Groups groups={groups.slice(FIRST)} looking={looking} />
        </Disclosure>
      )}
    </Card>
  );
}

interface GroupsProps {
  readonly groups: readonly ReasonGroup[];
  readonly looking: GlanceProps['looking'];
}

function Groups({ groups, looking: { filter, look } }: GroupsProps) {
  const words = useWords();
  const { t, format } = words;
  const showReply = ({ reply }: SummaryReason): void =>
    look({ filter: withTerm(filter, { field: 'reason', value: reply.slice(0, 1000), exclude: false }) });
  return (
    <ul className={classes.groups}>
      {groups.map(({ cause, kind, count, reasons }) => (
        <li key={`${kind} ${cause ?? reasons[0]?.reply ?? ''}`} className={classes.group} data-kind={kind}>
          <div className={classes.head}>
            {cause === null ? (
              <span className={classes.title}>{t('overview:reasons.no-cause')}</span>
            ) : (
              <button
                type="button"
                className={classes.show}
                onClick={() =>
                  look({ filter: withTerm(filter, { field: 'cause', value: cause, exclude: false }) })
                }
              >
                {causeTitle(cause, words) ?? cause}
              </button>
            )}
            <span className={classes.kind}>{t(`overview:kind.${kind}`)}</span>
            <span className={classes.count}>{format.number(count)}</span>
          </div>
          <ul className={classes.replies}>
            {reasons.slice(0, 3).map((reason) => (
              <li key={`${reason.dsn ?? ''} ${reason.reply}`}>
                <button type="button" className={classes.reply} onClick={() => showReply(reason)}>
                  <q>{reason.reply}</q>
                </button>
                {reasons.length > 1 && <span className={classes.count}>{format.number(reason.count)}</span>}
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}
