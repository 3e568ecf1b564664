import { Alert, Button, Switch } from '@mantine/core';
import { IconChartBar, IconFolder } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import type { IndexedLogs } from '../../../../shared/ipc/contract.ts';
import { chooseLogFolder } from '../../app/openLogs.ts';
import { paths } from '../../app/paths.ts';
import { useWords } from '../../i18n/words.ts';
import { Card } from '../../ui/Card.tsx';
import { Page } from '../../ui/Page.tsx';
import { SourcePicker } from '../intake/SourcePicker.tsx';
import { useCase } from '../wizard/caseStore.ts';
import { logWizard } from '../wizard/openWizards.ts';
import { warmCharts } from './charts/warmCharts.ts';
import classes from './ChooseLogsPage.module.css';
import { openLogIndex, useLogIndex } from './logIndexStore.ts';
import { FirstMails, OpeningProgress } from './OpeningProgress.tsx';
import { ServerLogs } from './ServerLogs.tsx';

/** The step whose sources these are: a log is chosen here as it is for a search. */
const logStep = logWizard?.steps.find(({ acquire }) => acquire.kind === 'logs');

/** Which logs to look at, and the way until they are read. */
export function ChooseLogsPage() {
  const { t, say } = useWords();
  const navigate = useNavigate();
  const opening = useLogIndex(({ now }) => now.state);
  const opened = useLogIndex(({ now }) => (now.state === 'open' ? now.view : null));
  const error = useLogIndex(({ now }) => (now.state === 'failed' ? now.error : null));
  const { sourceKind, files, pasted, servers } = useCase();
  const [follow, setFollow] = useState(false);
  const [attempted, setAttempted] = useState(false);
  const [serverLogs, setServerLogs] = useState<readonly string[]>([]);
  const source = sourceOf({ sourceKind, files, pasted, servers }, follow, serverLogs);
  const start = async (): Promise<void> => {
    setAttempted(true);
    if (source === null || opening === 'opening') return;
    if (await openLogIndex(source)) await navigate(paths.openLog);
  };
  const [server] = servers;
  // Charts are sure to be wanted; while logs are read the window has other things to do.
  useEffect(warmCharts, []);
  return (
    <Page title={t('overview:choose.title')} lead={t('overview:choose.lead')}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          void start();
        }}
      >
        {opened !== null && (
          <Alert color="gray" variant="outline" role="note">
            <div className={classes.still}>
              <span>
                {t('overview:choose.still-open', {
                  count: opened.files.length,
                  name: opened.files[0]?.name ?? '',
                })}
              </span>
              <Button component={Link} to={paths.openLog} size="compact-md" variant="default">
                {t('overview:choose.back-to-it')}
              </Button>
            </div>
          </Alert>
        )}
        {logStep !== undefined && (
          <SourcePicker
            step={logStep}
            problem={
              attempted && source === null
                ? t(
                    sourceKind === 'server'
                      ? 'overview:choose.no-server-log'
                      : 'overview:choose.nothing-chosen',
                  )
                : null
            }
          />
        )}
        {(sourceKind === null || sourceKind === 'files') && (
          <div className={classes.files}>
            <Button
              variant="default"
              size="sm"
              leftSection={<IconFolder size={18} aria-hidden />}
              onClick={() => void chooseLogFolder()}
            >
              {t('overview:choose.folder')}
            </Button>
            <span className={classes.quiet}>{t('overview:choose.folder-text')}</span>
          </div>
        )}
        {sourceKind === 'files' && files.length > 0 && (
          <Switch
            checked={follow}
            onChange={({ currentTarget }) => setFollow(currentTarget.checked)}
            label={t('overview:follow.label')}
            description={t('overview:follow.text')}
          />
        )}
        {sourceKind === 'server' && server !== undefined && (
          <ServerLogs key={server} server={server} chosen={serverLogs} onChoose={setServerLogs} />
        )}
        <div>
          <Button
            type="submit"
            size="md"
            leftSection={<IconChartBar size={18} aria-hidden />}
            aria-disabled={opening === 'opening'}
          >
            {t('overview:choose.start')}
          </Button>
        </div>
      </form>
      <div aria-live="polite" className={classes.outcome}>
        {opening === 'cancelled' && (
          <Alert color="gray" variant="outline">
            {t('overview:opening.cancelled')}
          </Alert>
        )}
        {error !== null && (
          <Alert color="red" variant="outline" role="alert" title={t('overview:opening.failed')}>
            {say(error.message)}
          </Alert>
        )}
      </div>
      {opening === 'opening' && (
        <Card title={t('overview:opening.title')}>
          <OpeningProgress />
          <FirstMails />
        </Card>
      )}
    </Page>
  );
}

type Chosen = Pick<ReturnType<typeof useCase.getState>, 'sourceKind' | 'files' | 'pasted' | 'servers'>;

/** What main is asked to open, null while there is nothing to. */
function sourceOf(
  { sourceKind, files, pasted, servers }: Chosen,
  follow: boolean,
  logs: readonly string[],
): IndexedLogs | null {
  const [server] = servers;
  switch (sourceKind) {
    case 'sample':
      return { kind: 'sample' };
    case 'files':
      return files.length === 0 ? null : { kind: 'files', files: files.map(({ id }) => id), follow };
    case 'pasted':
      return pasted.trim() === '' ? null : { kind: 'pasted', text: pasted };
    case 'server':
      return server === undefined || logs.length === 0 ? null : { kind: 'server', server, logs: [...logs] };
    case null:
      return null;
  }
}
