import { Alert, Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconDeviceFloppy, IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CommandRecord } from '../../../../core/command/commandRecord.ts';
import { ask, AskFailed, askOrThrow } from '../../app/bridge.ts';
import { useWords } from '../../i18n/words.ts';
import { Card } from '../../ui/Card.tsx';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { Page } from '../../ui/Page.tsx';
import classes from './AuditPage.module.css';

const PAGE = 50;

/** Every command that was ever run on a server: searchable, and to be taken along. */
export function AuditPage() {
  const { t, say } = useWords();
  const [search, setSearch] = useState('');
  const [wanted] = useDebouncedValue(search.trim(), 250);
  const [outcome, setOutcome] = useState('');
  const pages = useInfiniteQuery({
    queryKey: ['audit.list', wanted],
    initialPageParam: 0,
    // Commands are run while the window is open: what was read before is not the end of it.
    staleTime: 0,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam }) => askOrThrow('audit.list', { search: wanted, offset: pageParam, limit: PAGE }),
    getNextPageParam: (last, all) => {
      const loaded = all.reduce((sum, page) => sum + page.records.length, 0);
      return last.records.length === 0 || loaded >= last.total ? undefined : loaded;
    },
  });
  const records = pages.data?.pages.flatMap((page) => page.records) ?? [];
  const { total = 0, damaged = 0 } = pages.data?.pages[0] ?? {};
  const save = async (): Promise<void> => {
    const saved = await ask('audit.export', undefined);
    if (!saved.ok) setOutcome(saved.error.code === 'cancelled' ? '' : say(saved.error.message));
    else setOutcome(saved.value === null ? '' : t('audit:saved', { name: saved.value }));
  };
  return (
    <Page title={t('audit:title')} lead={t('audit:lead')}>
      <div className={classes.tools}>
        <TextInput
          className={classes.search ?? ''}
          aria-label={t('audit:search')}
          placeholder={t('audit:search')}
          leftSection={<IconSearch size={18} aria-hidden />}
          value={search}
          onChange={({ currentTarget }) => setSearch(currentTarget.value)}
        />
        <Button
          size="sm"
          variant="default"
          leftSection={<IconDeviceFloppy size={16} aria-hidden />}
          onClick={() => void save()}
        >
          {t('audit:export')}
        </Button>
      </div>
      <p role="status" className={classes.count}>
        {outcome !== ''
          ? outcome
          : pages.isSuccess && total > 0
            ? t('audit:count', { count: total })
            : pages.isSuccess && t(wanted === '' ? 'audit:empty' : 'audit:none-found')}
      </p>
      {pages.error instanceof AskFailed && (
        <Alert color="red" variant="outline" role="alert">
          {say(pages.error.error.message)}
        </Alert>
      )}
      {damaged > 0 && (
        <Alert color="orange" variant="outline" role="note">
          {t('audit:damaged', { count: damaged })}
        </Alert>
      )}
      {records.length > 0 && (
        <Card>
          <ol className={classes.list}>
            {records.map((record, index) => (
              <Row key={`${record.time} ${String(index)}`} record={record} />
            ))}
          </ol>
          {pages.hasNextPage && (
            <Button
              mt="md"
              size="sm"
              variant="default"
              loading={pages.isFetchingNextPage}
              onClick={() => void pages.fetchNextPage()}
            >
              {t('audit:more')}
            </Button>
          )}
        </Card>
      )}
    </Page>
  );
}

function Row({ record }: { readonly record: CommandRecord }) {
  const { t, format } = useWords();
  const { time, server, command, effect, confirmedBy, exitCode, signal, outcome, durationMs, firstLines } =
    record;
  const facts = [
    format.moment(time.replace(/\.\d+Z$/, 'Z')),
    t('audit:on', { server: server.name }),
    t(`audit:outcome.${outcome}`),
    ...(exitCode === null || exitCode === 0 ? [] : [t('audit:exit', { code: exitCode })]),
    ...(signal === null ? [] : [t('audit:signal', { signal })]),
    format.duration(durationMs / 1000),
    ...(confirmedBy === null ? [] : [t('audit:confirmed', { who: confirmedBy })]),
  ];
  return (
    <li className={classes.row}>
      <p className={classes.facts}>
        <span className={classes.effect} data-changes={effect === 'changes' || undefined}>
          {t(effect === 'changes' ? 'audit:changes' : 'audit:reads')}
        </span>
        {facts.join(' · ')}
      </p>
      <code className={classes.command}>{command}</code>
      {firstLines.length > 0 && (
        <Disclosure label={t('audit:output')}>
          <pre className={classes.output}>{firstLines.join('\n')}</pre>
        </Disclosure>
      )}
    </li>
  );
}
