import { Alert, Button, TextInput } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { paths } from '../../app/paths.ts';
import type { ServerView } from '../../../../shared/ipc/contract.ts';
import { useWords } from '../../i18n/words.ts';
import { Card } from '../../ui/Card.tsx';
import { Page } from '../../ui/Page.tsx';
import { bringServerBack, useServers } from './serverStore.ts';
import { ServerRow } from './ServerRow.tsx';
import classes from './ServersPage.module.css';
import { TakeOver } from './TakeOver.tsx';

/** All servers, by group, with how each connection stands. */
export function ServersPage() {
  const { t, say } = useWords();
  const { servers, problems, removed } = useServers();
  const [search, setSearch] = useState('');
  const shown = (servers ?? []).filter((server) => fits(server, search));
  const groups = groupsOf(shown);
  const hasGroups = groups.some(([group]) => group !== '');
  const problem = problems[''];
  return (
    <Page
      title={t('servers:title')}
      lead={t('servers:lead')}
      badge={
        <Link to={paths.audit} className={classes.audit}>
          {t('common:nav.audit')}
        </Link>
      }
    >
      <div className={classes.tools}>
        <Button
          component={Link}
          to={paths.newServer}
          size="sm"
          leftSection={<IconPlus size={18} aria-hidden />}
        >
          {t('servers:new')}
        </Button>
        <TakeOver />
      </div>
      {removed !== null && (
        <Alert color="gray" variant="outline" role="status" mb="md">
          <span className={classes.undo}>
            {t('servers:removed', { name: removed.name })}
            <Button size="compact-sm" variant="default" onClick={() => void bringServerBack()}>
              {t('common:undo')}
            </Button>
          </span>
        </Alert>
      )}
      {problem !== undefined && (
        <Alert color="red" variant="outline" role="alert" mb="md">
          {say(problem.message)}
        </Alert>
      )}
      {servers === null && problem === undefined && <p role="status">{t('servers:loading')}</p>}
      {servers !== null && servers.length === 0 && (
        <Card title={t('servers:empty-title')}>
          <p className={classes.text}>{t('servers:empty')}</p>
        </Card>
      )}
      {servers !== null && servers.length > 5 && (
        <TextInput
          mb="md"
          aria-label={t('servers:search')}
          placeholder={t('servers:search')}
          leftSection={<IconSearch size={18} aria-hidden />}
          value={search}
          onChange={({ currentTarget }) => setSearch(currentTarget.value)}
        />
      )}
      {servers !== null && servers.length > 0 && shown.length === 0 && (
        <p role="status">{t('servers:none-found')}</p>
      )}
      {groups.map(([group, members]) => (
        <section key={group} className={classes.group} aria-label={group || t('servers:group-none')}>
          {hasGroups && <h2 className={classes.groupName}>{group || t('servers:group-none')}</h2>}
          <ul className={classes.list}>
            {members.map((server) => (
              <ServerRow key={server.profile.id} server={server} heading={hasGroups ? 'h3' : 'h2'} />
            ))}
          </ul>
        </section>
      ))}
    </Page>
  );
}

function fits({ profile }: ServerView, search: string): boolean {
  const text =
    `${profile.name} ${profile.host} ${profile.user} ${profile.group} ${profile.notes}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** Groups by name, those without one last. */
function groupsOf(servers: readonly ServerView[]): readonly (readonly [string, readonly ServerView[]])[] {
  const groups = new Map<string, ServerView[]>();
  for (const server of servers) {
    const group = groups.get(server.profile.group);
    if (group === undefined) groups.set(server.profile.group, [server]);
    else group.push(server);
  }
  return [...groups].sort(([a], [b]) => (a === '' ? 1 : b === '' ? -1 : a.localeCompare(b)));
}
