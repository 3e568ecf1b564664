import type { ShownCommand } from '../../../../shared/ipc/contract.ts';
import { useWords } from '../../i18n/words.ts';
import { CopyText } from '../../ui/CopyText.tsx';
import classes from './CommandLines.module.css';

/** A change of thousands of mails is thousands of lines that differ in one word. */
const MOST_SHOWN = 100;

/** The exact lines that run on the server, for those who want to read them or run them themselves. */
export function CommandLines({ commands }: { readonly commands: readonly ShownCommand[] }) {
  const { t } = useWords();
  return (
    <ol className={classes.list} aria-label={t('wizard:commands.label')}>
      {commands.slice(0, MOST_SHOWN).map(({ line, privilege, effect }, index) => (
        <li key={`${line} ${String(index)}`} className={classes.item}>
          <code className={classes.line}>{line}</code>
          <span className={classes.facts}>
            {t(effect === 'changes' ? 'wizard:commands.changes' : 'wizard:commands.reads')}
            {privilege === 'root' && ` · ${t('wizard:commands.root')}`}
          </span>
          <CopyText text={line} what={line} iconOnly />
        </li>
      ))}
      {commands.length > MOST_SHOWN && (
        <li className={classes.more}>{t('wizard:commands.more', { count: commands.length - MOST_SHOWN })}</li>
      )}
    </ol>
  );
}
