import { Alert, Checkbox } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { OfferedLog } from '../../../../shared/ipc/contract.ts';
import { AskFailed, askOrThrow } from '../../app/bridge.ts';
import { useWords } from '../../i18n/words.ts';
import { Card } from '../../ui/Card.tsx';
import { isReady } from '../servers/StateBadge.tsx';
import { findServer, useServers } from '../servers/serverStore.ts';
import classes from './ServerLogs.module.css';

interface ServerLogsProps {
  readonly server: string;
  readonly chosen: readonly string[];
  readonly onChoose: (logs: readonly string[]) => void;
}

/** From here on fetching takes long enough to be thought about first. */
const LARGE_BYTES = 200_000_000;

/** Which logs of a server to fetch, and how much that is, before anything is fetched. */
export function ServerLogs({ server, chosen, onChoose }: ServerLogsProps) {
  const { t, say, format } = useWords();
  const current = useServers(({ servers }) => findServer(servers, server));
  const isConnected = current !== null && isReady(current.state);
  const offer = useQuery({
    queryKey: ['logs.offer', server],
    enabled: isConnected,
    staleTime: 0,
    queryFn: () => askOrThrow('logs.offer', { server }),
  });
  const logs = offer.data ?? [];
  const wanted = logs.filter(({ id }) => chosen.includes(id));
  const bytes = wanted.reduce((sum, log) => sum + log.bytes, 0);
  return (
    <Card title={t('overview:server.title')}>
      {!isConnected && logs.length === 0 && (
        <p className={classes.words}>{t('overview:server.connect-first')}</p>
      )}
      {offer.isFetching && offer.data === undefined && (
        <p role="status" className={classes.words}>
          {t('overview:server.looking')}
        </p>
      )}
      {offer.error instanceof AskFailed && (
        <Alert color="red" variant="outline" role="alert">
          {say(offer.error.error.message)}
        </Alert>
      )}
      {offer.isSuccess && logs.length === 0 && <p className={classes.words}>{t('overview:server.none')}</p>}
      {logs.length > 0 && (
        <Checkbox.Group value={[...chosen]} onChange={onChoose} label={t('overview:server.which')}>
          <ul className={classes.logs}>
            {logs.map((log) => (
              <li key={log.id}>
                <Checkbox value={log.id} label={<LogName log={log} />} />
              </li>
            ))}
          </ul>
        </Checkbox.Group>
      )}
      {wanted.length > 0 && (
        <p role="status" className={classes.size} data-large={bytes > LARGE_BYTES || undefined}>
          {bytes > LARGE_BYTES && <IconAlertTriangle size={20} aria-hidden />}
          <span>
            {t('overview:server.size', { count: wanted.length, size: format.size(bytes) })}{' '}
            {t(bytes > LARGE_BYTES ? 'overview:server.large' : 'overview:server.compressed')}
          </span>
        </p>
      )}
    </Card>
  );
}

function LogName({ log }: { readonly log: OfferedLog }) {
  const { t, format } = useWords();
  return (
    <span className={classes.name}>
      <code>{log.path}</code>{' '}
      <span className={classes.bytes}>
        {format.size(log.bytes)}
        {log.compressed && ` · ${t('overview:server.is-compressed')}`}
      </span>
    </span>
  );
}
