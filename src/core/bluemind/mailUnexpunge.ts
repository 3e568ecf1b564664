import type { Parsed } from '../lineRef.ts';
import { isPromptLine } from '../recognise/promptLine.ts';
import { stripAnsi, textLines } from '../recognise/textLines.ts';
import { headerAsRow, parseAsciiTables, type AsciiTable } from './asciiTable.ts';
import { readBmCliErrors, type BmCliFinding } from './bmCliErrors.ts';
import { readJavaDate } from './javaDate.ts';

/** One row of `bm-cli mail unexpunge`. */
export interface DeletedItem {
  /** BlueMind's internal item id: what `--id` wants. NOT an IMAP UID. */
  readonly itemId: number;
  readonly subject: string;
  readonly preview: string;
  /** ISO 8601 UTC; null when unreadable. */
  readonly lastModification: string | null;
  readonly line: number;
}

/** What `bm-cli mail unexpunge` printed: listing, dry run or restore. The deleted messages are `items`. */
export interface MailUnexpunge extends Parsed<DeletedItem> {
  /** From `authN resolves to <login@domainUid>`. */
  readonly login: string | null;
  readonly technicalDomain: string | null;
  /** From the `Partition is ...` line. */
  readonly serverUid: string | null;
  readonly checkedFolder: string | null;
  /** False when the folder could not be located, null when nothing was said. */
  readonly folderFound: boolean | null;
  readonly availableFolders: readonly string[];
  /** From `Folder has N deleted message(s)`. */
  readonly deletedCount: number | null;
  /** Days asked for by `--days`. */
  readonly days: number | null;
  /** Sum over the `Checked N deleted item(s), will restore M item(s)` lines; null when there is none. In a pure listing nothing is restored. */
  readonly checked: number | null;
  readonly willRestore: number | null;
  /** Id of a `Recover message with id N` line. */
  readonly recoverId: number | null;
  /** Number of `ack` lines: messages really restored. */
  readonly acknowledged: number;
  readonly failed: readonly { readonly itemId: number; readonly text: string }[];
  readonly dryRun: boolean;
  readonly findings: readonly BmCliFinding[];
  readonly cutOff: boolean;
}

type Open = { -readonly [Field in keyof MailUnexpunge]: MailUnexpunge[Field] } & {
  items: DeletedItem[];
  failed: { itemId: number; text: string }[];
  availableFolders: string[];
  notUnderstood: { line: number; text: string }[];
};

/*
 * Lines around the tables, in the order in which they come (UnexpungeCommand of BlueMind 4.4 and later):
 *
 *   authN resolves to john@e6e3736c.internal
 *   Partition is CyrusPartition{datalocation=bm-master, domain=e6e3736c.internal}, checked folder is 'INBOX'
 *   Could not locate folder 'Nope', available folders are:           (the end, with exit status 0)
 *    * INBOX
 *   Located folder is ...
 *   Folder has 3 deleted message(s)
 *   Recovering messages less than 7 day(s)) old                      (--days)
 *   Checked 3 deleted item(s), will restore 3 item(s)                (also in a pure listing, which restores nothing)
 *   Skipping action on ... because dry mode is enabled.              (--days with --dry)
 *   ack received: 1234                                               (--days, one an item)
 *   Cannot unexpunge item 77: ...                                    (stderr)
 *   Recover message with id 77   /   dry mode is ON.   /   ack: 1234 (--id)
 */
const lineRules: readonly (readonly [RegExp, (out: Open, match: RegExpExecArray) => void])[] = [
  [
    /^authN resolves to (\S{1,400})$/,
    (out, [, account = '']) => {
      const at = account.lastIndexOf('@');
      out.login = at < 0 ? account : account.slice(0, at);
      if (at >= 0) out.technicalDomain = account.slice(at + 1);
    },
  ],
  [
    /^Partition is \w{0,40}\{datalocation=([^,{}]{0,300}), domain=([^{}]{0,300})\}, checked folder is '(.*)'$/s,
    (out, [, server = '', domain = '', folder = '']) => {
      out.serverUid = server.trim() || null;
      out.technicalDomain = domain.trim() || null;
      out.checkedFolder = folder;
    },
  ],
  [
    /^Could not locate folder '(.*)', available folders are:$/s,
    (out, [, folder = '']) => {
      out.folderFound = false;
      out.checkedFolder ??= folder;
    },
  ],
  [/^\* (\S.*)$/s, (out, [, folder = '']) => out.availableFolders.push(folder)],
  [/^Located folder is /, (out) => (out.folderFound = true)],
  [
    /^Folder has (\d{1,12}) deleted message/,
    (out, [, count]) => {
      out.folderFound = true;
      out.deletedCount = Number(count);
    },
  ],
  [/^Recovering messages less than (\d{1,9}) day/, (out, [, days]) => (out.days = Number(days))],
  [
    /^Checked (\d{1,12}) deleted item\(?s?\)?, will restore (\d{1,12}) item/,
    (out, [, checked, restore]) => {
      out.checked = (out.checked ?? 0) + Number(checked);
      out.willRestore = (out.willRestore ?? 0) + Number(restore);
    },
  ],
  [/^Recover message with id (\d{1,15})$/, (out, [, id]) => (out.recoverId = Number(id))],
  [/^ack(?: received)?: /, (out) => out.acknowledged++],
  [
    /^Cannot unexpunge item (\d{1,15}): (.*)$/s,
    (out, [, id, text = '']) => out.failed.push({ itemId: Number(id), text }),
  ],
  [/^dry mode is ON\.?$/, (out) => (out.dryRun = true)],
  [/^Skipping action on .{0,4000} because dry mode is enabled\.?$/s, (out) => (out.dryRun = true)],
];

/** Reads the output of `bm-cli mail unexpunge` in every mode: listing, dry run, restore. Total. */
export function parseMailUnexpunge(text: string): MailUnexpunge {
  const lines = textLines(stripAnsi(text));
  const { tables, outside, notUnderstood } = parseAsciiTables(text);
  const errors = readBmCliErrors(lines);
  const out: Open = {
    items: [],
    notUnderstood: [...notUnderstood],
    login: null,
    technicalDomain: null,
    serverUid: null,
    checkedFolder: null,
    folderFound: null,
    availableFolders: [],
    deletedCount: null,
    days: null,
    checked: null,
    willRestore: null,
    recoverId: null,
    acknowledged: 0,
    failed: [],
    dryRun: false,
    findings: errors.findings,
    cutOff: tables.some(({ cutOff }) => cutOff),
  };

  for (const table of tables) {
    const read = itemsOf(table);
    if (read === null) {
      for (let line = table.firstLine; line <= table.lastLine; line++)
        out.notUnderstood.push({ line, text: lines[line - 1] ?? '' });
    } else out.items.push(...read);
  }
  for (const { line, text: raw } of outside) {
    const words = raw.trim().slice(0, 8000);
    let known = errors.lines.has(line) || isPromptLine(raw);
    for (const [pattern, use] of lineRules) {
      const match = pattern.exec(words);
      if (match === null) continue;
      use(out, match);
      known = true;
      break;
    }
    if (!known) out.notUnderstood.push({ line, text: raw });
  }
  // A listing announces how many there are; fewer rows mean that some are missing.
  if (out.items.length > 0 && out.checked !== null && out.items.length < out.checked) out.cutOff = true;
  out.notUnderstood.sort((a, b) => a.line - b.line);
  return out;
}

/** Columns `id | subject | preview | last-modification`; null when it is another table. */
function itemsOf(table: AsciiTable): readonly DeletedItem[] | null {
  const looksLikeItem = (cells: readonly string[]): boolean =>
    cells.length === 4 && /^\d{1,15}$/.test(cells[0] ?? '');
  const { header, rows } = looksLikeItem(table.header) ? headerAsRow(table) : table;
  if (
    header.length > 0
      ? header[0] !== 'id' || header.length !== 4
      : !rows.every(({ cells }) => looksLikeItem(cells))
  )
    return null;
  return rows.flatMap(({ cells: [id = '', subject = '', preview = '', date = ''], line }) =>
    /^\d{1,15}$/.test(id)
      ? [{ itemId: Number(id), subject, preview, lastModification: readJavaDate(date), line }]
      : [],
  );
}
