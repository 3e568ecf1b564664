import { memo, startTransition, useEffect, useState } from 'react';
import type { OverviewBucket } from '../../../../core/logIndex/logOverview.ts';
import type { Formats } from '../../../../shared/words/format.ts';
import { useWords } from '../../i18n/words.ts';
import wordsButton from '../../ui/WordsButton.module.css';
import { stacked } from './charts/timeOption.ts';

interface TimeTableProps {
  readonly buckets: readonly OverviewBucket[];
  readonly showOne: (place: number) => void;
}

/** More than are in view at first. */
const ROWS_AT_ONCE = 40;

/** The times of the chart in rows. They come a few at a time: a week of hours at once would hold up the window. */
export function TimeTable({ buckets, showOne }: TimeTableProps) {
  const { t, format } = useWords();
  const title = t('overview:time.show-one');
  const [drawn, setDrawn] = useState(ROWS_AT_ONCE);
  const filled = buckets.flatMap((bucket, place) =>
    [...stacked, 'received' as const].some((part) => bucket[part] > 0) ? [{ bucket, place }] : [],
  );
  useEffect(() => {
    if (drawn >= filled.length) return;
    const timer = setTimeout(() => startTransition(() => setDrawn(drawn + ROWS_AT_ONCE)));
    return () => clearTimeout(timer);
  }, [drawn, filled.length]);
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t('overview:time.column')}</th>
          {stacked.map((part) => (
            <th key={part} scope="col">
              {t(`overview:part.${part}`)}
            </th>
          ))}
          <th scope="col">{t('overview:part.received')}</th>
        </tr>
      </thead>
      <tbody>
        {filled.slice(0, drawn).map(({ bucket, place }) => (
          <TimeRow key={bucket.from} {...{ bucket, place, showOne, title, format }} />
        ))}
      </tbody>
    </table>
  );
}

interface TimeRowProps extends Pick<TimeTableProps, 'showOne'> {
  readonly bucket: OverviewBucket;
  readonly place: number;
  readonly title: string;
  readonly format: Formats;
}

const TimeRow = memo(function TimeRow({ bucket, place, showOne, title, format }: TimeRowProps) {
  return (
    <tr>
      <th scope="row">
        <button
          type="button"
          className={`${wordsButton.button ?? ''} ${wordsButton.underlined ?? ''}`}
          title={title}
          onClick={() => showOne(place)}
        >
          {format.moment(bucket.from)}
        </button>
      </th>
      {stacked.map((part) => (
        <td key={part}>{format.number(bucket[part])}</td>
      ))}
      <td>{format.number(bucket.received)}</td>
    </tr>
  );
});
