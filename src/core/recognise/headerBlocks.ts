import { decodeEncodedWords } from './encodedWords.ts';
import { stripAnsi, textLines } from './textLines.ts';

export interface HeaderField {
  /** Lower case, in English also for the labels mail programs show (`Von:` -> `from`). */
  readonly name: string;
  /** Unfolded, not decoded. */
  readonly value: string;
  /** 1-based. */
  readonly line: number;
}

/** Neighbouring header fields: of the message, of a MIME part, or of a delivery report. */
export interface HeaderBlock {
  readonly kind: 'message' | 'delivery-status' | 'part';
  readonly fields: readonly HeaderField[];
  /** 1-based line of the first field. */
  readonly line: number;
}

/** `Name: value` (RFC 5322, 2.2); French typography puts a blank before the colon. */
const fieldLine = /^([A-Za-zÀ-ÿ][A-Za-zÀ-ÿ0-9-]{0,75})[ \u00a0]?:(?:[ \t\u00a0](.*)|())$/s;

/** What mail programs call the fields in their windows (Thunderbird, Outlook, BlueMind webmail), to what they are. */
const labels: Readonly<Record<string, string>> = {
  von: 'from',
  de: 'from',
  absender: 'from',
  expéditeur: 'from',
  an: 'to',
  à: 'to',
  empfänger: 'to',
  destinataire: 'to',
  kopie: 'cc',
  copie: 'cc',
  betreff: 'subject',
  objet: 'subject',
  sujet: 'subject',
  datum: 'date',
  gesendet: 'date',
  envoyé: 'date',
  sent: 'date',
  'nachrichten-id': 'message-id',
};

const messageNames = new Set([
  'received',
  'from',
  'to',
  'cc',
  'subject',
  'date',
  'message-id',
  'return-path',
  'delivered-to',
  'x-original-to',
]);
const statusNames = new Set([
  'reporting-mta',
  'final-recipient',
  'original-recipient',
  'diagnostic-code',
  'action',
  'status',
  'arrival-date',
  'x-postfix-queue-id',
  'x-postfix-sender',
  'remote-mta',
]);

/** Finds the header blocks of a text and the other lines. Reply marks (`> `) in front of most lines are taken off. Total. */
export function headerBlocks(text: string): {
  readonly blocks: readonly HeaderBlock[];
  readonly rest: readonly { readonly line: number; readonly text: string }[];
} {
  const lines = withoutReplyMarks(textLines(stripAnsi(text)));
  const blocks: HeaderBlock[] = [];
  const rest: { line: number; text: string }[] = [];
  let fields: { name: string; parts: string[]; line: number }[] = [];

  const close = (): void => {
    const [first] = fields;
    if (first !== undefined) {
      const done = fields.map(({ name, parts, line }) => ({ name, value: parts.join(' ').trim(), line }));
      blocks.push({ kind: kindOf(done), fields: done, line: first.line });
    }
    fields = [];
  };

  for (const [index, line] of lines.entries()) {
    const open = fields.at(-1);
    if (line.trim() === '') {
      close();
      continue;
    }
    if (open !== undefined && /^[ \t]/.test(line)) {
      open.parts.push(line.trim());
      continue;
    }
    const field = fieldLine.exec(line.length > 20_000 ? line.slice(0, 20_000) : line);
    if (field === null) {
      // An mbox separator or a boundary between two blocks, or prose.
      close();
      rest.push({ line: index + 1, text: line });
      continue;
    }
    const name = (field[1] ?? '').toLowerCase();
    fields.push({ name: labels[name] ?? name, parts: [(field[2] ?? '').trim()], line: index + 1 });
  }
  close();
  return { blocks, rest };
}

/** A value as people read it: encoded words decoded. */
export function readableValue(field: HeaderField | undefined): string | null {
  if (field === undefined) return null;
  const value = decodeEncodedWords(field.value).replace(/\s+/g, ' ').trim();
  return value === '' ? null : value;
}

function kindOf(fields: readonly HeaderField[]): HeaderBlock['kind'] {
  const names = new Set(fields.map(({ name }) => name));
  const status = [...names].filter((name) => statusNames.has(name)).length;
  const message = [...names].filter((name) => messageNames.has(name)).length;
  if (status > message) return 'delivery-status';
  return message > 0 ? 'message' : 'part';
}

function withoutReplyMarks(lines: readonly string[]): readonly string[] {
  const marked = lines.filter((line) => line.startsWith('>')).length;
  const filled = lines.filter((line) => line.trim() !== '').length;
  return marked * 2 > filled ? lines.map((line) => line.replace(/^> ?/, '')) : lines;
}
