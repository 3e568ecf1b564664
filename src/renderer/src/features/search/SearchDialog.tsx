import { Combobox, TextInput, useCombobox } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useNavigate } from 'react-router';
import type { CaseSummary } from '../../../../shared/ipc/contract.ts';
import { ask } from '../../app/bridge.ts';
import { closeDialog } from '../../app/shownDialog.ts';
import { useWords } from '../../i18n/words.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { useServers } from '../servers/serverStore.ts';
import { findEntries } from './findEntries.ts';
import { searchEntries } from './searchEntries.ts';
import classes from './SearchDialog.module.css';

/** More than that nobody reads; another word narrows it down. */
const MOST_SHOWN = 60;
/** How far PageUp and PageDown go. */
const PAGE = 8;

const LIST = 'search-results';
const optionId = (index: number): string => `search-result-${index}`;

/** Finds everything there is to go to: type, arrow keys, Enter. */
export function SearchDialog() {
  const words = useWords();
  const { t } = words;
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const [cases, setCases] = useState<readonly CaseSummary[]>([]);
  const servers = useServers((state) => state.servers);
  const [chosen, setChosen] = useState(0);
  const combobox = useCombobox({ opened: true });
  useEffect(() => {
    void ask('cases.list', undefined).then((answer) => (answer.ok ? setCases(answer.value) : undefined));
  }, []);
  const entries = useMemo(
    () => searchEntries(words, { servers: servers ?? [], cases, goTo: (path) => void navigate(path) }),
    [words, servers, cases, navigate],
  );
  const found = useMemo(() => findEntries(entries, query), [entries, query]);
  const shown = found.slice(0, MOST_SHOWN);
  const open = (id: string): void => {
    closeDialog();
    // The dialog gives the focus back first; then the page it leads to may take it.
    requestAnimationFrame(() => found.find((entry) => entry.id === id)?.open());
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const last = shown.length - 1;
    const target = {
      ArrowDown: chosen >= last ? 0 : chosen + 1,
      ArrowUp: chosen <= 0 ? last : chosen - 1,
      PageDown: Math.min(chosen + PAGE, last),
      PageUp: Math.max(chosen - PAGE, 0),
    }[event.key];
    const current = shown[chosen];
    if (target !== undefined) choose(target);
    else if (event.key === 'Enter' && current !== undefined) open(current.id);
    else return;
    event.preventDefault();
  };
  const choose = (index: number): void => {
    setChosen(index);
    document.getElementById(optionId(index))?.scrollIntoView?.({ block: 'nearest' });
  };
  return (
    <Dialog title={t('search:title')} onCancel={closeDialog} wide>
      <TextInput
        label={t('search:label')}
        placeholder={t('search:example')}
        leftSection={<IconSearch size={18} aria-hidden />}
        value={query}
        onChange={({ currentTarget }) => {
          setQuery(currentTarget.value);
          choose(0);
        }}
        onKeyDown={onKeyDown}
        role="combobox"
        aria-expanded={shown.length > 0}
        aria-controls={LIST}
        aria-autocomplete="list"
        aria-activedescendant={shown.length > 0 ? optionId(chosen) : undefined}
        autoComplete="off"
        data-autofocus
      />
      <p role="status" className={classes.count}>
        {found.length === 0 ? t('search:none') : t('search:count', { count: found.length })}
      </p>
      <Combobox store={combobox} onOptionSubmit={open}>
        <Combobox.Options id={LIST} className={classes.options ?? ''} aria-label={t('search:results')}>
          {shown.map(({ id, kind, title, text }, index) => (
            <Combobox.Option
              key={id}
              id={optionId(index)}
              value={id}
              active={index === chosen}
              aria-selected={index === chosen}
              className={classes.option ?? ''}
            >
              <span className={classes.title}>{title}</span>
              <span className={classes.kind}>{t(`search:kind.${kind}`)}</span>
              <span className={classes.text}>{text}</span>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox>
      <p className={classes.keys}>{t('search:keys')}</p>
    </Dialog>
  );
}
