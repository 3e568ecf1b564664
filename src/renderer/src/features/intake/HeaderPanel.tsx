import { Alert, Button, Checkbox, NativeSelect, Textarea } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { FactName, Facts } from '../../../../core/playbook/facts.ts';
import { readHeaders } from '../../../../core/recognise/headers.ts';
import type { ReadHeaders } from '../../../../core/recognise/headers.ts';
import { useWords } from '../../i18n/words.ts';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { enterFacts, enterHeaderText, useCase } from '../wizard/caseStore.ts';
import classes from './HeaderPanel.module.css';

/** Takes a header block or a bounce message and offers what a search can use of it. */
export function HeaderPanel() {
  const { t } = useWords();
  const text = useCase((state) => state.headerText);
  const found = useMemo(() => (text.trim() === '' ? null : readHeaders(text)), [text]);
  return (
    <Disclosure label={t('intake:header.open')} startOpen={text !== ''}>
      <div className={classes.panel}>
        <Textarea
          label={t('intake:header.label')}
          description={t('intake:header.text')}
          placeholder={t('intake:header.example')}
          rows={6}
          spellCheck={false}
          classNames={{ input: classes.mono ?? '' }}
          value={text}
          onChange={({ currentTarget }) => enterHeaderText(currentTarget.value)}
        />
        {found !== null && (isUseful(found) ? <Found key={text} found={found} /> : <Nothing />)}
      </div>
    </Disclosure>
  );
}

const isUseful = (found: ReadHeaders): boolean =>
  found.recipients.length > 0 || found.sender !== null || found.messageId !== null;

function Nothing() {
  const { t } = useWords();
  return (
    <p role="status" className={classes.nothing}>
      {t('intake:header.nothing')}
    </p>
  );
}

function Found({ found }: { readonly found: ReadHeaders }) {
  const { t, format } = useWords();
  const [recipient, setRecipient] = useState(found.recipients[0] ?? '');
  const offers: Facts = {
    ...(recipient === '' ? {} : { recipient }),
    ...(found.sender === null ? {} : { sender: found.sender === '' ? '<>' : found.sender }),
    ...(found.messageId === null ? {} : { messageId: found.messageId }),
  };
  // A message-ID names the mail exactly; the From line beside it often differs from the sender the log knows.
  const [left, setLeft] = useState<ReadonlySet<FactName>>(
    new Set<FactName>(found.messageId === null ? [] : ['sender']),
  );
  const [used, setUsed] = useState(false);
  const names = Object.keys(offers) as (keyof typeof offers & FactName)[];
  const chosen = names.filter((name) => !left.has(name));
  const toggle = (name: FactName): void => {
    const next = new Set(left);
    if (!next.delete(name)) next.add(name);
    setLeft(next);
    setUsed(false);
  };
  return (
    <section aria-label={t('intake:header.found')} className={classes.found}>
      <h3 className={classes.title}>{t('intake:header.found')}</h3>
      {found.isBounce && (
        <Alert color="gray" variant="outline" role="note">
          {t('intake:header.is-bounce')}
        </Alert>
      )}
      {found.recipients.length > 1 && (
        <NativeSelect
          size="sm"
          label={t('intake:header.choose-recipient')}
          data={[...found.recipients]}
          value={recipient}
          onChange={({ currentTarget }) => {
            setRecipient(currentTarget.value);
            setUsed(false);
          }}
        />
      )}
      <div className={classes.offers}>
        {names.map((name) => (
          <Checkbox
            key={name}
            checked={!left.has(name)}
            onChange={() => toggle(name)}
            label={
              <>
                <span className={classes.name}>{t(`wizard:field.${name}.label`)}</span> {offers[name]}
              </>
            }
          />
        ))}
      </div>
      <dl className={classes.rest}>
        {found.subject !== null && <Line name={t('wizard:field.subject.label')} value={found.subject} />}
        {found.date !== null && <Line name={t('intake:header.date')} value={format.moment(found.date)} />}
        {found.diagnostics.map((words) => (
          <Line key={words} name={t('intake:header.diagnostic')} value={words} />
        ))}
      </dl>
      <div className={classes.actions}>
        <Button
          size="sm"
          variant="light"
          disabled={chosen.length === 0}
          onClick={() => {
            enterFacts(Object.fromEntries(chosen.map((name) => [name, offers[name] ?? ''])));
            setUsed(true);
          }}
        >
          {t('intake:header.use')}
        </Button>
        <span aria-live="polite">{used ? t('intake:header.used') : ''}</span>
      </div>
    </section>
  );
}

function Line({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
