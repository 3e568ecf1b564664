import { Alert, Button, NativeSelect } from '@mantine/core';
import { IconFlask2, IconServer } from '@tabler/icons-react';
import { Link } from 'react-router';
import { paths } from '../../app/paths.ts';
import { useWords } from '../../i18n/words.ts';
import { PracticeBadge } from '../servers/PracticeBadge.tsx';
import { isOpening, isReady, StateBadge } from '../servers/StateBadge.tsx';
import { connectServer, findServer, PRACTICE, startPractice, useServers } from '../servers/serverStore.ts';
import { chooseBlueMind, chooseServers, useCase } from '../wizard/caseStore.ts';
import classes from './SourcePicker.module.css';
import { Way } from './Way.tsx';

const none: readonly string[] = [];

/** A server of one's own, or the simulated one. */
export function ServerWays() {
  const { t } = useWords();
  const servers = useServers((state) => state.servers);
  const chosen = useCase((state) => (state.sourceKind === 'server' ? state.servers : none));
  const isPractice = findServer(servers, chosen[0])?.practice ?? false;
  const real = (servers ?? []).filter(({ practice }) => !practice);
  const takePractice = async (): Promise<void> => {
    const started = await startPractice(4);
    if (started !== null) chooseServers([started.profile.id]);
  };
  return (
    <>
      <Way
        kind="server"
        chosen={chosen.length > 0 && !isPractice}
        icon={<IconServer size={22} aria-hidden />}
        name={t('servers:source.name')}
        text={t('servers:source.text')}
        onChoose={() => {
          const first = real.find(({ state }) => isReady(state)) ?? real[0];
          chooseServers(first === undefined ? [] : [first.profile.id]);
        }}
      />
      <Way
        kind="server"
        id="practice"
        chosen={chosen.length > 0 && isPractice}
        icon={<IconFlask2 size={22} aria-hidden />}
        name={t('servers:source.practice')}
        text={t('servers:source.practice-text')}
        onChoose={() => void takePractice()}
      />
    </>
  );
}

/** Whether a server that exists is what the steps ask. */
export function useHasServer(): boolean {
  const servers = useServers((state) => state.servers);
  const chosen = useCase((state) => (state.sourceKind === 'server' ? state.servers[0] : undefined));
  return findServer(servers, chosen) !== null;
}

/** Which server, how its connection stands, and the way to one that is missing. */
export function ChosenServer({ readsLogs }: { readonly readsLogs: boolean }) {
  const { t, say } = useWords();
  const { servers, problems, busy } = useServers();
  const chosen = useCase((state) => state.servers);
  const current = findServer(servers, chosen[0]);
  const real = (servers ?? []).filter(({ practice }) => !practice);
  const problem = problems[chosen[0] ?? PRACTICE];
  if (current === null) {
    return (
      <div className={classes.server}>
        {busy.includes(PRACTICE) ? (
          <p className={classes.chosen}>{t('servers:source.starting-practice')}</p>
        ) : (
          <>
            <p className={classes.chosen}>{t('servers:source.none')}</p>
            <Button component={Link} to={paths.newServer} size="sm" variant="default">
              {t('servers:new')}
            </Button>
          </>
        )}
        {problem !== undefined && (
          <Alert color="red" variant="outline" role="alert">
            {say(problem.message)}
          </Alert>
        )}
      </div>
    );
  }
  const { profile, state, practice } = current;
  const group = real.filter((server) => profile.group !== '' && server.profile.group === profile.group);
  const isConnecting = busy.includes(profile.id) || isOpening(state);
  return (
    <div className={classes.server}>
      {practice ? (
        <p className={classes.chosen}>
          {profile.name} <PracticeBadge />
        </p>
      ) : (
        <NativeSelect
          size="sm"
          label={t('servers:source.which')}
          value={profile.id}
          onChange={({ currentTarget }) => chooseServers([currentTarget.value])}
          data={real.map((server) => ({ value: server.profile.id, label: server.profile.name }))}
        />
      )}
      <div className={classes.standing}>
        <StateBadge state={state} />
        {!isReady(state) && (
          <Button size="compact-md" loading={isConnecting} onClick={() => void connectServer(profile.id)}>
            {t('servers:connect')}
          </Button>
        )}
      </div>
      {readsLogs && group.length > 1 && (
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={() =>
            chooseServers(
              chosen.length > 1
                ? [profile.id]
                : [profile.id, ...group.map((one) => one.profile.id)].filter(unique),
            )
          }
        >
          {chosen.length > 1
            ? t('servers:source.only-this')
            : t('servers:source.whole-group', { group: profile.group, count: group.length })}
        </Button>
      )}
      {problem !== undefined && (
        <Alert color="red" variant="outline" role="alert">
          {say(problem.message)}
        </Alert>
      )}
    </div>
  );
}

const unique = (item: string, index: number, all: readonly string[]): boolean => all.indexOf(item) === index;

/** Pasted text and saved files do not tell what server they come from. */
export function WhichBlueMind() {
  const { t } = useWords();
  const blueMind = useCase((state) => state.blueMind);
  return (
    <NativeSelect
      mt="sm"
      size="sm"
      maw="22rem"
      label={t('servers:source.blue-mind')}
      description={t('servers:source.blue-mind-hint')}
      value={blueMind === null ? '' : String(blueMind)}
      onChange={({ currentTarget: { value } }) =>
        chooseBlueMind(value === '4' ? 4 : value === '5' ? 5 : null)
      }
      data={[
        { value: '', label: t('servers:source.blue-mind-unknown') },
        { value: '5', label: 'BlueMind 5' },
        { value: '4', label: 'BlueMind 4' },
      ]}
    />
  );
}
