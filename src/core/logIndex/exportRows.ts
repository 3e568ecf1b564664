import { createAnonymiser } from '../redact/anonymise.ts';
import type { LogOverview, TopEntry, UnusualThing } from './logOverview.ts';
import type { FilterTerm, MessageFilter } from './messageFilter.ts';
import type { MessageRow } from './messageRow.ts';

/** Heads of the columns; programs read them, so they stay the same in every language. */
const columns = [
  'firstSeen',
  'queueId',
  'sender',
  'recipient',
  'furtherRecipients',
  'status',
  'cause',
  'size',
  'delaySeconds',
] as const satisfies readonly (keyof MessageRow)[];

/** What a spreadsheet would take for a formula (OWASP, "CSV injection"). */
const formulaStart = /^[=+\-@\t\r]/;

/** RFC 4180; text that a spreadsheet would calculate gets an apostrophe in front. */
function csvField(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = formulaStart.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const csvHead = `${columns.join(',')}\r\n`;

export function csvLines(rows: readonly MessageRow[]): string {
  return rows.map((row) => `${columns.map((column) => csvField(row[column])).join(',')}\r\n`).join('');
}

export const jsonHead = '{"schema":"mailtriage.messages/1","messages":[\n';
export const jsonTail = '\n]}\n';

/** `isFirst`: nothing stands before them that a comma would have to part them from. */
export function jsonLines(rows: readonly MessageRow[], isFirst: boolean): string {
  const lines = rows.map((row) =>
    JSON.stringify(Object.fromEntries(columns.map((column) => [column, row[column]]))),
  );
  return lines.length === 0 ? '' : `${isFirst ? '' : ',\n'}${lines.join(',\n')}`;
}

/** Puts stand-ins for what names people and servers; the same always for the same. */
export class RowAnonymiser {
  readonly #anonymiser = createAnonymiser();

  row(row: MessageRow): MessageRow {
    return { ...row, sender: this.#address(row.sender), recipient: this.#address(row.recipient) };
  }

  /** A name without a domain (`root`) is a person's all the same. */
  #address(address: string | null): string | null {
    if (address === null || address === '') return address;
    if (address.includes('@')) return this.#anonymiser.text(address);
    return this.#anonymiser.text(`${address.replace(/[^\w.+-]/g, '_')}@example.com`).replace(/@.*$/, '');
  }

  overview(overview: LogOverview): LogOverview {
    const { text } = this.#anonymiser;
    const entries = (list: readonly TopEntry[]): TopEntry[] =>
      list.map((entry) => ({ ...entry, value: this.#address(entry.value) ?? '' }));
    const hosts = (list: readonly TopEntry[]): TopEntry[] =>
      list.map((entry) => ({ ...entry, value: text(entry.value) }));
    const { top } = overview;
    return {
      ...overview,
      top: {
        sender: entries(top.sender),
        recipient: entries(top.recipient),
        senderDomain: hosts(top.senderDomain),
        recipientDomain: hosts(top.recipientDomain),
        relay: hosts(top.relay),
        client: hosts(top.client),
      },
      reasons: overview.reasons.map((reason) => ({ ...reason, reply: text(reason.reply) })),
      samples: overview.samples.map((sample) => ({ ...sample, text: text(sample.text) })),
      unusual: overview.unusual.map((thing) => this.#thing(thing)),
    };
  }

  #thing(thing: UnusualThing): UnusualThing {
    const values = Object.fromEntries(
      Object.entries(thing.message.values ?? {}).map(([name, value]) => [
        name,
        typeof value !== 'string'
          ? value
          : name === 'domain' || name === 'client'
            ? this.#anonymiser.text(value)
            : (this.#address(value) ?? ''),
      ]),
    );
    return { ...thing, message: { ...thing.message, values }, filter: null };
  }

  filter(filter: MessageFilter): MessageFilter {
    const named: ReadonlySet<FilterTerm['field']> = new Set(['status', 'cause']);
    return {
      ...filter,
      terms: filter.terms.map((term) =>
        named.has(term.field)
          ? term
          : {
              ...term,
              value:
                term.field === 'address' || term.field === 'sender' || term.field === 'recipient'
                  ? (this.#address(term.value) ?? '')
                  : term.field === 'any'
                    ? '…'
                    : this.#anonymiser.text(term.value),
            },
      ),
    };
  }
}
