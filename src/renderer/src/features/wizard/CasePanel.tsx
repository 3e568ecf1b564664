import { Button } from '@mantine/core';
import { IconArrowBackUp, IconEraser } from '@tabler/icons-react';
import { factNames } from '../../../../core/playbook/facts.ts';
import { useWords } from '../../i18n/words.ts';
import { Breakable } from '../../ui/Breakable.tsx';
import { CopyText } from '../../ui/CopyText.tsx';
import { bringBack, startOver, useCase } from './caseStore.ts';
import classes from './CasePanel.module.css';
import { isInnerFact } from './innerFacts.ts';

/** What is known so far, typed or found; and the way to start anew, which can be undone. */
export function CasePanel() {
  const { t, format } = useWords();
  const { entered, learned, thrownAway } = useCase();
  const known = factNames.flatMap((fact) => {
    if (isInnerFact(fact)) return [];
    const found = learned[fact];
    const typed = entered[fact]?.trim() ?? '';
    const value = found?.value ?? typed;
    return value === ''
      ? []
      : [{ fact, value, isFound: found !== undefined && found.value.toLowerCase() !== typed.toLowerCase() }];
  });
  return (
    <aside aria-labelledby="case-title" className={classes.panel}>
      <h2 id="case-title" className={classes.title}>
        {t('wizard:case.title')}
      </h2>
      {known.length === 0 ? (
        <p className={classes.empty}>{t('wizard:case.empty')}</p>
      ) : (
        <dl className={classes.facts}>
          {known.map(({ fact, value, isFound }) => {
            const label = t(`wizard:field.${fact}.label`);
            return (
              <div key={fact} className={classes.fact}>
                <dt>
                  {label}
                  <span className={classes.origin} data-found={isFound || undefined}>
                    {t(isFound ? 'wizard:case.found' : 'wizard:case.entered')}
                  </span>
                </dt>
                <dd>
                  <span className={classes.value}>
                    <Breakable text={fact === 'since' || fact === 'until' ? format.moment(value) : value} />
                  </span>
                  <CopyText text={value} what={label} iconOnly />
                </dd>
              </div>
            );
          })}
        </dl>
      )}
      {known.length > 0 && (
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconEraser size={16} aria-hidden />}
          onClick={startOver}
        >
          {t('wizard:case.clear')}
        </Button>
      )}
      {thrownAway !== null && (
        <p role="status" className={classes.cleared}>
          {t('wizard:case.cleared')}
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconArrowBackUp size={16} aria-hidden />}
            onClick={bringBack}
          >
            {t('common:undo')}
          </Button>
        </p>
      )}
    </aside>
  );
}
