import { Button } from '@mantine/core';
import type { ServerQuestion } from '../../../../shared/ipc/contract.ts';
import { useWords } from '../../i18n/words.ts';
import { CopyText } from '../../ui/CopyText.tsx';
import { Dialog, DialogActions } from '../../ui/Dialog.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { Term } from '../../ui/Term.tsx';
import { findServer, useServers } from '../servers/serverStore.ts';
import { HopLine } from './HopLine.tsx';
import classes from './Prompts.module.css';
import { answerPrompt } from './promptStore.ts';
import type { Prompt } from './promptStore.ts';

interface HostKeyDialogProps {
  readonly prompt: Prompt;
  readonly question: Extract<ServerQuestion, { kind: 'hostKey' }>;
}

/** A server nobody has met before shows its key: the user decides, and nothing was sent yet. */
export function HostKeyDialog({ prompt, question: { hop, verdict } }: HostKeyDialogProps) {
  const { t } = useWords();
  const isPractice = useServers(({ servers }) => findServer(servers, prompt.id)?.practice ?? false);
  const { type, fingerprint } = verdict.offered;
  const decide = (decision: 'remember' | 'once' | 'reject'): void =>
    void answerPrompt(prompt.promptId, { kind: 'hostKey', decision });
  return (
    <Dialog
      title={t('servers:prompt.unknown-host.title', { host: hop.host })}
      tone="warning"
      wide
      onCancel={() => decide('reject')}
    >
      <HopLine hop={hop} />
      <p className={classes.text}>
        <Sentence>
          {verdict.kind === 'unknown-other-key-type'
            ? t('servers:prompt.unknown-host.other-type', {
                types: verdict.known.map((known) => known.type).join(', '),
                type,
              })
            : t('servers:prompt.unknown-host.text')}
        </Sentence>
      </p>
      {isPractice && <p className={classes.text}>{t('servers:prompt.unknown-host.practice')}</p>}
      <p className={classes.label}>
        <Term name="fingerprint">{t('servers:prompt.unknown-host.fingerprint', { type })}</Term>
      </p>
      <p className={classes.fingerprint}>
        <code>{fingerprint}</code>
        <CopyText text={fingerprint} what={t('servers:prompt.unknown-host.fingerprint', { type })} iconOnly />
      </p>
      <p className={classes.hint}>
        <Sentence>
          {t('servers:prompt.unknown-host.how', {
            command: `ssh-keygen -lf /etc/ssh/ssh_host_${keyFileName(type)}_key.pub`,
          })}
        </Sentence>
      </p>
      <DialogActions>
        <Button size="sm" variant="default" data-autofocus onClick={() => decide('reject')}>
          {t('servers:prompt.unknown-host.reject')}
        </Button>
        <Button size="sm" variant="default" onClick={() => decide('once')}>
          {t('servers:prompt.unknown-host.once')}
        </Button>
        <Button size="sm" onClick={() => decide('remember')}>
          {t('servers:prompt.unknown-host.remember')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** `ssh-ed25519` lies in ssh_host_ed25519_key, every ECDSA kind in ssh_host_ecdsa_key (sshd_config(5), HostKey). */
const keyFileName = (type: string): string =>
  type.startsWith('ecdsa') ? 'ecdsa' : type.includes('ed25519') ? 'ed25519' : 'rsa';
