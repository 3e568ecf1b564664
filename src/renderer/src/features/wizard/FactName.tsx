import type { FactName as Name } from '../../../../core/playbook/facts.ts';
import { useWords } from '../../i18n/words.ts';
import { Term } from '../../ui/Term.tsx';
import { termOfFact } from './factTerms.ts';

/** What a fact is called; a word of the trade explains itself on request. */
export function FactName({ fact }: { readonly fact: Name }) {
  const { t } = useWords();
  const term = termOfFact(fact);
  const name = t(`wizard:field.${fact}.label`);
  return term === null ? name : <Term name={term}>{name}</Term>;
}
