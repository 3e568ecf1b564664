import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { filterStatuses } from '../../../../core/logIndex/messageFilter.ts';
import type { FilterField, MessageFilter } from '../../../../core/logIndex/messageFilter.ts';
import type { SummaryReason } from '../../../../core/postfix/summaryParts.ts';
import { useWords } from '../../i18n/words.ts';
import { causeTitle } from '../findings/causeTitle.ts';
import classes from './AddFilter.module.css';
import { withTerm, withTimes } from './filterTerms.ts';
import { useTermWords } from './useTermWords.ts';

interface AddFilterProps {
  readonly filter: MessageFilter;
  readonly reasons: readonly SummaryReason[];
  readonly onFilter: (filter: MessageFilter) => void;
}

/** In the order people ask; a reason is chosen in its own list, where its words are. */
const offered = [
  'address',
  'domain',
  'status',
  'cause',
  'sender',
  'recipient',
  'senderDomain',
  'recipientDomain',
  'client',
  'relay',
  'any',
] as const satisfies readonly FilterField[];

/** `2026-03-01T20:45` of the input, with the seconds the filter wants; null for an empty one. */
const wholeTime = (typed: string): string | null =>
  typed === '' ? null : typed.length === 16 ? `${typed}:00` : typed.slice(0, 19);

/** One more thing to filter by: what, which value, wanted or not; and from when to when. */
export function AddFilter({ filter, reasons, onFilter }: AddFilterProps) {
  const words = useWords();
  const { t } = words;
  const { fieldOf } = useTermWords();
  const [field, setField] = useState<(typeof offered)[number]>('address');
  const [value, setValue] = useState('');
  const [exclude, setExclude] = useState(false);
  const [from, setFrom] = useState(filter.from?.slice(0, 19) ?? '');
  const [to, setTo] = useState(filter.to?.slice(0, 19) ?? '');
  const causes = [...new Set(reasons.flatMap(({ cause }) => (cause === null ? [] : [cause])))];
  const choices: readonly { readonly value: string; readonly label: string }[] | null =
    field === 'status'
      ? filterStatuses.map((status) => ({ value: status, label: t(`status:${status}.label`) }))
      : field === 'cause'
        ? causes.map((cause) => ({ value: cause, label: causeTitle(cause, words) ?? cause }))
        : null;
  const chosen =
    choices === null ? value.trim() : (choices.find((one) => one.value === value) ?? choices[0])?.value;
  // `<>` is how logs and people write the server itself as a sender.
  const meant = field === 'sender' && chosen === '<>' ? '' : chosen;
  return (
    <div className={classes.panel}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (meant === undefined || (meant === '' && chosen === '')) return;
          onFilter(withTerm(filter, { field, value: meant, exclude }));
        }}
      >
        <NativeSelect
          size="sm"
          label={t('overview:filter.field')}
          value={field}
          onChange={({ currentTarget }) => {
            setField(offered.find((one) => one === currentTarget.value) ?? 'address');
            setValue('');
          }}
          data={offered.map((one) => ({ value: one, label: fieldOf(one) }))}
        />
        {choices === null ? (
          <TextInput
            size="sm"
            className={classes.value ?? ''}
            label={t('overview:filter.value')}
            value={value}
            spellCheck={false}
            onChange={({ currentTarget }) => setValue(currentTarget.value)}
          />
        ) : (
          <NativeSelect
            size="sm"
            className={classes.value ?? ''}
            label={t('overview:filter.value')}
            value={chosen ?? ''}
            disabled={choices.length === 0}
            onChange={({ currentTarget }) => setValue(currentTarget.value)}
            data={choices.length === 0 ? [t('overview:filter.no-cause')] : [...choices]}
          />
        )}
        <Checkbox
          className={classes.exclude ?? ''}
          checked={exclude}
          label={t('overview:filter.leave-out')}
          onChange={({ currentTarget }) => setExclude(currentTarget.checked)}
        />
        <Button type="submit" size="sm">
          {t('overview:filter.apply')}
        </Button>
      </form>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          onFilter(withTimes(filter, wholeTime(from), wholeTime(to)));
        }}
      >
        <TextInput
          size="sm"
          type="datetime-local"
          step={1}
          label={t('overview:filter.time-from')}
          value={from}
          onChange={({ currentTarget }) => setFrom(currentTarget.value)}
        />
        <TextInput
          size="sm"
          type="datetime-local"
          step={1}
          label={t('overview:filter.time-to')}
          value={to}
          onChange={({ currentTarget }) => setTo(currentTarget.value)}
        />
        <Button type="submit" size="sm" variant="default">
          {t('overview:filter.apply-time')}
        </Button>
      </form>
    </div>
  );
}
