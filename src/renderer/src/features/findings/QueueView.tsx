import { Button } from '@mantine/core';
import { IconSend } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { QueueFindings } from '../../../../core/playbooks/queue/findings.ts';
import type { QueueEntry } from '../../../../core/queue/queueEntry.ts';
import { useWords } from '../../i18n/words.ts';
import { Card } from '../../ui/Card.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { pickRows, useCase } from '../wizard/caseStore.ts';
import type { FindingsViewProps } from '../wizard/findingsViewProps.ts';
import shared from './Findings.module.css';
import { PickTable } from './PickTable.tsx';
import type { PickColumn } from './PickTable.tsx';
import { QueueEntryDetail } from './QueueEntryDetail.tsx';
import { QueueGroups } from './QueueGroups.tsx';
import { QueueTimesNote } from './QueueTimesNote.tsx';
import { causeTitle } from './causeTitle.ts';
import classes from './QueueView.module.css';

const none: readonly string[] = [];

/** Mail that waits: for what, since when, until when; and the choice of what to try again. */
export function QueueView({ findings, stepKey, onStep }: FindingsViewProps) {
  const { t } = useWords();
  const queue = findings as unknown as QueueFindings;
  const [group, setGroup] = useState<number | null>(null);
  const picked = useCase((state) => state.picks[stepKey] ?? none);
  const chosen = useMemo(() => new Set(picked), [picked]);
  const wanted = group === null ? null : new Set(queue.groups[group]?.queueIds);
  const rows = wanted === null ? queue.entries : queue.entries.filter(({ queueId }) => wanted.has(queueId));
  const columns = useQueueColumns(queue.listedAt);
  if (queue.entries.length === 0) return null;

  const retry = (ids: readonly string[]): void => {
    pickRows(stepKey, ids);
    onStep('retry-one', { start: true, picks: { pickedQueueIds: ids.join(',') } });
  };
  // The listing as it was shown: what has gone since is no longer there to be tried.
  const pickedHere = queue.entries.filter((entry) => chosen.has(entry.queueId) && canRetry(entry));
  return (
    <Card title={t('findings:queue.title', { count: queue.entries.length })}>
      {queue.total > queue.entries.length && (
        <p className={shared.hint}>
          {t('findings:queue.of-total', { count: queue.total, total: queue.total })}
        </p>
      )}
      {queue.groups.length > 1 && (
        <QueueGroups groups={queue.groups} total={queue.entries.length} chosen={group} onChoose={setGroup} />
      )}
      <PickTable
        label={t('findings:queue.title', { count: rows.length })}
        rows={rows}
        columns={columns}
        keyOf={({ queueId }) => queueId}
        boxLabel={({ queueId, sender }) => t('findings:queue.choose', { queueId, sender })}
        allLabel={t('findings:queue.choose-all', { count: rows.filter(canRetry).length })}
        picked={chosen}
        canPick={canRetry}
        onPick={(ids, isWanted) => {
          const rest = picked.filter((id) => !ids.includes(id));
          pickRows(stepKey, isWanted ? [...rest, ...ids] : rest);
        }}
        detail={(entry) => <QueueEntryDetail entry={entry} listedAt={queue.listedAt} times={queue.times} />}
      />
      <div className={shared.actions}>
        <Button
          size="sm"
          leftSection={<IconSend size={16} aria-hidden />}
          disabled={pickedHere.length === 0}
          onClick={() => retry(pickedHere.map(({ queueId }) => queueId))}
        >
          {pickedHere.length === 0
            ? t('findings:queue.retry-none')
            : t('findings:queue.retry-chosen', { count: pickedHere.length })}
        </Button>
        {wanted !== null && rows.some(canRetry) && (
          <Button
            size="sm"
            variant="default"
            onClick={() => retry(rows.filter(canRetry).map(({ queueId }) => queueId))}
          >
            {t('findings:queue.retry-cause', { count: rows.filter(canRetry).length })}
          </Button>
        )}
        <Button size="sm" variant="default" onClick={() => onStep('retry-all', { start: true })}>
          {t('findings:queue.retry-all', { count: queue.total })}
        </Button>
      </div>
      <p className={shared.note}>
        <Sentence>{t('findings:queue.retry-note')}</Sentence>
      </p>
      <QueueTimesNote times={queue.times} />
    </Card>
  );
}

/** Held mail waits for a release, damaged files for an expert: trying again does nothing for either. */
function canRetry({ queue }: QueueEntry): boolean {
  return queue !== 'hold' && queue !== 'corrupt';
}

function useQueueColumns(listedAt: string): readonly PickColumn<QueueEntry>[] {
  const words = useWords();
  return useMemo(() => {
    const { t, format } = words;
    const age = ({ arrival }: QueueEntry): string | null => {
      const seconds = secondsBetween(arrival, listedAt);
      return seconds === null ? null : t('findings:queue.age', { age: format.duration(seconds) });
    };
    return [
      {
        id: 'mail',
        head: t('findings:queue.column.mail'),
        width: 'minmax(0, 1.5fr)',
        draw: (entry) => (
          <>
            <strong>{entry.sender === '' ? t('findings:queue.null-sender') : entry.sender}</strong>
            <span className={shared.small}>
              {[entry.queueId, ...(entry.size === null ? [] : [format.size(entry.size)])].join(' · ')}
            </span>
          </>
        ),
      },
      {
        id: 'recipients',
        head: t('findings:queue.column.recipients'),
        width: 'minmax(0, 1.4fr)',
        draw: ({ recipients }) => (
          <>
            {recipients[0]?.address ?? '–'}
            {recipients.length > 1 && (
              <span className={shared.small}>
                {t('findings:queue.more-recipients', { count: recipients.length - 1 })}
              </span>
            )}
          </>
        ),
      },
      {
        id: 'reason',
        head: t('findings:queue.column.reason'),
        width: 'minmax(0, 1.6fr)',
        draw: (entry) => (
          <>
            {(entry.queue === 'hold' || entry.queue === 'corrupt' || entry.queue === 'active') && (
              <span className={classes.state} data-queue={entry.queue}>
                {t(`findings:queue.state.${entry.queue}`)}
              </span>
            )}
            {reasonWords(entry, words)}
          </>
        ),
      },
      {
        id: 'since',
        head: t('findings:queue.column.since'),
        width: 'minmax(0, 1fr)',
        draw: (entry) => (
          <>
            {entry.arrival === null ? t('findings:unknown') : format.moment(entry.arrival)}
            {age(entry) !== null && <span className={shared.small}>{age(entry)}</span>}
          </>
        ),
      },
    ];
  }, [words, listedAt]);
}

function reasonWords(entry: QueueEntry, words: ReturnType<typeof useWords>): string {
  const told = entry.recipients.find(({ reason }) => reason !== null);
  if (told === undefined) return words.t('findings:queue.no-reason');
  return causeTitle(told.cause, words) ?? shortened(told.reason ?? '');
}

/** A wall-clock time of a table (`postqueue -p`) has no zone: it cannot be compared with now. */
function secondsBetween(arrival: string | null, now: string): number | null {
  if (arrival === null || !/(?:Z|[+-]\d\d:?\d\d)$/.test(arrival)) return null;
  const seconds = (Date.parse(now) - Date.parse(arrival)) / 1000;
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : null;
}

/** The whole reason stands in the detail below. */
const shortened = (reason: string): string => (reason.length > 180 ? `${reason.slice(0, 180)}…` : reason);
