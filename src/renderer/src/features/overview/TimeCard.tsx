import { useComputedColorScheme } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import { useWords } from '../../i18n/words.ts';
import { bucketLabels, laterBy, withEmptyBuckets } from './bucketTime.ts';
import { Chart } from './charts/Chart.tsx';
import { ChartCard } from './charts/ChartCard.tsx';
import { chartColours } from './charts/chartColours.ts';
import type { ChartColours } from './charts/chartColours.ts';
import { stacked, timeOption } from './charts/timeOption.ts';
import { withTimes } from './filterTerms.ts';
import type { GlanceProps } from './GlanceView.tsx';
import { Legend } from './Legend.tsx';
import { TimeTable } from './TimeTable.tsx';

const HEIGHT = 280;

/** When: deliveries over time by how they went. A click or a drag shows only that time. */
export function TimeCard({ overview, looking }: GlanceProps) {
  const { t, format, language } = useWords();
  const scheme = useComputedColorScheme('light');
  const { bucketSeconds } = overview;
  const { filter, look } = looking;
  const buckets = useMemo(
    () => withEmptyBuckets(overview.buckets, bucketSeconds),
    [overview.buckets, bucketSeconds],
  );
  const optionIn = useCallback(
    (colours: ChartColours) =>
      timeOption({
        buckets,
        label: bucketLabels(bucketSeconds, language),
        name: (part) => t(`overview:part.${part}`),
        number: format.number,
        colours,
      }),
    [buckets, bucketSeconds, language, t, format],
  );
  const option = useMemo(() => optionIn(chartColours(scheme)), [optionIn, scheme]);
  const showTimes = useCallback(
    (first: number, last: number): void => {
      const [from, to] = [buckets[first], buckets[last]];
      if (from === undefined || to === undefined) return;
      look({ filter: withTimes(filter, from.from, laterBy(to.from, bucketSeconds)) });
    },
    [buckets, bucketSeconds, filter, look],
  );
  const showOne = useCallback((place: number) => showTimes(place, place), [showTimes]);
  const sum = (bucket: (typeof buckets)[number]): number =>
    stacked.reduce((total, part) => total + bucket[part], 0);
  const busiest = buckets.reduce<(typeof buckets)[number] | null>(
    (most, bucket) => (most === null || sum(bucket) > sum(most) ? bucket : most),
    null,
  );
  const end = buckets.at(-1);
  const step = t('overview:time.step', { step: format.duration(bucketSeconds) });
  return (
    <ChartCard
      title={t('overview:time.title')}
      hint={`${step} ${t('overview:time.hint')}`}
      picture={() => ({ option: optionIn, height: 380 })}
      chart={
        <>
          <Legend
            entries={[...stacked, 'received' as const].map((part) => ({
              name: t(`overview:part.${part}`),
              part,
            }))}
          />
          <Chart
            option={option}
            label={
              busiest === null || end === undefined
                ? t('overview:time.empty')
                : t('overview:time.described', {
                    count: buckets.reduce((total, bucket) => total + sum(bucket), 0),
                    from: buckets[0]?.from ?? '',
                    to: laterBy(end.from, bucketSeconds),
                    busiest: busiest.from,
                    most: sum(busiest),
                  })
            }
            height={HEIGHT}
            onPick={showOne}
            onRange={showTimes}
          />
        </>
      }
      table={() => <TimeTable buckets={buckets} showOne={showOne} />}
    />
  );
}
