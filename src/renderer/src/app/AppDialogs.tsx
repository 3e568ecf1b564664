import { Suspense } from 'react';
import { SearchDialog, ShortcutsDialog } from './pages.tsx';
import { useShownDialog } from './shownDialog.ts';

/** Dialogs that can be opened on every page. */
export function AppDialogs() {
  const shown = useShownDialog((state) => state.shown);
  if (shown === null) return null;
  return <Suspense>{shown === 'search' ? <SearchDialog /> : <ShortcutsDialog />}</Suspense>;
}
