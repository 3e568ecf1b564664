import { Combobox, TextInput, useCombobox } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useMemo, useState } from 'react';
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

/** Finds everything there is to go to: type, arrow keys, Enter. */
export function SearchDialog() {
  const words = useWords();
  const { t } = words;
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const [cases, setCases] = useState<readonly CaseSummary[]>([]);
  const servers = useServers((state) => state.servers);
  const combobox = useCombobox({ opened: true });
  useEffect(() => {
    void ask('cases.list', undefined).then((answer) => (answer.ok ? setCases(answer.value) : undefined));
  }, []);
  const entries = useMemo(
    () => searchEntries(words, { servers: servers ?? [], cases, goTo: (path) => void navigate(path) }),
    [words, servers, cases, navigate],
  );
  const found = useMemo(() => findEntries(entries, query), [entries, query]);
  const { selectFirstOption } = combobox;
  useEffect(() => void selectFirstOption(), [selectFirstOption, found]);
  const shown = found.slice(0, MOST_SHOWN);
  return (
    <Dialog title={t('search:title')} onCancel={closeDialog} wide>
      <Combobox
        store={combobox}
        onOptionSubmit={(id) => {
          closeDialog();
          // The dialog gives the focus back first; then the page it leads to may take it.
          requestAnimationFrame(() => found.find((entry) => entry.id === id)?.open());
        }}
      >
        <Combobox.EventsTarget>
          <TextInput
            label={t('search:label')}
            placeholder={t('search:example')}
            leftSection={<IconSearch size={18} aria-hidden />}
            value={query}
            onChange={({ currentTarget }) => setQuery(currentTarget.value)}
            role="combobox"
            autoComplete="off"
            data-autofocus
          />
        </Combobox.EventsTarget>
        <p role="status" className={classes.count}>
          {found.length === 0 ? t('search:none') : t('search:count', { count: found.length })}
        </p>
        <Combobox.Options className={classes.options ?? ''} aria-label={t('search:results')}>
          {shown.map(({ id, kind, title, text }) => (
            <Combobox.Option key={id} value={id} className={classes.option ?? ''}>
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
