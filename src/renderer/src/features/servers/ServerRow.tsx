import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconCopy, IconDots, IconKeyOff, IconPencil, IconTrash } from '@tabler/icons-react';
import { Link, useNavigate } from 'react-router';
import { paths } from '../../app/paths.ts';
import type { ServerView } from '../../../../shared/ipc/contract.ts';
import { useWords } from '../../i18n/words.ts';
import { PracticeBadge } from './PracticeBadge.tsx';
import { serverColour } from './serverColour.ts';
import {
  connectServer,
  disconnectServer,
  duplicateServer,
  forgetSecrets,
  removeServer,
  useServers,
} from './serverStore.ts';
import classes from './ServersPage.module.css';
import { isOpening, isReady, StateBadge } from './StateBadge.tsx';

interface ServerRowProps {
  readonly server: ServerView;
  /** Below the heading of a group, or of the page itself. */
  readonly heading: 'h2' | 'h3';
}

/** One server: what it is, how its connection stands, and what can be done with it. */
export function ServerRow({ server, heading: Heading }: ServerRowProps) {
  const { t, say } = useWords();
  const { profile, state, practice, storedSecrets } = server;
  const problem = useServers(({ problems }) => problems[profile.id]);
  const isBusy = useServers(({ busy }) => busy.includes(profile.id));
  const { name, host, port, user, access, jumpHosts } = profile;
  const failed = state.kind === 'closed' && state.reason.kind !== 'by-user' ? state.reason.message : null;
  return (
    <li className={classes.row} style={serverColour(profile)}>
      <div className={classes.who}>
        <Heading className={classes.name}>
          <Link to={paths.server(profile.id)}>{name}</Link>
          {practice && <PracticeBadge />}
        </Heading>
        <p className={classes.facts}>
          <span className={classes.access} data-changes={access === 'changes-allowed' || undefined}>
            {t(access === 'changes-allowed' ? 'servers:changes-allowed' : 'servers:read-only')}
          </span>
          <span>
            {[
              t('servers:address', { user, host, port }),
              ...(jumpHosts.length > 0 ? [t('servers:via', { count: jumpHosts.length })] : []),
              ...(storedSecrets ? [t('servers:has-secrets')] : []),
            ].join(' · ')}
          </span>
        </p>
      </div>
      <StateBadge state={state} />
      <div className={classes.actions}>
        {isReady(state) ? (
          <Button
            size="sm"
            variant="default"
            aria-label={t('servers:disconnect-named', { name })}
            onClick={() => void disconnectServer(profile.id)}
          >
            {t('servers:disconnect')}
          </Button>
        ) : (
          <Button
            size="sm"
            loading={isBusy || isOpening(state)}
            aria-label={t('servers:connect-named', { name })}
            onClick={() => void connectServer(profile.id)}
          >
            {t('servers:connect')}
          </Button>
        )}
        <Button
          component={Link}
          to={paths.server(profile.id)}
          size="sm"
          variant="subtle"
          aria-label={t('servers:about-named', { name })}
        >
          {t('servers:about')}
        </Button>
        {!practice && <RowMenu server={server} />}
      </div>
      {problem !== undefined ? (
        <p role="alert" className={classes.problem}>
          {say(problem.message)}
        </p>
      ) : (
        failed !== null && <p className={classes.problem}>{say(failed)}</p>
      )}
    </li>
  );
}

function RowMenu({ server: { profile, storedSecrets } }: { readonly server: ServerView }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const more = t('servers:more-named', { name: profile.name });
  const copy = async (): Promise<void> => {
    const made = await duplicateServer(profile.id);
    if (made !== null) await navigate(paths.editServer(made.id));
  };
  return (
    <Menu position="bottom-end" withinPortal={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" size="lg" aria-label={more} title={more}>
          <IconDots size={20} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconPencil size={16} aria-hidden />}
          onClick={() => void navigate(paths.editServer(profile.id))}
        >
          {t('servers:edit')}
        </Menu.Item>
        <Menu.Item leftSection={<IconCopy size={16} aria-hidden />} onClick={() => void copy()}>
          {t('servers:duplicate')}
        </Menu.Item>
        {storedSecrets && (
          <Menu.Item
            leftSection={<IconKeyOff size={16} aria-hidden />}
            onClick={() => void forgetSecrets(profile.id)}
          >
            {t('servers:forget')}
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<IconTrash size={16} aria-hidden />}
          onClick={() => void removeServer(profile)}
        >
          {t('servers:remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
