import { Button, Kbd } from '@mantine/core';
import { closeDialog } from '../../app/shownDialog.ts';
import { useWords } from '../../i18n/words.ts';
import { Dialog, DialogActions } from '../../ui/Dialog.tsx';
import classes from './ShortcutsDialog.module.css';

const shortcuts = [
  { effect: 'search', keys: ['ctrl', 'K'] },
  { effect: 'find-mail', keys: ['ctrl', 'F'] },
  { effect: 'open', keys: ['ctrl', 'O'] },
  { effect: 'run', keys: ['ctrl', 'enter'] },
  { effect: 'home', keys: ['alt', 'home'] },
  { effect: 'settings', keys: ['ctrl', ','] },
  { effect: 'glossary', keys: ['F1'] },
  { effect: 'shortcuts', keys: ['?'] },
  { effect: 'larger', keys: ['ctrl', '+'] },
  { effect: 'smaller', keys: ['ctrl', '-'] },
  { effect: 'next', keys: ['tab'] },
  { effect: 'close', keys: ['escape'] },
] as const;

/** Every key that does something. */
export function ShortcutsDialog() {
  const { t, maybe } = useWords();
  return (
    <Dialog title={t('help:shortcuts.title')} onCancel={closeDialog}>
      <table className={classes.table} aria-label={t('help:shortcuts.title')}>
        <thead>
          <tr>
            <th scope="col">{t('help:shortcuts.keys')}</th>
            <th scope="col">{t('help:shortcuts.effect')}</th>
          </tr>
        </thead>
        <tbody>
          {shortcuts.map(({ effect, keys }) => (
            <tr key={effect}>
              <td className={classes.keys}>
                {keys.map((key) => (
                  <Kbd key={key}>{maybe(`help:key.${key}`) ?? key}</Kbd>
                ))}
              </td>
              <td>{t(`help:shortcuts.${effect}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <DialogActions>
        <Button size="sm" data-autofocus onClick={closeDialog}>
          {t('help:shortcuts.back')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
