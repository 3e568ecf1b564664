import { useComputedColorScheme } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import { tellingStatuses } from '../../../../core/logIndex/messageRow.ts';
import type { RecipientStatus } from '../../../../core/postfix/tracedMessage.ts';
import { useWords } from '../../i18n/words.ts';
import { Chart } from './charts/Chart.tsx';
import { ChartCard } from './charts/ChartCard.tsx';
import { chartColours } from './charts/chartColours.ts';
import type { ChartColours } from './charts/chartColours.ts';
import { statusOption } from './charts/statusOption.ts';
import { withTerm } from './filterTerms.ts';
import type { GlanceProps } from './GlanceView.tsx';
import classes from './StatusCard.module.css';

/** Statuses of one colour mean much the same; words tell them apart. */
const colourOf: Readonly<Record<RecipientStatus, keyof ChartColours>> = {
  delivered: 'delivered',
  forwarded: 'delivered',
  deferred: 'deferred',
  queued: 'deferred',
  held: 'deferred',
  bounced: 'bounced',
  expired: 'bounced',
  rejected: 'rejected',
  discarded: 'bounced',
  unknown: 'other',
};

/** What became of the mails, as a ring and as a list of buttons beside it. */
export function StatusCard({ overview, looking }: GlanceProps) {
  const { t, format, language } = useWords();
  const scheme = useComputedColorScheme('light');
  const { byStatus, messages } = overview;
  const { filter, look } = looking;
  const statuses = useMemo(
    () =>
      tellingStatuses.filter((status) => byStatus[status] > 0).toSorted((a, b) => byStatus[b] - byStatus[a]),
    [byStatus],
  );
  const optionIn = useCallback(
    (colours: ChartColours, withNames: boolean) =>
      statusOption(
        statuses.map((status) => ({
          name: `${t(`status:${status}.label`)} (${format.number(byStatus[status])})`,
          count: byStatus[status],
          colour: colours[colourOf[status]],
        })),
        colours.paper,
        withNames,
      ),
    [statuses, byStatus, t, format],
  );
  const option = useMemo(() => optionIn(chartColours(scheme), false), [optionIn, scheme]);
  const show = useCallback(
    (status: RecipientStatus | undefined): void => {
      if (status === undefined) return;
      look({ filter: withTerm(filter, { field: 'status', value: status, exclude: false }) });
    },
    [filter, look],
  );
  const showAt = useCallback((place: number) => show(statuses[place]), [show, statuses]);
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 });
  const share = (status: RecipientStatus): string =>
    percent.format(messages === 0 ? 0 : byStatus[status] / messages);
  return (
    <ChartCard
      title={t('overview:status.title')}
      picture={() => ({ option: (colours) => optionIn(colours, true), height: 420 })}
      chart={
        <div className={classes.both}>
          <div className={classes.ring}>
            <Chart
              option={option}
              label={statuses.map((status) => `${t(`status:${status}.label`)}: ${share(status)}`).join(', ')}
              height={190}
              onPick={showAt}
            />
          </div>
          <ul className={classes.list}>
            {statuses.map((status) => (
              <li key={status}>
                <span className={classes.mark} data-colour={colourOf[status]} aria-hidden />
                <button type="button" className={classes.show} onClick={() => show(status)}>
                  {t(`status:${status}.label`)}
                </button>
                <span className={classes.count}>{format.number(byStatus[status])}</span>
              </li>
            ))}
          </ul>
        </div>
      }
      table={() => (
        <table>
          <thead>
            <tr>
              <th scope="col">{t('overview:field.status')}</th>
              <th scope="col">{t('overview:totals.mails')}</th>
              <th scope="col">{t('overview:status.share')}</th>
            </tr>
          </thead>
          <tbody>
            {statuses.map((status) => (
              <tr key={status}>
                <th scope="row">
                  <button type="button" onClick={() => show(status)}>
                    {t(`status:${status}.label`)}
                  </button>
                </th>
                <td>{format.number(byStatus[status])}</td>
                <td>{share(status)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    />
  );
}
