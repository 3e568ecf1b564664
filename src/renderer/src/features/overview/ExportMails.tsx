import { useState } from 'react';
import type { MessageFilter } from '../../../../core/logIndex/messageFilter.ts';
import type { RowOrder } from '../../../../core/logIndex/messageRow.ts';
import { ask } from '../../app/bridge.ts';
import { useWords } from '../../i18n/words.ts';
import { cancelJob } from '../wizard/caseStore.ts';
import { SaveDialog } from './SaveDialog.tsx';
import { useTermWords } from './useTermWords.ts';

interface ExportMailsProps {
  readonly index: string;
  readonly filter: MessageFilter;
  readonly order: RowOrder;
  /** Mails the filter lets through. */
  readonly count: number;
  readonly onClose: () => void;
}

/** Takes along what is seen: the list for a spreadsheet or a program, or the overview as a page that stands alone. */
export function ExportMails({ index, filter, order, count, onClose }: ExportMailsProps) {
  const { t, language } = useWords();
  const { whole } = useTermWords();
  const [format, setFormat] = useState<'csv' | 'json' | 'html'>('csv');
  const [jobId, setJobId] = useState<string | null>(null);
  const filtered = whole(filter);
  return (
    <SaveDialog
      title={t('overview:save.title')}
      about={
        filtered === ''
          ? t('overview:save.all', { count })
          : t('overview:save.filtered', { count, filter: filtered })
      }
      formats={['csv', 'json', 'html'] as const}
      format={format}
      onFormat={setFormat}
      onSave={(anonymous) => {
        const id = crypto.randomUUID();
        setJobId(id);
        return ask('logs.export', { jobId: id, index, filter, order, format, anonymous, language });
      }}
      onClose={() => {
        if (jobId !== null) void cancelJob(jobId);
        onClose();
      }}
    />
  );
}
