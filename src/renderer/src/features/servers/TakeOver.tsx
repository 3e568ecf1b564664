import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { SshConfigDrafts } from '../../../../shared/ipc/contract.ts';
import type { AppError } from '../../../../shared/ipc/errors.ts';
import { ask } from '../../app/bridge.ts';
import { useWords } from '../../i18n/words.ts';
import { Dialog, DialogActions } from '../../ui/Dialog.tsx';
import { loadServers, saveServer } from './serverStore.ts';
import classes from './TakeOver.module.css';

/** Servers from elsewhere: ssh's own configuration, or a file that was saved here before. */
export function TakeOver() {
  const { t, say } = useWords();
  const [drafts, setDrafts] = useState<SshConfigDrafts | null>(null);
  const [outcome, setOutcome] = useState('');
  const tell = (error: AppError): void => setOutcome(error.code === 'cancelled' ? '' : say(error.message));
  const fromSsh = async (): Promise<void> => {
    const answer = await ask('servers.importSshConfig', undefined);
    if (answer.ok) setDrafts(answer.value);
    else tell(answer.error);
  };
  const fromFile = async (): Promise<void> => {
    const answer = await ask('servers.importFile', undefined);
    if (!answer.ok) return tell(answer.error);
    setOutcome(answer.value.length === 0 ? '' : t('servers:import.loaded', { count: answer.value.length }));
    await loadServers();
  };
  const toFile = async (): Promise<void> => {
    const answer = await ask('servers.exportFile', undefined);
    if (!answer.ok) return tell(answer.error);
    setOutcome(answer.value === null ? '' : t('servers:import.saved', { name: answer.value }));
  };
  return (
    <>
      <Button size="sm" variant="default" onClick={() => void fromSsh()}>
        {t('servers:import.ssh')}
      </Button>
      <Button size="sm" variant="default" onClick={() => void fromFile()}>
        {t('servers:import.file')}
      </Button>
      <Button size="sm" variant="default" onClick={() => void toFile()}>
        {t('servers:import.export')}
      </Button>
      <span role="status">{outcome}</span>
      {drafts !== null && (
        <DraftsDialog
          drafts={drafts}
          onClose={(added) => {
            setDrafts(null);
            if (added > 0) setOutcome(t('servers:import.loaded', { count: added }));
          }}
        />
      )}
    </>
  );
}

interface DraftsDialogProps {
  readonly drafts: SshConfigDrafts;
  readonly onClose: (added: number) => void;
}

function DraftsDialog({ drafts, onClose }: DraftsDialogProps) {
  const { t, say } = useWords();
  const { candidates, warnings } = drafts;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    new Set(candidates.length === 1 ? candidates.map(({ profile }) => profile.id) : []),
  );
  const [problem, setProblem] = useState<AppError | null>(null);
  const add = async (): Promise<void> => {
    const wanted = candidates.filter(({ profile }) => chosen.has(profile.id));
    for (const { profile } of wanted) {
      const failed = await saveServer(profile);
      if (failed !== null) return setProblem(failed);
    }
    onClose(wanted.length);
  };
  return (
    <Dialog title={t('servers:import.title')} wide onCancel={() => onClose(0)}>
      <p className={classes.hint}>
        {t(candidates.length === 0 ? 'servers:import.nothing' : 'servers:import.hint')}
      </p>
      {warnings.map((warning, index) => (
        <p key={`${warning.key} ${String(index)}`} className={classes.warning}>
          {say(warning)}
        </p>
      ))}
      <ul className={classes.list}>
        {candidates.map(({ profile, warnings: own }) => (
          <li key={profile.id} className={classes.draft}>
            <Checkbox
              label={profile.name}
              description={t('servers:address', {
                user: profile.user,
                host: profile.host,
                port: profile.port,
              })}
              checked={chosen.has(profile.id)}
              onChange={({ currentTarget: { checked } }) =>
                setChosen((before) => {
                  const after = new Set(before);
                  if (checked) after.add(profile.id);
                  else after.delete(profile.id);
                  return after;
                })
              }
            />
            {own.map((warning, index) => (
              <p key={`${warning.key} ${String(index)}`} className={classes.warning}>
                {say(warning)}
              </p>
            ))}
          </li>
        ))}
      </ul>
      {problem !== null && (
        <p role="alert" className={classes.problem}>
          {say(problem.message)}
        </p>
      )}
      <DialogActions>
        <Button size="sm" variant="default" data-autofocus onClick={() => onClose(0)}>
          {t('servers:import.close')}
        </Button>
        {candidates.length > 0 && (
          <Button size="sm" disabled={chosen.size === 0} onClick={() => void add()}>
            {chosen.size === 0
              ? t('servers:import.add-none')
              : t('servers:import.add', { count: chosen.size })}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}
