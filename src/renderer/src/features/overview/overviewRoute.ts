import { messageFilter } from '../../../../core/logIndex/messageFilter.ts';
import type { FilterTerm, MessageFilter } from '../../../../core/logIndex/messageFilter.ts';
import { rowOrder } from '../../../../core/logIndex/messageRow.ts';
import type { RowOrder } from '../../../../core/logIndex/messageRow.ts';

/** What of a log is looked at. It stands in the address of the page, so that "back" leads to what was seen before. */
export interface Looking {
  readonly view: 'glance' | 'mails';
  readonly filter: MessageFilter;
  readonly order: RowOrder;
  /** The mail that is open. */
  readonly row: number | null;
}

/** The newest first: that is what people ask about. */
const newestFirst: RowOrder = { by: 'firstSeen', descending: true };

const written = ({ field, value }: FilterTerm): string => `${field}:${value}`;

function readTerm(text: string, exclude: boolean): unknown {
  const colon = text.indexOf(':');
  return { field: text.slice(0, colon), value: text.slice(colon + 1), exclude };
}

/** An address that somebody typed or that is older than the app: what it does not understand is left out. */
export function readLooking(address: URLSearchParams): Looking {
  const sort = address.get('sort') ?? '';
  const order = rowOrder.safeParse({ by: sort.replace(/^-/, ''), descending: sort.startsWith('-') });
  const row = address.get('row');
  const terms = [...address]
    .filter(([name]) => name === 'is' || name === 'not')
    .map(([name, text]) => readTerm(text, name === 'not'))
    .flatMap((term) => {
      const read = messageFilter.safeParse({ terms: [term], from: null, to: null });
      return read.success ? read.data.terms : [];
    });
  const times = messageFilter.safeParse({ terms: [], from: address.get('from'), to: address.get('to') });
  return {
    view: address.get('view') === 'mails' ? 'mails' : 'glance',
    filter: {
      terms: terms.slice(0, 50),
      from: times.success ? times.data.from : null,
      to: times.success ? times.data.to : null,
    },
    order: order.success ? order.data : newestFirst,
    row: row !== null && /^\d{1,15}$/.test(row) ? Number(row) : null,
  };
}

export function writeLooking({ view, filter, order, row }: Looking): URLSearchParams {
  const address = new URLSearchParams();
  if (view === 'mails') address.set('view', view);
  for (const term of filter.terms) address.append(term.exclude ? 'not' : 'is', written(term));
  if (filter.from !== null) address.set('from', filter.from);
  if (filter.to !== null) address.set('to', filter.to);
  if (order.by !== newestFirst.by || !order.descending) {
    address.set('sort', `${order.descending ? '-' : ''}${order.by}`);
  }
  if (row !== null) address.set('row', String(row));
  return address;
}
