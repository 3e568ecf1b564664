import { Alert, Button, Checkbox, NativeSelect, Radio, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { profileColours } from '../../../../core/ssh/profile.ts';
import type { AppError } from '../../../../shared/ipc/errors.ts';
import { paths } from '../../app/paths.ts';
import { usePreferences } from '../../app/preferences.ts';
import { useWords } from '../../i18n/words.ts';
import { Card } from '../../ui/Card.tsx';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { Page } from '../../ui/Page.tsx';
import { JumpHosts } from './JumpHosts.tsx';
import { draftOf, newDraft, profileOf } from './profileForm.ts';
import type { ProfileDraft } from './profileForm.ts';
import { serverColour } from './serverColour.ts';
import classes from './ServerForm.module.css';
import { connectServer, findServer, saveServer, useServers } from './serverStore.ts';
import { SignInMethods } from './SignInMethods.tsx';

/** A new server, or the settings of one there is. */
export function ServerFormPage() {
  const { t } = useWords();
  const { id } = useParams();
  const servers = useServers((state) => state.servers);
  if (id === undefined) return <ServerForm key="new" start={null} />;
  if (servers === null) return <Page title={t('servers:form.title-new')}>{t('servers:loading')}</Page>;
  const server = findServer(servers, id);
  if (server === null || server.practice) {
    return (
      <Page title={t('servers:gone.title')} lead={t('servers:gone.text')}>
        <Link to={paths.servers}>{t('servers:title')}</Link>
      </Page>
    );
  }
  return <ServerForm key={id} start={draftOf(server.profile)} />;
}

type ShownProblem = 'name' | 'host' | 'port' | 'user' | 'signIn' | 'logPaths';

function ServerForm({ start }: { readonly start: ProfileDraft | null }) {
  const { t, say } = useWords();
  const navigate = useNavigate();
  const [draft, setDraft] = useState<ProfileDraft>(
    () => start ?? newDraft(crypto.randomUUID(), usePreferences.getState().settings),
  );
  const [attempted, setAttempted] = useState(false);
  const [failed, setFailed] = useState<AppError | null>(null);
  const servers = useServers((state) => state.servers);
  const groups = [...new Set((servers ?? []).map(({ profile }) => profile.group))].filter(
    (one) => one !== '',
  );
  const made = profileOf(draft);
  const problems: ReadonlySet<string> = attempted && 'problems' in made ? made.problems : new Set();
  const change = (changed: Partial<ProfileDraft>): void => setDraft((before) => ({ ...before, ...changed }));
  const problemOf = (field: ShownProblem): string | null =>
    problems.has(field) ? t(`servers:form.problem.${field}`) : null;
  const save = async (thenConnect: boolean): Promise<void> => {
    setAttempted(true);
    if ('problems' in made) {
      const [first] = made.problems;
      document.getElementById(`server-${first ?? ''}`)?.focus();
      return;
    }
    const error = await saveServer(made.profile);
    setFailed(error);
    if (error !== null) return;
    await navigate(paths.server(made.profile.id));
    if (thenConnect) void connectServer(made.profile.id);
  };
  return (
    <Page
      about={draft.id}
      title={
        start === null ? t('servers:form.title-new') : t('servers:form.title-edit', { name: start.name })
      }
      lead={t('servers:form.lead')}
    >
      <form
        noValidate
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save(false);
        }}
      >
        <Card title={t('servers:form.basics')}>
          <div className={classes.fields}>
            <TextInput
              id="server-host"
              label={t('servers:form.host')}
              description={t('servers:form.host-hint')}
              required
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              value={draft.host}
              error={problemOf('host')}
              onChange={({ currentTarget }) => change({ host: currentTarget.value })}
            />
            <TextInput
              id="server-port"
              label={t('servers:form.port')}
              description={t('servers:form.port-hint')}
              inputMode="numeric"
              value={draft.port}
              error={problemOf('port')}
              onChange={({ currentTarget }) => change({ port: currentTarget.value })}
            />
            <TextInput
              id="server-user"
              label={t('servers:form.user')}
              description={t('servers:form.user-hint')}
              required
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              value={draft.user}
              error={problemOf('user')}
              onChange={({ currentTarget }) => change({ user: currentTarget.value })}
            />
            <TextInput
              id="server-name"
              label={t('servers:form.name')}
              description={t('servers:form.name-hint')}
              value={draft.name}
              error={problemOf('name')}
              onChange={({ currentTarget }) => change({ name: currentTarget.value })}
            />
            <TextInput
              id="server-group"
              label={t('servers:form.group')}
              description={t('servers:form.group-hint')}
              list="server-groups"
              value={draft.group}
              onChange={({ currentTarget }) => change({ group: currentTarget.value })}
            />
            <datalist id="server-groups">
              {groups.map((group) => (
                <option key={group} value={group} />
              ))}
            </datalist>
            <NativeSelect
              id="server-colour"
              label={t('servers:form.colour')}
              description={t('servers:form.colour-hint')}
              leftSection={<span className={classes.swatch} style={serverColour(draft)} />}
              value={draft.colour}
              onChange={({ currentTarget }) => {
                const colour = profileColours.find((one) => one === currentTarget.value);
                if (colour !== undefined) change({ colour });
              }}
              data={profileColours.map((colour) => ({
                value: colour,
                label: t(`servers:form.colours.${colour}`),
              }))}
            />
          </div>
        </Card>

        <Card title={t('servers:form.access')}>
          <Radio.Group
            aria-label={t('servers:form.access')}
            value={draft.access}
            onChange={(access) =>
              change({ access: access === 'changes-allowed' ? 'changes-allowed' : 'read-only' })
            }
          >
            <Choice
              value="read-only"
              label={t('servers:form.access-read-only')}
              hint={t('servers:form.access-read-only-hint')}
            />
            <Choice
              value="changes-allowed"
              label={t('servers:form.access-changes')}
              hint={t('servers:form.access-changes-hint')}
            />
          </Radio.Group>
        </Card>

        <Card title={t('servers:form.sign-in')}>
          <SignInMethods
            id="server-signIn"
            methods={draft.signIn}
            problem={problemOf('signIn')}
            onChange={(signIn) => change({ signIn: [...signIn] })}
          />
        </Card>

        <Card title={t('servers:form.rights')}>
          <NativeSelect
            label={t('servers:form.sudo')}
            value={draft.sudo}
            onChange={({ currentTarget: { value } }) =>
              change({ sudo: value === 'ask' || value === 'passwordless' ? value : 'none' })
            }
            data={(['none', 'ask', 'passwordless'] as const).map((sudo) => ({
              value: sudo,
              label: t(`servers:form.sudo-${sudo}`),
            }))}
          />
          <Checkbox
            mt="lg"
            size="md"
            label={t('servers:form.api-key')}
            description={t('servers:form.api-key-hint')}
            checked={draft.apiKey === 'ask'}
            onChange={({ currentTarget }) => change({ apiKey: currentTarget.checked ? 'ask' : 'none' })}
          />
        </Card>

        <Card>
          <Disclosure label={t('servers:form.jumps')} startOpen={draft.jumpHosts.length > 0}>
            <JumpHosts
              jumps={draft.jumpHosts}
              problems={problems}
              onChange={(jumpHosts) => change({ jumpHosts })}
            />
          </Disclosure>
          <Disclosure
            label={t('servers:form.special')}
            startOpen={draft.logPaths !== '' || draft.algorithms === 'legacy' || problems.has('logPaths')}
          >
            <div className={classes.special}>
              <Textarea
                id="server-logPaths"
                label={t('servers:form.logs')}
                description={t('servers:form.logs-hint')}
                rows={2}
                spellCheck={false}
                value={draft.logPaths}
                error={problemOf('logPaths')}
                onChange={({ currentTarget }) => change({ logPaths: currentTarget.value })}
              />
              <Checkbox
                label={t('servers:form.algorithms')}
                description={t('servers:form.algorithms-hint')}
                checked={draft.algorithms === 'legacy'}
                onChange={({ currentTarget }) =>
                  change({ algorithms: currentTarget.checked ? 'legacy' : 'modern' })
                }
              />
            </div>
          </Disclosure>
          <Textarea
            mt="md"
            label={t('servers:form.notes')}
            rows={3}
            value={draft.notes}
            onChange={({ currentTarget }) => change({ notes: currentTarget.value })}
          />
        </Card>

        {problems.size > 0 && (
          <p role="alert" className={classes.problem}>
            {t('servers:form.problem.summary', { count: problems.size })}
          </p>
        )}
        {failed !== null && (
          <Alert color="red" variant="outline" role="alert">
            {say(failed.message)}
          </Alert>
        )}
        <div className={classes.actions}>
          <Button type="submit">{t('servers:form.save')}</Button>
          <Button variant="default" onClick={() => void save(true)}>
            {t('servers:form.save-connect')}
          </Button>
          <Button component={Link} to={paths.servers} variant="subtle">
            {t('servers:form.cancel')}
          </Button>
        </div>
      </form>
    </Page>
  );
}

interface ChoiceProps {
  readonly value: string;
  readonly label: ReactNode;
  readonly hint: ReactNode;
}

function Choice({ value, label, hint }: ChoiceProps) {
  return <Radio value={value} label={label} description={hint} className={classes.choice ?? ''} />;
}
