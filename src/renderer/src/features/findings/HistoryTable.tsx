import type { HistoryEvent } from '../../../../core/bluemind/history.ts';
import { useWords } from '../../i18n/words.ts';
import { Term } from '../../ui/Term.tsx';
import classes from './HistoryView.module.css';

/** The rows as the server gave them, for those who want to check the story. */
export function HistoryTable({ events }: { readonly events: readonly HistoryEvent[] }) {
  const { t, maybe, format } = useWords();
  return (
    // Wide tables scroll in their own box, which must be reachable by keyboard (WCAG 2.1.1).
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the box scrolls
    <div className={classes.scroll} role="group" aria-label={t('findings:history.table')} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('findings:history.column.date')}</th>
            <th scope="col">{t('findings:history.column.type')}</th>
            <th scope="col">{t('findings:history.column.owner')}</th>
            <th scope="col">{t('findings:history.column.folder')}</th>
            <th scope="col">
              <Term name="imap-uid">{t('findings:history.column.uid')}</Term>
            </th>
            <th scope="col">{t('findings:history.column.flags')}</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <tr key={`${String(event.message)} ${String(event.line)}`}>
              <td>{event.date === null ? '–' : format.moment(event.date)}</td>
              <td>{maybe(`findings:history.type.${event.type.toLowerCase()}`) ?? event.type}</td>
              <td>{event.owner.name}</td>
              <td>{event.folder}</td>
              <td>{event.itemUid ?? '–'}</td>
              <td>{event.flags.join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
