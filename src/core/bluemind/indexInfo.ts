import type { Parsed } from '../lineRef.ts';
import { jsonObjects } from '../recognise/jsonObjects.ts';
import { isPromptLine } from '../recognise/promptLine.ts';
import { stripAnsi, textLines } from '../recognise/textLines.ts';
import { readBmCliErrors, type BmCliFinding } from './bmCliErrors.ts';

/** One mailbox of `bm-cli index info`. */
export interface IndexInfo {
  readonly email: string;
  /** Used space as the mailbox counts it, KiB; null when missing. */
  readonly usedKib: number | null;
  /** Used space as the search index counts it, KiB; null when it could not be fetched. */
  readonly indexedKib: number | null;
  /** Percent; null when missing. Below about 80 the index is incomplete. */
  readonly ratio: number | null;
  readonly line: number;
}

export interface IndexInfos extends Parsed<IndexInfo> {
  readonly findings: readonly BmCliFinding[];
}

/*
 * Format (MailboxInfoCommand), one JSON object a mailbox and line; older versions leave `KiB` out of the names:
 *   {"email":"john@domain.net","ESQuotaKiB":4096,"IMAPQuotaKiB":4100,"ratio":99}
 *   {"email":"john@domain.net","ESQuotaKiB":"Failed to fetch ES quota","IMAPQuotaKiB":4100}
 */
/** Reads `bm-cli index info`. Total. */
export function parseIndexInfo(text: string): IndexInfos {
  const lines = textLines(stripAnsi(text));
  const errors = readBmCliErrors(lines);
  const items: IndexInfo[] = [];
  const notUnderstood: { line: number; text: string }[] = [];
  for (const piece of jsonObjects(lines)) {
    const email = piece.kind === 'object' ? piece.value['email'] : undefined;
    if (piece.kind === 'object' && typeof email === 'string') {
      const { value } = piece;
      items.push({
        email,
        usedKib: numberOf(value['IMAPQuotaKiB'] ?? value['IMAPQuota']),
        indexedKib: numberOf(value['ESQuotaKiB'] ?? value['ESQuota']),
        ratio: numberOf(value['ratio']),
        line: piece.line,
      });
      continue;
    }
    const words = piece.kind === 'object' ? [lines[piece.line - 1] ?? ''] : piece.text.split('\n');
    for (const [offset, line] of words.entries())
      if (line.trim() !== '' && !errors.lines.has(piece.line + offset) && !isPromptLine(line))
        notUnderstood.push({ line: piece.line + offset, text: line });
  }
  return { items, notUnderstood, findings: errors.findings };
}

/** Numbers come as numbers, as text, and with a percent sign. */
function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  const parts =
    typeof value === 'string'
      ? /^\s{0,8}(\d{1,15}(?:[.,]\d{1,10})?)\s{0,8}(?:%|KiB)?\s{0,8}$/i.exec(value)
      : null;
  return parts === null ? null : Number((parts[1] ?? '').replace(',', '.'));
}
