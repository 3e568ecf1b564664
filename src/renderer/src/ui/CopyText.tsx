import { ActionIcon, Button } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { useWords } from '../i18n/words.ts';

interface CopyTextProps {
  readonly text: string;
  /** What is copied, for those who hear the button without seeing its surroundings. */
  readonly what: string;
  readonly label?: string;
  /** Only the icon, where there is little room. */
  readonly iconOnly?: boolean;
}

/** Copies a text and says so, in the button and to screen readers. */
export function CopyText({ text, what, label, iconOnly = false }: CopyTextProps) {
  const { t } = useWords();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 2500);
  };
  const icon = copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />;
  if (iconOnly) {
    const name = copied ? t('common:copied') : t('common:copy-named', { what });
    return (
      <ActionIcon variant="subtle" size="md" aria-label={name} title={name} onClick={() => void copy()}>
        {icon}
      </ActionIcon>
    );
  }
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      leftSection={icon}
      aria-label={label === undefined ? t('common:copy-named', { what }) : undefined}
      onClick={() => void copy()}
    >
      <span aria-live="polite">{copied ? t('common:copied') : (label ?? t('common:copy'))}</span>
    </Button>
  );
}
