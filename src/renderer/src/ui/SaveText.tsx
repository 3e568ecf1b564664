import { Button } from '@mantine/core';
import { IconDeviceFloppy } from '@tabler/icons-react';
import { useState } from 'react';
import { ask } from '../app/bridge.ts';
import { useWords } from '../i18n/words.ts';

interface SaveTextProps {
  readonly text: string;
  readonly label: string;
  readonly suggestedName: string;
}

/** Saves a text where the user says, and tells how it went. */
export function SaveText({ text, label, suggestedName }: SaveTextProps) {
  const { t, say } = useWords();
  const [outcome, setOutcome] = useState('');
  const save = async () => {
    const saved = await ask('text.saveAs', { suggestedName, text });
    if (!saved.ok) setOutcome(saved.error.code === 'cancelled' ? '' : say(saved.error.message));
    else setOutcome(saved.value === null ? '' : t('common:saved', { name: saved.value }));
  };
  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconDeviceFloppy size={16} aria-hidden />}
        onClick={() => void save()}
      >
        {label}
      </Button>
      <span role="status">{outcome}</span>
    </>
  );
}
