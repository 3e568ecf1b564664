import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import type { MessageFilter } from '../../../../core/logIndex/messageFilter.ts';
import type { MessageRow, RowOrder } from '../../../../core/logIndex/messageRow.ts';
import type { AppError } from '../../../../shared/ipc/errors.ts';
import { AskFailed, askOrThrow } from '../../app/bridge.ts';

/** Rows asked for at once: a few screens. */
const PAGE = 200;
/** Pages scrolled away from are soon forgotten: a million rows stay in main. */
const FORGET_MS = 30_000;

export interface Rows {
  /** Null until main answered for the first time. */
  readonly total: number | null;
  /** Null for a row that has not come yet. */
  readonly at: (index: number) => MessageRow | null;
  readonly error: AppError | null;
  readonly again: () => void;
}

/** The rows `first` to `last` of the list, in pages as they come into view. */
export function useRows(
  index: string,
  filter: MessageFilter,
  order: RowOrder,
  [first, last]: readonly [number, number],
): Rows {
  const query = (page: number) => ({
    queryKey: ['logs', index, 'rows', filter, order, page],
    queryFn: () => askOrThrow('logs.rows', { index, filter, order, offset: page * PAGE, limit: PAGE }),
    gcTime: FORGET_MS,
  });
  const head = useQuery({ ...query(0), placeholderData: keepPreviousData });
  const from = Math.floor(first / PAGE);
  const pages = Array.from({ length: Math.floor(last / PAGE) - from + 1 }, (_, step) => from + step);
  const shown = useQueries({ queries: pages.map(query) });
  const data = new Map(pages.map((page, place) => [page, shown[place]?.data?.rows]));
  const headRows = head.data?.rows;
  const failed = [head, ...shown].find(({ error }) => error !== null)?.error;
  return {
    total: head.data?.total ?? null,
    at: (row) => {
      const page = Math.floor(row / PAGE);
      const rows = data.get(page) ?? (page === 0 ? headRows : undefined);
      return rows?.[row - page * PAGE] ?? null;
    },
    error: failed instanceof AskFailed ? failed.error : null,
    again: () => {
      for (const one of [head, ...shown]) if (one.isError) void one.refetch();
    },
  };
}
