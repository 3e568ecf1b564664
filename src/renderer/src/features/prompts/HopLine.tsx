import type { Hop } from '../../../../core/ssh/connectionState.ts';
import { useWords } from '../../i18n/words.ts';
import classes from './Prompts.module.css';

/** Which host of the way asks; nothing to say when there is only one. */
export function HopLine({ hop }: { readonly hop: Hop }) {
  const { t } = useWords();
  if (hop.of === 1) return null;
  return <p className={classes.hint}>{t('servers:prompt.hop', { position: hop.position, of: hop.of })}</p>;
}
