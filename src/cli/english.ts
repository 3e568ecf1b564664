import type { Message } from '../core/message.ts';
import causes from '../locales/en/causes.json' with { type: 'json' };
import history from '../locales/en/history.json' with { type: 'json' };
import trace from '../locales/en/trace.json' with { type: 'json' };
import { fillTemplate } from '../shared/words/fillTemplate.ts';
import { clock } from './printable.ts';

/**
 * A message in English. The command line speaks it whatever the locale of the computer, because its text goes into
 * tickets and scripts; the sentences are those of the window.
 */
export function inEnglish(message: Message): string {
  return fillTemplate(message, { causes, history, trace }, writeValue);
}

function writeValue(value: string | number, format: string | undefined): string {
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
