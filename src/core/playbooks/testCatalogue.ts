import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Message } from '../message.ts';
import type { StepResult } from '../playbook/model.ts';

/** For tests: the catalogues of all languages, and what is missing in them. */
const root = join(import.meta.dirname, '../../locales');
const languages = readdirSync(root).filter((name) => /^[a-z]{2}$/.test(name));

const catalogues = Object.fromEntries(
  languages.map((language) => [
    language,
    Object.fromEntries(
      readdirSync(join(root, language)).map((file) => [
        file.replace('.json', ''),
        JSON.parse(readFileSync(join(root, language, file), 'utf8')) as unknown,
      ]),
    ),
  ]),
);

/** Languages in which a message has no text, or in which its text wants a value the message does not bring. */
export function missingIn(message: Message): readonly string[] {
  return languages.filter((language) => {
    const [namespace = '', path = ''] = message.key.split(':');
    const forms = [path, `${path}_one`, `${path}_other`].map((form) =>
      form.split('.').reduce<unknown>((node, part) => (node as Record<string, unknown> | undefined)?.[part], {
        ...(catalogues[language]?.[namespace] as object | undefined),
      }),
    );
    const texts = forms.filter((text): text is string => typeof text === 'string' && text !== '');
    const given = new Set(Object.keys(message.values ?? {}));
    const wanted = texts.flatMap((text) =>
      [...text.matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1] ?? ''),
    );
    return texts.length === 0 || wanted.some((name) => !given.has(name));
  });
}

/** Every message a step's result would show. */
export function messagesOf({ verdict, next }: StepResult): readonly Message[] {
  return [
    verdict.because,
    ...verdict.details,
    ...verdict.remedies.map(({ text }) => text),
    ...next.map(({ text }) => text),
  ];
}
