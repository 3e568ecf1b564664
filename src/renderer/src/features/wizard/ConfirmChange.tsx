import { Button } from '@mantine/core';
import type { StepPreview } from '../../../../shared/ipc/contract.ts';
import { useWords } from '../../i18n/words.ts';
import { Dialog, DialogActions } from '../../ui/Dialog.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { PracticeBadge } from '../servers/PracticeBadge.tsx';
import { CommandLines } from './CommandLines.tsx';
import classes from './ConfirmChange.module.css';

interface ConfirmChangeProps {
  /** The effect in a few words; names the button too. */
  readonly action: string;
  readonly server: string;
  readonly practice: boolean;
  readonly preview: StepPreview;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** Nothing is changed on a server before somebody has read what will happen, and the exact commands. */
export function ConfirmChange({
  action,
  server,
  practice,
  preview,
  onConfirm,
  onCancel,
}: ConfirmChangeProps) {
  const { t, say } = useWords();
  return (
    <Dialog title={t('wizard:confirm.title', { action })} tone="warning" wide onCancel={onCancel}>
      <p className={classes.server}>
        {t('wizard:confirm.server', { server })} {practice && <PracticeBadge />}
      </p>
      {preview.confirmation !== null && (
        <p className={classes.words}>
          <Sentence>{say(preview.confirmation)}</Sentence>
        </p>
      )}
      <h3 className={classes.heading}>{t('wizard:confirm.commands', { count: preview.commands.length })}</h3>
      <CommandLines commands={preview.commands} />
      <DialogActions>
        {/* Has the focus at first: a key pressed once too often must not change anything. */}
        <Button variant="default" size="sm" data-autofocus onClick={onCancel}>
          {t('wizard:confirm.cancel')}
        </Button>
        <Button size="sm" onClick={onConfirm}>
          {t('wizard:confirm.do', { action })}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
