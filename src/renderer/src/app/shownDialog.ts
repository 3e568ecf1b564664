import { useEffect } from 'react';
import { create } from 'zustand';

/** Dialogs that belong to no page. */
type AppDialog = 'search' | 'shortcuts';

export const useShownDialog = create<{ readonly shown: AppDialog | null }>()(() => ({ shown: null }));

/** Opens one, unless some dialog is waiting for an answer. */
export function showDialog(dialog: AppDialog): void {
  const isAsking = document.querySelector('dialog[open]') !== null;
  if (!isAsking) useShownDialog.setState({ shown: dialog });
}

export function closeDialog(): void {
  useShownDialog.setState({ shown: null });
}

const isWritten = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

/** Ctrl+K anywhere, `?` wherever it is not being written. */
export function useDialogKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const isCommand = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      if (isCommand && event.key.toLowerCase() === 'k') showDialog('search');
      else if (event.key === '?' && !isWritten(event.target)) showDialog('shortcuts');
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
