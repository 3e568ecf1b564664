import { createAnonymiser } from '../redact/anonymise.ts';
import type { LogOverview, TopEntry, TopField, UnusualThing } from './logOverview.ts';
import type { FilterField, MessageFilter } from './messageFilter.ts';
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

  /** `intranet` is a domain's name, too. */
  #domain(domain: string): string {
    if (!/^[A-Za-z0-9]/.test(domain)) return this.#anonymiser.text(domain);
    return this.#anonymiser.text(`x@${domain.replace(/[^\w.-]/g, '_')}`).replace(/^.*@/, '');
  }

  /** `mail.a.org[198.51.100.1]:25`, `none`. A name without a dot names a server where its address follows. */
  #server(server: string): string {
    const name = /^[\w-]+(?=\[)/.exec(server)?.[0];
    return name === undefined || namelessServers.has(name)
      ? this.#anonymiser.text(server)
      : this.#domain(name) + this.#anonymiser.text(server.slice(name.length));
  }

  #value(field: FilterField, value: string): string {
    switch (field) {
      case 'status':
      case 'cause':
        return value;
      case 'address':
      case 'sender':
      case 'recipient':
        return this.#address(value) ?? '';
      case 'domain':
      case 'senderDomain':
      case 'recipientDomain':
        return this.#domain(value);
      case 'relay':
      case 'client':
        return this.#server(value);
      case 'reason':
        return this.#anonymiser.text(value);
      // Part of anything, a name too: nobody can say which.
      case 'any':
        return '…';
    }
  }

  top(field: TopField, entries: readonly TopEntry[]): TopEntry[] {
    return entries.map((entry) => ({ ...entry, value: this.#value(field, entry.value) }));
  }

  overview(overview: LogOverview): LogOverview {
    const { text } = this.#anonymiser;
    const { top } = overview;
    return {
      ...overview,
      top: {
        sender: this.top('sender', top.sender),
        recipient: this.top('recipient', top.recipient),
        senderDomain: this.top('senderDomain', top.senderDomain),
        recipientDomain: this.top('recipientDomain', top.recipientDomain),
        relay: this.top('relay', top.relay),
        client: this.top('client', top.client),
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
          : name === 'domain'
            ? this.#domain(value)
            : name === 'client'
              ? this.#server(value)
              : (this.#address(value) ?? ''),
      ]),
    );
    return { ...thing, message: { ...thing.message, values }, filter: null };
  }

  filter(filter: MessageFilter): MessageFilter {
    return {
      ...filter,
      terms: filter.terms.map((term) => ({ ...term, value: this.#value(term.field, term.value) })),
    };
  }
}

/** As Postfix calls a client it has no name for, and this computer. */
const namelessServers: ReadonlySet<string> = new Set(['unknown', 'localhost']);
