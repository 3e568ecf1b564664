import { Button } from '@mantine/core';
import { useState } from 'react';
import { useWords } from '../../i18n/words.ts';
import { Dialog, DialogActions } from '../../ui/Dialog.tsx';
import { useServers } from '../servers/serverStore.ts';
import classes from './Prompts.module.css';

const refusals: ReadonlySet<string> = new Set([
  'ssh:error.host-key-changed',
  'ssh:error.host-key-revoked',
  'ssh:error.host-key-switched',
]);

/**
 * A server that suddenly shows another key. There is nothing to accept here on purpose: whoever is sure removes the old
 * key by hand, which nobody does by accident.
 */
export function HostKeyRefused() {
  const { t, say } = useWords();
  const problems = useServers((state) => state.problems);
  const [seen, setSeen] = useState<unknown>(null);
  const refused = Object.values(problems).find(({ message }) => refusals.has(message.key));
  if (refused === undefined || refused === seen) return null;
  const { known, fingerprint } = refused.message.values ?? {};
  return (
    <Dialog title={t('servers:prompt.changed.title')} tone="problem" wide onCancel={() => setSeen(refused)}>
      <p className={classes.text}>{say(refused.message)}</p>
      <dl className={classes.keys}>
        {known !== undefined && (
          <div>
            <dt>{t('servers:prompt.changed.known')}</dt>
            <dd>
              <code>{String(known)}</code>
            </dd>
          </div>
        )}
        {fingerprint !== undefined && (
          <div>
            <dt>{t('servers:prompt.changed.offered')}</dt>
            <dd>
              <code>{String(fingerprint)}</code>
            </dd>
          </div>
        )}
      </dl>
      <DialogActions>
        <Button size="sm" data-autofocus onClick={() => setSeen(refused)}>
          {t('servers:prompt.changed.close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
