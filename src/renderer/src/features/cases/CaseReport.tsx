import { Button, Checkbox } from '@mantine/core';
import { IconDeviceFloppy } from '@tabler/icons-react';
import { useState } from 'react';
import type { Case } from '../../../../core/case/case.ts';
import { ask } from '../../app/bridge.ts';
import { useWords } from '../../i18n/words.ts';
import { Card } from '../../ui/Card.tsx';
import { Disclosure } from '../../ui/Disclosure.tsx';
import classes from './Cases.module.css';
import { replacedTexts } from './replacedTexts.ts';

/** The case as a file to keep or to pass on, with or without names. */
export function CaseReport({ found }: { readonly found: Case }) {
  const { t, say } = useWords();
  const [anonymous, setAnonymous] = useState(false);
  const [outcome, setOutcome] = useState('');
  const save = async (format: 'html' | 'pdf' | 'json'): Promise<void> => {
    const saved = await ask('cases.export', { id: found.id, format, anonymous });
    if (!saved.ok) setOutcome(saved.error.code === 'cancelled' ? '' : say(saved.error.message));
    else setOutcome(saved.value === null ? '' : t('cases:saved', { name: saved.value }));
  };
  return (
    <Card title={t('cases:report')}>
      <p className={classes.text}>{t('cases:report-hint')}</p>
      <Checkbox
        mt="md"
        label={t('cases:anonymous')}
        description={t('cases:anonymous-hint')}
        checked={anonymous}
        onChange={({ currentTarget }) => setAnonymous(currentTarget.checked)}
      />
      {anonymous && (
        <Disclosure label={t('cases:preview')}>
          <Replaced found={found} />
        </Disclosure>
      )}
      <div className={classes.tools} style={{ marginTop: '1rem', marginBottom: 0 }}>
        {(['html', 'pdf', 'json'] as const).map((format) => (
          <Button
            key={format}
            size="sm"
            variant="default"
            leftSection={<IconDeviceFloppy size={16} aria-hidden />}
            onClick={() => void save(format)}
          >
            {t(`cases:save.${format}`)}
          </Button>
        ))}
        <span role="status">{outcome}</span>
      </div>
    </Card>
  );
}

function Replaced({ found }: { readonly found: Case }) {
  const { t } = useWords();
  const pairs = replacedTexts(found);
  if (pairs.length === 0) return <p className={classes.text}>{t('cases:preview-nothing')}</p>;
  return (
    <table className={classes.replaced} aria-label={t('cases:preview')}>
      <thead>
        <tr>
          <th scope="col">{t('cases:preview-before')}</th>
          <th scope="col">{t('cases:preview-after')}</th>
        </tr>
      </thead>
      <tbody>
        {pairs.map(({ before, after }) => (
          <tr key={before}>
            <td>{before}</td>
            <td>{after}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
