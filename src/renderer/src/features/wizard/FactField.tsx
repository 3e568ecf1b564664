import { Input, TextInput, VisuallyHidden } from '@mantine/core';
import type { Field } from '../../../../core/playbook/model.ts';
import { useWords } from '../../i18n/words.ts';
import classes from './FactField.module.css';
import { FactName } from './FactName.tsx';
import { termOfFact } from './factTerms.ts';
import { joinMoment, splitMoment } from './stepFacts.ts';

interface FactFieldProps {
  readonly field: Field;
  readonly value: string;
  readonly problem: string | null;
  readonly onChange: (value: string) => void;
  readonly onLeave: () => void;
}

export const fieldId = (fact: string): string => `fact-${fact}`;

/** One thing the user is asked for, with an example, and a sentence when it does not fit. */
export function FactField(props: FactFieldProps) {
  return props.field.kind === 'dateTime' ? <MomentField {...props} /> : <LineField {...props} />;
}

function LineField({ field, value, problem, onChange, onLeave }: FactFieldProps) {
  const { t, maybe } = useWords();
  const words = `wizard:field.${field.fact}` as const;
  // A label that holds a button would press it for every click and be read out with it: the field is named by itself then.
  const naming =
    termOfFact(field.fact) === null
      ? {}
      : ({ 'aria-label': t(`${words}.label`), labelProps: { labelElement: 'div' } } as const);
  return (
    <TextInput
      id={fieldId(field.fact)}
      {...naming}
      label={<FactName fact={field.fact} />}
      description={maybe(`${words}.hint`)}
      placeholder={maybe(`${words}.example`) ?? undefined}
      required={field.required}
      inputMode={field.kind === 'address' ? 'email' : field.kind === 'number' ? 'numeric' : 'text'}
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      value={value}
      error={problem}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      onBlur={onLeave}
    />
  );
}

function MomentField({ field, value, problem, onChange, onLeave }: FactFieldProps) {
  const { t, maybe } = useWords();
  const { day, time } = splitMoment(value);
  const label = t(`wizard:field.${field.fact}.label`);
  const id = fieldId(field.fact);
  const problemId = `${id}-problem`;
  const shared = {
    error: problem !== null,
    onBlur: onLeave,
    'aria-describedby': problem === null ? undefined : problemId,
  };
  return (
    <fieldset className={classes.moment}>
      {/* A legend takes no part in a grid: it is heard, and the same words beside it are seen. */}
      <VisuallyHidden component="legend">{label}</VisuallyHidden>
      <span className={classes.label} aria-hidden>
        {label}
      </span>
      <p className={classes.hint}>{maybe(`wizard:field.${field.fact}.hint`)}</p>
      <div className={classes.parts}>
        <TextInput
          {...shared}
          id={id}
          type="date"
          className={classes.day ?? ''}
          aria-label={t('wizard:day', { label })}
          value={day}
          onChange={({ currentTarget }) => onChange(joinMoment(currentTarget.value, time))}
        />
        <TextInput
          {...shared}
          type="time"
          className={classes.time ?? ''}
          aria-label={t('wizard:time', { label })}
          value={time}
          onChange={({ currentTarget }) => onChange(joinMoment(day, currentTarget.value))}
        />
      </div>
      {problem !== null && (
        <Input.Error id={problemId} mt={5}>
          {problem}
        </Input.Error>
      )}
    </fieldset>
  );
}
