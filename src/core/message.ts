/**
 * A sentence for people, by its key in the catalogues under `src/locales`, never as literal text.
 * `values` fill the `{{placeholders}}` of that entry. The part before the first `:` is the catalogue
 * ("namespace"), e.g. `causes:over-quota.meaning`.
 */
export interface Message {
  readonly key: string;
  readonly values?: Readonly<Record<string, string | number>>;
}

/** The message with the texts among its values changed; numbers stay. */
export function withTexts({ key, values }: Message, change: (text: string) => string): Message {
  if (values === undefined) return { key };
  return {
    key,
    values: Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        typeof value === 'string' ? change(value) : value,
      ]),
    ),
  };
}
