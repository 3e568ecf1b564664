import type { Message } from '../../core/message.ts';

/** Catalogues by namespace, as parsed from `src/locales/<language>/<namespace>.json`. */
export type Catalogues = Readonly<Record<string, unknown>>;

/** Writes a value the way a `{{name, format}}` placeholder asks for. */
export type WriteValue = (value: string | number, format: string | undefined) => string;

/**
 * A message in words, for the places that run without the window's i18next: the menu, native dialogs and the command
 * line. Plural endings `_one` and `_other` only. A key nobody translated is given back, so that nothing is lost.
 */
export function fillTemplate(
  { key, values = {} }: Message,
  catalogues: Catalogues,
  write: WriteValue,
): string {
  const count = values['count'];
  const plural = count === undefined ? null : lookUp(`${key}_${count === 1 ? 'one' : 'other'}`, catalogues);
  const template = plural ?? lookUp(key, catalogues) ?? key;
  return template.replace(/\{\{ ?([\w-]+) ?(?:, ?(\w+) ?)?\}\}/g, (_, name: string, format?: string) =>
    write(values[name] ?? '', format),
  );
}

/** `namespace:a.b` is entry b of group a; ids that take part in keys contain no dots. */
function lookUp(key: string, catalogues: Catalogues): string | null {
  const colon = key.indexOf(':');
  let node: unknown = catalogues[key.slice(0, colon)];
  for (const part of key.slice(colon + 1).split('.')) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, part)) return null;
    node = (node as Catalogues)[part];
  }
  return typeof node === 'string' ? node : null;
}
