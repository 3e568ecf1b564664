import { Alert, Button, Checkbox, Radio } from '@mantine/core';
import { useState } from 'react';
import type { Result } from '../../../../shared/ipc/errors.ts';
import { useWords } from '../../i18n/words.ts';
import { Dialog, DialogActions } from '../../ui/Dialog.tsx';
import classes from './SaveDialog.module.css';

type Format = 'csv' | 'json' | 'html' | 'png' | 'svg';
/** The file's name, null when the user thought better of it. */
export type SaveOutcome = Result<string | null>;

interface SaveDialogProps<Of extends Format> {
  readonly title: string;
  /** What will be in the file. */
  readonly about?: string;
  readonly formats: readonly Of[];
  readonly format: Of;
  readonly onFormat: (format: Of) => void;
  readonly onSave: (anonymous: boolean) => Promise<SaveOutcome>;
  readonly onClose: () => void;
}

/** In which form something is saved, and whether the names of people stay in it. */
export function SaveDialog<Of extends Format>(props: SaveDialogProps<Of>) {
  const { title, about, formats, format, onFormat, onSave, onClose } = props;
  const { t, say } = useWords();
  const [anonymous, setAnonymous] = useState(false);
  const [isSaving, setIsSaving] = useState(false);
  const [outcome, setOutcome] = useState<SaveOutcome | null>(null);
  const save = async (): Promise<void> => {
    setIsSaving(true);
    setOutcome(null);
    try {
      setOutcome(await onSave(anonymous));
    } catch (cause) {
      const detail = cause instanceof Error ? cause.message : String(cause);
      setOutcome({
        ok: false,
        error: { code: 'internal', message: { key: 'overview:save.failed' }, detail },
      });
    }
    setIsSaving(false);
  };
  const saved = outcome?.ok === true ? outcome.value : null;
  return (
    <Dialog title={title} onCancel={onClose}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {about !== undefined && <p className={classes.about}>{about}</p>}
        <Radio.Group
          label={t('overview:save.form')}
          value={format}
          onChange={(wanted) => {
            const found = formats.find((one) => one === wanted);
            if (found !== undefined) onFormat(found);
          }}
        >
          <div className={classes.formats}>
            {formats.map((one, place) => (
              <Radio
                key={one}
                value={one}
                label={t(`overview:save.${one}`)}
                {...(place === 0 ? { 'data-autofocus': true } : {})}
              />
            ))}
          </div>
        </Radio.Group>
        <Checkbox
          checked={anonymous}
          onChange={({ currentTarget }) => setAnonymous(currentTarget.checked)}
          label={t('overview:save.anonymous')}
          description={t('overview:save.anonymous-text')}
        />
        <div role="status" className={classes.outcome}>
          {saved !== null && t('common:saved', { name: saved })}
        </div>
        {outcome?.ok === false && outcome.error.code !== 'cancelled' && (
          <Alert color="red" variant="outline" role="alert">
            {say(outcome.error.message)}
          </Alert>
        )}
        <DialogActions>
          <Button variant="default" onClick={onClose}>
            {t(isSaving ? 'overview:save.cancel' : 'overview:save.close')}
          </Button>
          <Button type="submit" loading={isSaving}>
            {t('overview:save.go')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
