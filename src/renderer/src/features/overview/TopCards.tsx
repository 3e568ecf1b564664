import { Button } from '@mantine/core';
import { IconFilterX, IconPhotoDown } from '@tabler/icons-react';
import { useState } from 'react';
import type { TopEntry, TopField } from '../../../../core/logIndex/logOverview.ts';
import { useWords } from '../../i18n/words.ts';
import { Card } from '../../ui/Card.tsx';
import { lyingBars } from './charts/barsOption.ts';
import { withTerm } from './filterTerms.ts';
import type { GlanceProps } from './GlanceView.tsx';
import { SavePicture } from './SavePicture.tsx';
import classes from './TopCards.module.css';

const fields: readonly TopField[] = [
  'sender',
  'recipient',
  'senderDomain',
  'recipientDomain',
  'relay',
  'client',
];
const FIRST = 6;

/** Who and where, most mails first: every row narrows the view to itself, or leaves itself out. */
export function TopCards({ overview, looking }: GlanceProps) {
  return (
    <div className={classes.lists}>
      {fields.map((field) => (
        <TopList key={field} field={field} entries={overview.top[field]} looking={looking} />
      ))}
    </div>
  );
}

interface TopListProps {
  readonly field: TopField;
  readonly entries: readonly TopEntry[];
  readonly looking: GlanceProps['looking'];
}

function TopList({ field, entries, looking: { filter, look } }: TopListProps) {
  const { t, format } = useWords();
  const [isLong, setIsLong] = useState(false);
  const [isSaving, setIsSaving] = useState(false);
  const shown = isLong ? entries : entries.slice(0, FIRST);
  const most = entries[0]?.messages ?? 1;
  const title = t(`overview:top.${field}`);
  const nameOf = (value: string): string =>
    value === ''
      ? t('trace-view:null-sender')
      : field === 'relay' && value === 'none'
        ? t('overview:top.no-relay')
        : value;
  return (
    <Card
      title={title}
      aside={
        entries.length > 0 && (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPhotoDown size={16} aria-hidden />}
            aria-label={t('overview:chart.save-named', { chart: title })}
            onClick={() => setIsSaving(true)}
          >
            {t('overview:chart.save')}
          </Button>
        )
      }
    >
      {entries.length === 0 && <p className={classes.none}>{t('overview:top.none')}</p>}
      <ol className={classes.rows}>
        {shown.map(({ value, messages, bytes }) => (
          <li key={value} className={classes.row}>
            <span
              className={classes.bar}
              style={{ width: `${String((messages / most) * 100)}%` }}
              aria-hidden
            />
            <button
              type="button"
              className={classes.show}
              title={nameOf(value)}
              onClick={() => look({ filter: withTerm(filter, { field, value, exclude: false }) })}
            >
              {nameOf(value)}
            </button>
            <span className={classes.numbers}>
              {format.number(messages)}
              {bytes > 0 && <span className={classes.bytes}> · {format.size(bytes)}</span>}
            </span>
            <button
              type="button"
              className={classes.exclude}
              aria-label={t('overview:top.leave-out', { name: nameOf(value) })}
              title={t('overview:top.leave-out', { name: nameOf(value) })}
              onClick={() => look({ filter: withTerm(filter, { field, value, exclude: true }) })}
            >
              <IconFilterX size={17} aria-hidden />
            </button>
          </li>
        ))}
      </ol>
      {entries.length > FIRST && (
        <Button mt="xs" size="compact-sm" variant="subtle" onClick={() => setIsLong(!isLong)}>
          {isLong ? t('overview:top.fewer') : t('overview:top.more', { count: entries.length })}
        </Button>
      )}
      {isSaving && (
        <SavePicture
          title={title}
          picture={(anonymiser) => ({
            option: (colours) =>
              lyingBars({
                bars: (anonymiser?.top(field, entries) ?? entries).map(({ value, messages }) => ({
                  name: nameOf(value),
                  count: messages,
                })),
                number: format.number,
                colours,
              }),
            height: 60 + entries.length * 30,
          })}
          onClose={() => setIsSaving(false)}
        />
      )}
    </Card>
  );
}
