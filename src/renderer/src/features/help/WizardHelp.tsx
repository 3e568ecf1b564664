import { useWords } from '../../i18n/words.ts';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import classes from './WizardHelp.module.css';

const parts = ['does', 'changes', 'ask'] as const;

/** What a wizard does, what it changes, and what to ask a colleague for. Words: `help:wizard.<id>.<part>`. */
export function WizardHelp({ wizard }: { readonly wizard: string }) {
  const { t, maybe } = useWords();
  const known = parts.flatMap((part) => {
    const text = maybe(`help:wizard.${wizard}.${part}`);
    return text === null ? [] : [{ part, text }];
  });
  if (known.length === 0) return null;
  return (
    <Disclosure label={t('help:wizard-title')}>
      <dl className={classes.parts}>
        {known.map(({ part, text }) => (
          <div key={part}>
            <dt>{t(`help:part.${part}`)}</dt>
            <dd>
              <Sentence>{text}</Sentence>
            </dd>
          </div>
        ))}
      </dl>
    </Disclosure>
  );
}
