import { useLocation, useNavigate } from 'react-router';
import type { AppError } from '../../../../shared/ipc/errors.ts';
import { paths } from '../../app/paths.ts';
import { openLogIndex, useLogIndex } from './logIndexStore.ts';

/** Whether asking again is of no use: the index is not there any more, so the logs have to be read again. */
export const isIndexLost = ({ code, message }: AppError): boolean =>
  code === 'not-found' || message.key === 'errors:reading-stopped';

/** Reads the logs that are open once more, and comes back to what was looked at. */
export function useReadAgain(): (change?: { readonly follow: boolean }) => Promise<void> {
  const navigate = useNavigate();
  const { search } = useLocation();
  return async (change) => {
    const { now } = useLogIndex.getState();
    if (now.state !== 'open') return;
    const { source } = now;
    await navigate(paths.overview);
    const opened = await openLogIndex(
      source.kind === 'files' && change !== undefined ? { ...source, ...change } : source,
    );
    if (opened) await navigate(`${paths.openLog}${search}`, { replace: true });
  };
}
