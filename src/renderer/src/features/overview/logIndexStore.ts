import { create } from 'zustand';
import type {
  FirstRows,
  IndexedLogs,
  JobProgress,
  LogIndexView,
  LogsGrown,
} from '../../../../shared/ipc/contract.ts';
import type { AppError } from '../../../../shared/ipc/errors.ts';
import { ask, listen } from '../../app/bridge.ts';
import { connectFirst, useServers } from '../servers/serverStore.ts';
import { cancelJob } from '../wizard/caseStore.ts';

/** What the window knows of the logs that are looked at. */
type LogIndexState =
  | { readonly state: 'none' }
  | {
      readonly state: 'opening';
      readonly jobId: string;
      readonly startedAt: number;
      readonly progress: JobProgress | null;
      /** To look at while the rest is read. */
      readonly firstRows: FirstRows['rows'];
    }
  | { readonly state: 'open'; readonly source: IndexedLogs; readonly view: LogIndexView }
  | { readonly state: 'failed'; readonly error: AppError }
  | { readonly state: 'cancelled' };

/** Outlives the pages: going elsewhere and coming back finds the logs as they were left. */
export const useLogIndex = create<{ readonly now: LogIndexState }>()(() => ({ now: { state: 'none' } }));

const set = (now: LogIndexState): void => useLogIndex.setState({ now });
const get = (): LogIndexState => useLogIndex.getState().now;

/** True once the logs can be looked at. */
export async function openLogIndex(source: IndexedLogs): Promise<boolean> {
  closeLogIndex();
  const jobId = crypto.randomUUID();
  const change = (part: Partial<Extract<LogIndexState, { state: 'opening' }>>): void => {
    const now = get();
    if (now.state === 'opening' && now.jobId === jobId) set({ ...now, ...part });
  };
  set({ state: 'opening', jobId, startedAt: Date.now(), progress: null, firstRows: [] });
  const endings = [
    listen('job.progress', (progress) => {
      if (progress.jobId === jobId) change({ progress });
    }),
    listen('logs.firstRows', ({ jobId: of, rows }) => {
      if (of === jobId) change({ firstRows: rows });
    }),
  ];
  try {
    if (source.kind === 'server' && !(await connectFirst([source.server]))) {
      const error = useServers.getState().problems[source.server];
      set(error === undefined ? { state: 'cancelled' } : { state: 'failed', error });
      return false;
    }
    const answer = await ask('logs.open', { jobId, source });
    const now = get();
    if (now.state !== 'opening' || now.jobId !== jobId) {
      // Nobody waits for it any more.
      if (answer.ok) void ask('logs.close', { index: answer.value.index });
      return false;
    }
    if (answer.ok) set({ state: 'open', source, view: answer.value });
    else
      set(
        answer.error.code === 'cancelled' ? { state: 'cancelled' } : { state: 'failed', error: answer.error },
      );
    return answer.ok;
  } finally {
    for (const end of endings) end();
  }
}

export async function cancelOpening(): Promise<void> {
  const now = get();
  if (now.state !== 'opening') return;
  set({ state: 'cancelled' });
  await cancelJob(now.jobId);
}

export function closeLogIndex(): void {
  const now = get();
  if (now.state === 'opening') void cancelJob(now.jobId);
  if (now.state === 'open') void ask('logs.close', { index: now.view.index });
  set({ state: 'none' });
}

/** The logs went on growing, or are followed no further: what the page says about them in its heading. */
export function noteGrowth({ index, messages, problem }: LogsGrown): void {
  const now = get();
  if (now.state !== 'open' || now.view.index !== index) return;
  const view = { ...now.view, messages };
  set({
    ...now,
    view: problem === undefined ? view : { ...view, following: false, problems: [...view.problems, problem] },
  });
}
