import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { traceRows } from '../../../../core/playbooks/trace/selectRecipients.ts';
import type { TraceFindings } from '../../../../core/playbooks/trace/findings.ts';
import type { TracedMessage } from '../../../../core/postfix/tracedMessage.ts';
import { askOrThrow } from '../../app/bridge.ts';
import { useWords } from '../../i18n/words.ts';
import { Card } from '../../ui/Card.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { openResultRow, useCase } from '../wizard/caseStore.ts';
import type { FindingsViewProps } from '../wizard/findingsViewProps.ts';
import { MessageDetail } from './MessageDetail.tsx';
import { ReadLines } from './ReadLines.tsx';
import { ResultTable } from './ResultTable.tsx';
import classes from './TraceView.module.css';

/** Messages asked for at once when the result is larger than what came with the verdict. */
const PAGE = 200;

/** What a search through the logs found: one row a recipient, the story of the open one, and what was read. */
export function TraceView({ findings, jobId, stepKey }: FindingsViewProps) {
  const { t } = useWords();
  const trace = findings as unknown as TraceFindings;
  const { messages, loadMore, isLoading, hasFailed } = useMessages(trace, jobId);
  const rows = useMemo(() => traceRows(messages, trace.query), [messages, trace.query]);
  const remembered = useCase((state) => state.openRow[stepKey]);
  // A single result needs no choice.
  const open = remembered === undefined || remembered === null ? (rows.length === 1 ? 0 : null) : remembered;
  const openRow = open === null ? undefined : rows[open];
  const isComplete = messages.length >= trace.total;
  return (
    <>
      {rows.length > 1 && (
        <Card
          title={t('trace-view:results.title', {
            count: isComplete ? rows.length : Math.max(rows.length, trace.total),
          })}
        >
          <p className={classes.hint}>
            <Sentence>{t('trace-view:results.hint')}</Sentence>
          </p>
          <ResultTable
            rows={rows}
            isComplete={isComplete}
            open={open}
            onOpen={(row) => openResultRow(stepKey, row)}
            onEnd={loadMore}
          />
          <p role="status" className={classes.loading}>
            {isLoading
              ? t('trace-view:results.loading')
              : hasFailed
                ? t('trace-view:results.load-failed')
                : ''}
          </p>
        </Card>
      )}
      {openRow !== undefined && (
        <MessageDetail key={open} row={openRow} takeFocus={remembered !== undefined && remembered !== null} />
      )}
      <ReadLines findings={trace} isNothingFound={rows.length === 0} />
    </>
  );
}

/** The messages that came with the answer, and further pages as the list is scrolled: big data stays in main. */
function useMessages(trace: TraceFindings, jobId: string) {
  const pages = useInfiniteQuery({
    queryKey: ['wizard.window', jobId],
    enabled: trace.total > trace.messages.length,
    initialPageParam: 0,
    initialData: { pages: [trace.messages], pageParams: [0] },
    queryFn: ({ pageParam }) => askOrThrow('wizard.window', { jobId, offset: pageParam, limit: PAGE }),
    getNextPageParam: (last: readonly TracedMessage[], all: readonly (readonly TracedMessage[])[]) => {
      const loaded = all.reduce((sum, page) => sum + page.length, 0);
      return last.length === 0 || loaded >= trace.total ? undefined : loaded;
    },
  });
  const messages = useMemo(() => pages.data.pages.flat(), [pages.data]);
  const loadMore = (): void => {
    if (pages.hasNextPage && !pages.isFetching && !pages.isError) void pages.fetchNextPage();
  };
  return { messages, loadMore, isLoading: pages.isFetchingNextPage, hasFailed: pages.isError };
}
