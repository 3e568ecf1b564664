import { levelOfStatus } from '../../../../core/playbooks/trace/statusOrder.ts';
import type { RecipientStatus } from '../../../../core/postfix/tracedMessage.ts';
import { useWords } from '../../i18n/words.ts';
import { LevelIcon } from '../../ui/LevelIcon.tsx';
import classes from './StatusBadge.module.css';

/** How a recipient's mail ended, in a word with its colour and shape. */
export function StatusBadge({ status }: { readonly status: RecipientStatus }) {
  const { t } = useWords();
  const level = levelOfStatus[status];
  return (
    <span className={classes.badge} data-level={level}>
      <LevelIcon level={level} size={17} />
      {t(`status:${status}.label`)}
    </span>
  );
}
