import { Alert, Button, Switch } from '@mantine/core';
import { IconDeviceFloppy, IconFolderOpen } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { Link, Navigate } from 'react-router';
import type { IndexedLogs, LogIndexView } from '../../../../shared/ipc/contract.ts';
import { AskFailed, askOrThrow } from '../../app/bridge.ts';
import { paths } from '../../app/paths.ts';
import { useWords } from '../../i18n/words.ts';
import { Page } from '../../ui/Page.tsx';
import { ExportMails } from './ExportMails.tsx';
import { FilterBar } from './FilterBar.tsx';
import { isEverything } from './filterTerms.ts';
import { GlanceView } from './GlanceView.tsx';
import { useLogIndex } from './logIndexStore.ts';
import { MailsView } from './MailsView.tsx';
import classes from './OverviewPage.module.css';
import { useGrowth } from './useGrowth.ts';
import { useLooking } from './useLooking.ts';
import { isIndexLost, useReadAgain } from './useReadAgain.ts';

/** The logs that are open, as a whole or mail by mail, with one filter for both. */
export function OverviewPage() {
  const now = useLogIndex((state) => state.now);
  if (now.state !== 'open') return <Navigate to={paths.overview} replace />;
  return <OpenLogs key={now.view.index} view={now.view} source={now.source} />;
}

interface OpenLogsProps {
  readonly view: LogIndexView;
  readonly source: IndexedLogs;
}

function OpenLogs({ view, source }: OpenLogsProps) {
  const { t, say, format } = useWords();
  const looking = useLooking();
  const { filter, look } = looking;
  const { index } = view;
  useGrowth(index);
  const [isSaving, setIsSaving] = useState(false);
  const overview = useQuery({
    queryKey: ['logs', index, 'overview', filter],
    queryFn: () => askOrThrow('logs.overview', { index, filter }),
    placeholderData: keepPreviousData,
  });
  const readAgain = useReadAgain();
  const again = (): Promise<unknown> =>
    overview.error instanceof AskFailed && isIndexLost(overview.error.error)
      ? readAgain()
      : overview.refetch();
  const found = overview.data;
  // All cards anew take a while: typing and clicking go first.
  const glance = useDeferredValue(found);
  const glanceLooking = useDeferredValue(looking);
  const count = found?.messages ?? null;
  return (
    <Page
      wide
      about={index}
      title={t('overview:title')}
      kicker={t('overview:files', { count: view.files.length, name: view.files[0]?.name ?? '' })}
      lead={
        found === undefined
          ? t('overview:counting')
          : found.period.from === null || found.period.to === null
            ? t('overview:lead-no-time', { count: view.messages })
            : t('overview:lead', { count: view.messages, from: found.period.from, to: found.period.to })
      }
    >
      <div className={classes.tools}>
        <nav aria-label={t('overview:views.label')} className={classes.views}>
          {(['glance', 'mails'] as const).map((one) => (
            <button
              key={one}
              type="button"
              className={classes.view}
              aria-current={looking.view === one ? 'page' : undefined}
              onClick={() => look({ view: one, row: null })}
            >
              {one === 'glance'
                ? t('overview:views.glance')
                : count === null
                  ? t('overview:views.mails')
                  : t('overview:views.mails-count', { count })}
            </button>
          ))}
        </nav>
        <div className={classes.actions}>
          {source.kind === 'files' && <Follow view={view} />}
          <Button
            size="sm"
            variant="default"
            leftSection={<IconDeviceFloppy size={16} aria-hidden />}
            onClick={() => setIsSaving(true)}
          >
            {t('overview:save.open')}
          </Button>
          <Button
            component={Link}
            to={paths.overview}
            size="sm"
            variant="default"
            leftSection={<IconFolderOpen size={16} aria-hidden />}
          >
            {t('overview:other-logs')}
          </Button>
        </div>
      </div>
      {view.problems.length > 0 && (
        <Alert color="yellow" variant="outline" role="status" title={t('overview:problems')} mb="md">
          <ul className={classes.problems}>
            {view.problems.map((problem, place) => (
              <li key={place}>{say(problem)}</li>
            ))}
          </ul>
        </Alert>
      )}
      <FilterBar
        filter={filter}
        reasons={found?.reasons ?? []}
        onFilter={(wanted) => look({ filter: wanted })}
      />
      <p role="status" className={classes.count} data-busy={overview.isPlaceholderData || undefined}>
        {count !== null &&
          !isEverything(filter) &&
          t('overview:filtered', { count, all: format.number(view.messages) })}
      </p>
      {overview.error instanceof AskFailed ? (
        <Alert color="red" variant="outline" role="alert">
          <p className={classes.failed}>{say(overview.error.error.message)}</p>
          <Button size="compact-md" variant="default" onClick={() => void again()}>
            {t('overview:again')}
          </Button>
        </Alert>
      ) : looking.view === 'mails' ? (
        <MailsView index={index} looking={looking} />
      ) : glance === undefined ? (
        <p role="status">{t('overview:counting')}</p>
      ) : (
        <GlanceView overview={glance} looking={glanceLooking} />
      )}
      {isSaving && (
        <ExportMails
          index={index}
          filter={filter}
          order={looking.order}
          count={count ?? view.messages}
          onClose={() => setIsSaving(false)}
        />
      )}
    </Page>
  );
}

/** Following is decided when logs are opened: switching it reads them again, which is quick. */
function Follow({ view }: Pick<OpenLogsProps, 'view'>) {
  const { t } = useWords();
  const readAgain = useReadAgain();
  return (
    <Switch
      checked={view.following}
      onChange={({ currentTarget }) => void readAgain({ follow: currentTarget.checked })}
      label={t('overview:follow.short')}
    />
  );
}
