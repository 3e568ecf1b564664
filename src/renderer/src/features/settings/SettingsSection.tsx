import { Radio } from '@mantine/core';
import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import { useSearchParams } from 'react-router';
import { useWords } from '../../i18n/words.ts';
import { Card } from '../../ui/Card.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import classes from './SettingsPage.module.css';
import type { SettingsSectionName } from './settingsSections.ts';

interface SettingsSectionProps {
  readonly name: SettingsSectionName;
  readonly children?: ReactNode;
}

/** One part of the settings, with its heading and what it is about; the search leads here and sets the focus. */
export function SettingsSection({ name, children }: SettingsSectionProps) {
  const { t } = useWords();
  const [params] = useSearchParams();
  const isWanted = params.get('section') === name;
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!isWanted) return;
    place.current?.focus({ preventScroll: true });
    place.current?.scrollIntoView?.({ block: 'start' });
  }, [isWanted]);
  return (
    <div ref={place} tabIndex={-1} className={classes.section} data-wanted={isWanted || undefined}>
      <Card title={t(`settings:${name}.title`)}>
        <p className={classes.text} id={`about-${name}`}>
          <Sentence>{t(`settings:${name}.text`)}</Sentence>
        </p>
        {children}
      </Card>
    </div>
  );
}

interface ChoicesProps<Value extends string> {
  readonly name: SettingsSectionName;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string; readonly about?: string }[];
  readonly onChoose: (value: Value) => void;
}

/** One of a few, all of them seen. */
export function Choices<Value extends string>({ name, value, options, onChoose }: ChoicesProps<Value>) {
  const { t } = useWords();
  return (
    <Radio.Group
      aria-label={t(`settings:${name}.title`)}
      aria-describedby={`about-${name}`}
      value={value}
      onChange={(chosen) => {
        const option = options.find((one) => one.value === chosen);
        if (option !== undefined) onChoose(option.value);
      }}
    >
      <div className={classes.choices}>
        {options.map((option) => (
          <Radio key={option.value} value={option.value} label={option.label} description={option.about} />
        ))}
      </div>
    </Radio.Group>
  );
}
