import { Alert, Button } from '@mantine/core';
import { IconPencil, IconRefresh } from '@tabler/icons-react';
import { Link, useParams } from 'react-router';
import { probeMeaning, probeWarnings } from '../../../../core/probe/probeMeaning.ts';
import type { ServerView } from '../../../../shared/ipc/contract.ts';
import { paths } from '../../app/paths.ts';
import { useWords } from '../../i18n/words.ts';
import { Card } from '../../ui/Card.tsx';
import { LevelIcon } from '../../ui/LevelIcon.tsx';
import { Page } from '../../ui/Page.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { chooseServers } from '../wizard/caseStore.ts';
import { findOpenWizard } from '../wizard/openWizards.ts';
import { FoundFacts } from './FoundFacts.tsx';
import { PracticeBadge } from './PracticeBadge.tsx';
import { connectServer, disconnectServer, findServer, probeServer, useServers } from './serverStore.ts';
import classes from './ServerPage.module.css';
import { isOpening, isReady, StateBadge } from './StateBadge.tsx';

/** About this server: what it is, and what that means for each check. */
export function ServerPage() {
  const { t } = useWords();
  const { id } = useParams();
  const servers = useServers((state) => state.servers);
  const server = findServer(servers, id);
  if (servers === null) return <Page title={t('servers:about')}>{t('servers:loading')}</Page>;
  if (server === null) {
    return (
      <Page title={t('servers:gone.title')} lead={t('servers:gone.text')}>
        <Link to={paths.servers}>{t('servers:title')}</Link>
      </Page>
    );
  }
  return <About server={server} />;
}

function About({ server }: { readonly server: ServerView }) {
  const { t, say, format } = useWords();
  const { profile, state, facts, practice } = server;
  const { id } = profile;
  const isBusy = useServers(({ busy }) => busy.includes(id));
  const problem = useServers(({ problems }) => problems[id]);
  const banner = useServers(({ banners }) => banners[id]);
  return (
    <Page
      about={id}
      title={profile.name}
      lead={t('servers:address', { user: profile.user, host: profile.host, port: profile.port })}
      {...(practice ? { badge: <PracticeBadge /> } : {})}
    >
      <div className={classes.standing}>
        <StateBadge state={state} />
        {isReady(state) ? (
          <>
            <Button
              size="sm"
              variant="default"
              loading={isBusy}
              leftSection={<IconRefresh size={16} aria-hidden />}
              onClick={() => void probeServer(id)}
            >
              {t('servers:facts.look-again')}
            </Button>
            <Button size="sm" variant="default" onClick={() => void disconnectServer(id)}>
              {t('servers:disconnect')}
            </Button>
          </>
        ) : (
          <Button size="sm" loading={isBusy || isOpening(state)} onClick={() => void connectServer(id)}>
            {t('servers:connect')}
          </Button>
        )}
        {!practice && (
          <Button
            component={Link}
            to={paths.editServer(id)}
            size="sm"
            variant="subtle"
            leftSection={<IconPencil size={16} aria-hidden />}
          >
            {t('servers:edit')}
          </Button>
        )}
      </div>
      {problem !== undefined && (
        <Alert color="red" variant="outline" role="alert" mb="md">
          {say(problem.message)}
        </Alert>
      )}
      <div className={classes.cards}>
        {facts === null ? (
          <Card>
            <p className={classes.text}>
              <Sentence>{t('servers:facts.not-yet')}</Sentence>
            </p>
          </Card>
        ) : (
          <>
            <Warnings facts={facts} />
            <Meaning facts={facts} id={id} />
            <FoundFacts facts={facts} />
            <p className={classes.quiet}>
              {t('servers:facts.looked-at', {
                at: format.moment(new Date(facts.probedAt).toISOString().replace(/\.\d+Z/, 'Z')),
              })}
            </p>
          </>
        )}
        {banner !== undefined && (
          <Card title={t('servers:facts.banner')} quiet>
            <pre className={classes.banner}>{banner}</pre>
          </Card>
        )}
        {profile.notes !== '' && (
          <Card title={t('servers:form.notes')} quiet>
            <pre className={classes.banner}>{profile.notes}</pre>
          </Card>
        )}
      </div>
    </Page>
  );
}

type Facts = NonNullable<ServerView['facts']>;

function Warnings({ facts }: { readonly facts: Facts }) {
  const { t, say } = useWords();
  const warnings = probeWarnings(facts);
  if (warnings.length === 0) return null;
  return (
    <Card title={t('servers:facts.warnings')}>
      <ul className={classes.list}>
        {warnings.map(({ level, message }) => (
          <li key={message.key} className={classes.line}>
            <LevelIcon level={level} /> {say(message)}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Meaning({ facts, id }: { readonly facts: Facts; readonly id: string }) {
  const { t, say } = useWords();
  const meanings = probeMeaning(facts);
  const wizards = [...new Set(meanings.map(({ wizard }) => wizard))];
  return (
    <Card title={t('servers:facts.meaning')}>
      <ul className={classes.list}>
        {wizards.map((wizard) => {
          const playbook = findOpenWizard(wizard);
          if (playbook === null) return null;
          const name = say(playbook.title);
          return (
            <li key={wizard} className={classes.wizard}>
              <div className={classes.words}>
                <h3 className={classes.name}>{name}</h3>
                {meanings
                  .filter((meaning) => meaning.wizard === wizard)
                  .map(({ level, message }) => (
                    <p key={message.key} className={classes.line}>
                      <LevelIcon level={level} /> {say(message)}
                    </p>
                  ))}
              </div>
              <Button
                component={Link}
                to={paths.wizard(wizard)}
                size="sm"
                variant="default"
                aria-label={t('servers:facts.start-named', { wizard: name })}
                onClick={() => chooseServers([id])}
              >
                {t('servers:facts.start')}
              </Button>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
