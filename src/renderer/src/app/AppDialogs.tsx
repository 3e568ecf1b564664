import { ShortcutsDialog } from '../features/help/ShortcutsDialog.tsx';
import { SearchDialog } from '../features/search/SearchDialog.tsx';
import { useShownDialog } from './shownDialog.ts';

/** Dialogs that can be opened on every page. */
export function AppDialogs() {
  const shown = useShownDialog((state) => state.shown);
  if (shown === 'search') return <SearchDialog />;
  return shown === 'shortcuts' ? <ShortcutsDialog /> : null;
}
