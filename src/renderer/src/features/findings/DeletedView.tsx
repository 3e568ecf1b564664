import { Button } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { DeletedFindings, DeletedMessage } from '../../../../core/playbooks/restore/findings.ts';
import { writePicked } from '../../../../core/playbooks/restore/pickedMessages.ts';
import type { RestoreTool } from '../../../../core/playbooks/restore/pickedMessages.ts';
import { useWords } from '../../i18n/words.ts';
import type { Words } from '../../i18n/words.ts';
import { Card } from '../../ui/Card.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { enterFact, pickRows, useCase } from '../wizard/caseStore.ts';
import type { FindingsViewProps } from '../wizard/findingsViewProps.ts';
import shared from './Findings.module.css';
import classes from './DeletedView.module.css';
import { PickTable } from './PickTable.tsx';
import type { PickColumn } from './PickTable.tsx';

/** Deleted mail that can be brought back, folder by folder: some of it, or all. */
export function DeletedView({ findings, stepKey, onStep }: FindingsViewProps) {
  const { t } = useWords();
  const { tool, messages, folders, retentionDays } = findings as unknown as DeletedFindings;
  const byFolder = useMemo(() => groupByFolder(messages), [messages]);
  return (
    <>
      {[...byFolder].map(([folder, inFolder]) => (
        <DeletedFolder
          key={folder}
          folder={folder}
          tool={tool}
          messages={inFolder}
          pickKey={`${stepKey} ${folder}`}
          retentionDays={retentionDays}
          onStep={onStep}
        />
      ))}
      {messages.length === 0 && folders.length > 0 && (
        <Card title={t('findings:deleted.other-folders')}>
          <p className={shared.hint}>
            <Sentence>{t('findings:deleted.other-folders-hint')}</Sentence>
          </p>
          <ul className={classes.folders}>
            {folders.map((folder) => (
              <li key={folder}>
                <Button
                  size="compact-md"
                  variant="default"
                  onClick={() => {
                    enterFact('folder', folder);
                    onStep('list-deleted', { start: true });
                  }}
                >
                  {folder}
                </Button>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}

interface DeletedFolderProps {
  readonly folder: string;
  readonly tool: RestoreTool;
  readonly messages: readonly DeletedMessage[];
  /** Choices are kept apart by folder: the numbers count anew in each. */
  readonly pickKey: string;
  readonly retentionDays: number | null;
  readonly onStep: FindingsViewProps['onStep'];
}

const none: readonly string[] = [];

function DeletedFolder({ folder, tool, messages, pickKey, retentionDays, onStep }: DeletedFolderProps) {
  const { t } = useWords();
  const picked = useCase((state) => state.picks[pickKey] ?? none);
  const chosen = useMemo(() => new Set(picked), [picked]);
  const columns = useDeletedColumns(retentionDays);
  const newestFirst = useMemo(
    () =>
      messages.toSorted((a, b) => (b.deletedAt ?? b.date ?? '').localeCompare(a.deletedAt ?? a.date ?? '')),
    [messages],
  );
  const pickedHere = messages.filter(({ number }) => chosen.has(String(number)));
  const restore = (step: string, numbers: readonly number[]): void => {
    enterFact('folder', folder);
    onStep(step, { start: true, picks: { pickedMessages: writePicked({ tool, numbers }) } });
  };
  return (
    <Card title={t('findings:deleted.title', { count: messages.length, folder })}>
      <PickTable
        label={t('findings:deleted.title', { count: messages.length, folder })}
        rows={newestFirst}
        columns={columns}
        keyOf={({ number }) => String(number)}
        boxLabel={({ subject, number }) =>
          t('findings:deleted.choose', { subject: subject ?? t('findings:deleted.no-subject'), uid: number })
        }
        allLabel={t('findings:deleted.choose-all', { count: messages.length })}
        picked={chosen}
        onPick={(keys, isWanted) => {
          const rest = picked.filter((key) => !keys.includes(key));
          pickRows(pickKey, isWanted ? [...rest, ...keys] : rest);
        }}
      />
      <div className={shared.actions}>
        <Button
          size="sm"
          leftSection={<IconArrowBackUp size={16} aria-hidden />}
          disabled={pickedHere.length === 0}
          onClick={() =>
            restore(
              'restore-picked',
              pickedHere.map(({ number }) => number),
            )
          }
        >
          {pickedHere.length === 0
            ? t('findings:deleted.restore-none')
            : t('findings:deleted.restore-chosen', { count: pickedHere.length })}
        </Button>
        <Button size="sm" variant="default" onClick={() => restore('restore-all', [])}>
          {t('findings:deleted.restore-all', { folder })}
        </Button>
      </div>
      <p className={shared.note}>
        <Sentence>{t('findings:deleted.restore-note')}</Sentence>
      </p>
    </Card>
  );
}

function useDeletedColumns(retentionDays: number | null): readonly PickColumn<DeletedMessage>[] {
  const { t, format } = useWords();
  return useMemo(
    () => [
      {
        id: 'mail',
        head: t('findings:deleted.column.mail'),
        width: 'minmax(0, 2.2fr)',
        draw: ({ subject, from }) => (
          <>
            <strong>{subject ?? t('findings:deleted.no-subject')}</strong>
            {from !== null && <span className={shared.small}>{from}</span>}
          </>
        ),
      },
      {
        id: 'date',
        head: t('findings:deleted.column.date'),
        width: 'minmax(0, 1.2fr)',
        draw: ({ date, size }) => (
          <>
            {date === null ? t('findings:unknown') : format.moment(date)}
            {size !== null && <span className={shared.small}>{format.size(size)}</span>}
          </>
        ),
      },
      {
        id: 'deleted',
        head: t('findings:deleted.column.deleted'),
        width: 'minmax(0, 1.2fr)',
        draw: ({ deletedAt, daysLeft }) => (
          <>
            {deletedAt === null ? t('findings:unknown') : format.moment(deletedAt)}
            <span className={classes.left} data-soon={(daysLeft !== null && daysLeft <= 1) || undefined}>
              {leftWords(daysLeft, retentionDays, t)}
            </span>
          </>
        ),
      },
    ],
    [t, format, retentionDays],
  );
}

function leftWords(daysLeft: number | null, retentionDays: number | null, t: Words['t']): string {
  if (daysLeft === 0) return t('findings:deleted.last-day');
  if (daysLeft !== null) return t('findings:deleted.days-left', { count: daysLeft });
  return retentionDays === null ? '' : t('findings:deleted.kept-for', { count: retentionDays });
}

function groupByFolder(messages: readonly DeletedMessage[]): ReadonlyMap<string, readonly DeletedMessage[]> {
  const groups = new Map<string, DeletedMessage[]>();
  for (const message of messages) {
    const group = groups.get(message.folder);
    if (group === undefined) groups.set(message.folder, [message]);
    else group.push(message);
  }
  return groups;
}
