import { Button } from '@mantine/core';
import { useState } from 'react';
import { useWords } from '../../i18n/words.ts';
import { Card } from '../../ui/Card.tsx';
import { useCase } from '../wizard/caseStore.ts';
import { ChosenServer, ServerWays, useHasServer } from './ServerWays.tsx';
import classes from './SourcePicker.module.css';

/** Where to look when only a server can answer. */
export function ServerSource({ problem }: { readonly problem: string | null }) {
  const { t } = useWords();
  const isServer = useCase(({ sourceKind }) => sourceKind === 'server');
  const hasServer = useHasServer();
  const [isOpen, setIsOpen] = useState(false);
  const isFolded = hasServer && !isOpen;
  return (
    <Card
      title={t('intake:title')}
      aside={
        isFolded && (
          <Button size="compact-sm" variant="subtle" onClick={() => setIsOpen(true)}>
            {t('intake:elsewhere')}
          </Button>
        )
      }
    >
      {!isFolded && (
        <div className={classes.ways} role="group" aria-label={t('intake:title')}>
          <ServerWays />
        </div>
      )}
      {isServer && <ChosenServer readsLogs={false} />}
      {problem !== null && <p className={classes.problem}>{problem}</p>}
    </Card>
  );
}
