import type { Playbook } from '../../../../core/playbook/model.ts';
import { useWords } from '../../i18n/words.ts';
import { Disclosure } from '../../ui/Disclosure.tsx';
import classes from './WizardHelp.module.css';

const parts = ['does', 'changes', 'ask'] as const;

/** What a wizard does, what it changes, and what to ask a colleague for. Words: `help:wizard.<id>.<part>`. */
export function WizardHelp({ playbook }: { readonly playbook: Playbook }) {
  const { t, maybe } = useWords();
  const known = parts.flatMap((part) => {
    const text = maybe(`help:wizard.${playbook.id}.${part}`);
    return text === null ? [] : [{ part, text }];
  });
  if (known.length === 0) return null;
  return (
    <Disclosure label={t('help:wizard-title')}>
      <dl className={classes.parts}>
        {known.map(({ part, text }) => (
          <div key={part}>
            <dt>{t(`help:part.${part}`)}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </Disclosure>
  );
}
