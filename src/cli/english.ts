import type { Message } from '../core/message.ts';
import causes from '../locales/en/causes.json' with { type: 'json' };
import trace from '../locales/en/trace.json' with { type: 'json' };
import { clock } from './printable.ts';

/**
 * The command line speaks English whatever the locale of the computer: its text goes into tickets and scripts. The
 * sentences are those of the window.
 */
const catalogues: Readonly<Record<string, unknown>> = { causes, trace };

/** A message in English; its key when the catalogue has no such entry, so that nothing is lost. */
export function inEnglish({ key, values = {} }: Message): string {
  const count = values['count'];
  const template =
    (count === undefined ? null : lookUp(`${key}_${count === 1 ? 'one' : 'other'}`)) ?? lookUp(key) ?? key;
  return template.replace(/\{\{\s*([\w-]+)\s*(?:,\s*(\w+)[^}]*)?\}\}/g, (_, name: string, format?: string) =>
    write(values[name] ?? '', format),
  );
}

function lookUp(key: string): string | null {
  const colon = key.indexOf(':');
  let node: unknown = catalogues[key.slice(0, colon)];
  const path = key.slice(colon + 1);
  // Ids of causes and wizards may not contain dots, so a dot always means one level down.
  for (const part of path.split('.')) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, part)) return null;
    node = (node as Readonly<Record<string, unknown>>)[part];
  }
  return typeof node === 'string' ? node : null;
}

function write(value: string | number, format: string | undefined): string {
  switch (format) {
    case 'logTime':
      return clock(String(value));
    case 'number':
      return new Intl.NumberFormat('en-US').format(Number(value));
    case 'duration':
      return `${value} s`;
    default:
      return String(value);
  }
}
