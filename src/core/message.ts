/**
 * A sentence for people, by its key in the catalogues under `src/locales`, never as literal text.
 * `values` fill the `{{placeholders}}` of that entry. The part before the first `:` is the catalogue
 * ("namespace"), e.g. `causes:over-quota.meaning`.
 */
export interface Message {
  readonly key: string;
  readonly values?: Readonly<Record<string, string | number>>;
}
