import { parseHistory } from '../bluemind/parseHistory.ts';
import { parseBmCliErrors } from '../bluemind/bmCliErrors.ts';
import { parseIndexInfo } from '../bluemind/indexInfo.ts';
import { parseMailUnexpunge } from '../bluemind/mailUnexpunge.ts';
import { parsePostmapAnswer, parseTransportValue } from '../bluemind/postmapAnswer.ts';
import { parseUserGet } from '../bluemind/userGet.ts';
import { parseUnexpungeListing, parseUnexpungeResult } from '../cyrus/parseUnexpunge.ts';
import { parsePostconf } from '../queue/postconf.ts';
import { parsePostqueue } from '../queue/parsePostqueue.ts';
import { isAddress } from './addressList.ts';
import { headerBlocks } from './headerBlocks.ts';
import { readHeaders } from './headers.ts';
import { isPromptLine, promptCommand } from './promptLine.ts';
import { stripAnsi, textLines } from './textLines.ts';
import type { Message } from '../message.ts';
import type { Confidence } from '../playbook/verdict.ts';

export type OutputKind =
  | 'postqueue-p'
  | 'postqueue-j'
  | 'history'
  | 'history-query'
  | 'unexpunge-listing'
  | 'unexpunge-result'
  | 'bm-cli-unexpunge'
  | 'bm-cli-error'
  | 'mail-log'
  | 'core-log'
  | 'postmap-answer'
  | 'postconf'
  | 'user-get'
  | 'index-info'
  | 'headers'
  | 'bounce'
  | 'shell-error'
  | 'address'
  | 'empty'
  | 'unknown';

export interface RecognisedOutput {
  readonly kind: OutputKind;
  readonly confidence: Confidence;
  /** The beginning or end seems to be missing. */
  readonly cutOff: boolean;
  /** Name of the kind in words, in namespace `recognise`. */
  readonly name: Message;
  /** More to say: cut off, a shell error, several things pasted at once. */
  readonly hints: readonly Message[];
  /** Other kinds found in the same text. */
  readonly also: readonly OutputKind[];
}

/** What a detector found, null when the text is not of its kind. */
interface Sighting {
  readonly kind: OutputKind;
  readonly confidence: Confidence;
  readonly cutOff: boolean;
}

interface Pasted {
  readonly text: string;
  /** Not blank, no prompts. */
  readonly lines: readonly string[];
  /** Commands typed at prompts in the text. */
  readonly commands: readonly string[];
}

/** Enough of a text to tell what it is; a log of a gigabyte need not be parsed for that. */
const enough = 400_000;

/** Tells what somebody pasted. Total; never guesses: `unknown` is an answer. */
export function recogniseOutput(text: string): RecognisedOutput {
  const pasted = readPasted(text);
  const hints: Message[] = [];
  const pager = pasted.lines.some((line) => /^\s{0,8}(?:--More--|\(END\)|\[\.\.\.\]|…)/.test(line));
  if (pager) hints.push({ key: 'recognise:hint.pager' });

  if (pasted.lines.length === 0) {
    if (pasted.commands.length > 0) hints.push({ key: 'recognise:hint.command-only' });
    return answer('empty', 'certain', false, hints, []);
  }
  const sightings = detectors.map((detect) => detect(pasted)).filter((sighting) => sighting !== null);
  const [first] = sightings;
  if (first === undefined) return answer('unknown', 'possible', pager, hints, []);
  const also = [...new Set(sightings.slice(1).map(({ kind }) => kind))].filter(
    (kind) => kind !== first.kind && kind !== 'address',
  );
  const cutOff = first.cutOff || pager;
  if (cutOff) hints.push({ key: 'recognise:hint.cut-off' });
  if (also.length > 0) hints.push({ key: 'recognise:hint.several' });
  return answer(first.kind, first.confidence, cutOff, hints, also);
}

function answer(
  kind: OutputKind,
  confidence: Confidence,
  cutOff: boolean,
  hints: readonly Message[],
  also: readonly OutputKind[],
): RecognisedOutput {
  return { kind, confidence, cutOff, name: { key: `recognise:kind.${kind}` }, hints, also };
}

function readPasted(text: string): Pasted {
  const sample = text.length > enough ? text.slice(0, text.lastIndexOf('\n', enough) + 1 || enough) : text;
  const all = textLines(stripAnsi(sample)).filter((line) => line.trim() !== '');
  return {
    text: sample,
    lines: all.filter((line) => !isPromptLine(line)),
    commands: all.flatMap((line) => promptCommand(line) ?? []),
  };
}

type Detector = (pasted: Pasted) => Sighting | null;

const saw = (kind: OutputKind, confidence: Confidence = 'certain', cutOff = false): Sighting => ({
  kind,
  confidence,
  cutOff,
});

/** The year does not matter for recognising. */
const anyTime = new Date(0);

/** `Mar  1 20:45:32 host program[12]:`, `2026-11-23T00:50:01.1+01:00 host program[12]:`, RFC 5424 (`<22>1 2026-...`). */
const logLine =
  /^(?:<\d{1,3}>(?:1 )?)?(?:[A-Za-zÀ-ÿ]{3,5}\.? {1,2}\d{1,2} \d\d:\d\d:\d\d|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S{0,20}) \S{1,255} [\w./-]{1,100}(?:\[\d{1,10}\]:?|:| \d{1,10} )/;
const postfixLine = /\bpostfix[\w-]{0,40}\/[\w/-]{1,60}\[\d{1,10}\]:|"_COMM"|SYSLOG_IDENTIFIER"/;
/** `2026-11-23 00:51:12,345 [thread] logger LEVEL - message` */
const javaLogLine =
  /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S{0,20} \[[^\]]{1,200}\] \S{1,300} {1,4}(?:TRACE|DEBUG|INFO|WARN|ERROR) - /;
const shellError =
  /^(?:\S{0,60}(?:ba|da|z|k)?sh|sudo|su|env|grep|zgrep|cat|ls|tail|-bash|\S{1,60})(?::| ).{0,300}(?:command not found|: not found|Permission denied|No such file or directory|Operation not permitted|not in the sudoers file|a password is required|is not allowed to run|befehl nicht gefunden|commande introuvable|keine berechtigung|permission non accordée|datei oder verzeichnis nicht gefunden|aucun fichier ou dossier|ein passwort ist notwendig|un mot de passe est (?:requis|nécessaire))/i;

/** In order of how telling the format is; the first that fits names the text. */
const detectors: readonly Detector[] = [
  ({ text }) => {
    const { format, items, cutOff, messages, notUnderstood } = parsePostqueue(text, anyTime);
    if (format === 'postqueue -j')
      return items.length > 0 || cutOff ? saw('postqueue-j', 'certain', cutOff) : null;
    if (format === 'postqueue -p') {
      const clear = notUnderstood.length <= items.length * 2;
      return saw('postqueue-p', clear ? 'certain' : 'likely', cutOff);
    }
    return messages.some(({ text: words }) => /queue/i.test(words)) ? saw('postqueue-p', 'likely') : null;
  },
  ({ text }) => {
    const { items, error, cutOff } = parseUnexpungeListing(text);
    if (items.length > 0)
      return saw(
        'unexpunge-listing',
        items.some(({ size }) => size !== null) ? 'certain' : 'possible',
        cutOff,
      );
    return error?.text.startsWith('Failed to open mailbox ') === true && !error.text.includes("mailbox '")
      ? saw('unexpunge-listing')
      : null;
  },
  ({ text }) => {
    const { restored, uids, mailbox, error } = parseUnexpungeResult(text);
    if (restored !== null || uids.length > 0) return saw('unexpunge-result');
    if (error?.text.includes("mailbox '") === true) return saw('unexpunge-result');
    return mailbox !== null && error === null ? saw('unexpunge-result', 'certain', true) : null;
  },
  ({ text }) => {
    const out = parseMailUnexpunge(text);
    const spoke = [
      out.login,
      out.serverUid,
      out.deletedCount,
      out.checked,
      out.folderFound,
      out.recoverId,
    ].some((part) => part !== null);
    return spoke || out.items.length > 0 ? saw('bm-cli-unexpunge', 'certain', out.cutOff) : null;
  },
  ({ text, commands }) => {
    const { messages, cutOff } = parseHistory(text);
    if (messages.length === 0) return null;
    if (commands.some((command) => command.includes('history-query')))
      return saw('history-query', 'certain', cutOff);
    if (commands.some((command) => command.includes('history-'))) return saw('history', 'certain', cutOff);
    return messages.length > 1 ? saw('history-query', 'likely', cutOff) : saw('history', 'certain', cutOff);
  },
  ({ text }) => {
    const found = parseIndexInfo(text).items.filter(
      ({ usedKib, indexedKib, ratio }) => usedKib !== null || indexedKib !== null || ratio !== null,
    );
    return found.length > 0 ? saw('index-info') : null;
  },
  ({ text }) => {
    if (/"(?:IMAPQuota|queue_id|__REALTIME_TIMESTAMP)/.test(text)) return null;
    const { items, notUnderstood } = parseUserGet(text);
    const telling = items.some(
      ({ login, aliases, uid }) => login !== null || aliases.length > 0 || uid !== null,
    );
    return items.length > 0
      ? saw('user-get', telling ? 'certain' : 'possible', notUnderstood.length > 0)
      : null;
  },
  ({ text, lines }) => {
    if (lines.some((line) => logLine.test(line))) return null;
    if (readHeaders(text).isBounce) return saw('bounce');
    const best = headerBlocks(text).blocks.find(({ kind }) => kind === 'message');
    if (best === undefined) return null;
    const telling = best.fields.some(
      ({ name }) => name === 'received' || name === 'message-id' || name === 'return-path',
    );
    if (telling) return saw('headers', 'certain');
    const names = new Set(best.fields.map(({ name }) => name));
    return names.size > 1 && (names.has('from') || names.has('to')) ? saw('headers', 'likely') : null;
  },
  ({ lines }) => {
    const logged = lines.filter((line) => logLine.test(line) || postfixLine.test(line));
    if (logged.length === 0) return null;
    const startsInside = !logLine.test(lines[0] ?? '') && !postfixLine.test(lines[0] ?? '');
    return saw(
      'mail-log',
      logged.some((line) => postfixLine.test(line)) ? 'certain' : 'likely',
      startsInside,
    );
  },
  ({ lines }) =>
    lines.some((line) => javaLogLine.test(line))
      ? saw('core-log', 'certain', !javaLogLine.test(lines[0] ?? ''))
      : null,
  ({ lines, commands, text }) => {
    if (commands.some((command) => /\bpostmap\b/.test(command))) {
      const found = parsePostmapAnswer(lines.join('\n'), '', null);
      if (found.kind === 'found') return saw('postmap-answer');
    }
    if (/(?:^|\n)(?:\S{0,100}\/)?postmap(?:\[\d{1,10}\])?: (?:fatal|warning|error): /.test(text))
      return saw('postmap-answer');
    const [only = ''] = lines;
    if (lines.length !== 1) return null;
    const transport = parseTransportValue(only);
    if (transport !== null && /^(?:lmtp|smtp|relay|local|virtual|error|discard)$/.test(transport.transport))
      return saw('postmap-answer', 'likely');
    if (only.trim() === 'OK') return saw('postmap-answer', 'likely');
    const values = only.split(',').map((value) => value.trim());
    return values.every(isAddress) && (values.length > 1 || only.trim().startsWith('+'))
      ? saw('postmap-answer', 'possible')
      : null;
  },
  ({ text, commands }) => {
    const { items, notUnderstood } = parsePostconf(text);
    const known = items.some(({ name }) =>
      /^(?:maximal|minimal|bounce|queue|my|relay|smtp|virtual|message|transport)/.test(name),
    );
    return known && notUnderstood.length === 0
      ? saw('postconf', commands.some((command) => command.includes('postconf')) ? 'certain' : 'likely')
      : null;
  },
  ({ lines }) =>
    lines.some((line) => shellError.test(line.slice(0, 600)))
      ? saw('shell-error', lines.length <= 3 ? 'certain' : 'likely')
      : null,
  ({ text }) => {
    const found = parseBmCliErrors(text).filter(
      ({ kind }) => kind !== 'tool-missing' && kind !== 'permission-denied',
    );
    return found.length > 0
      ? saw('bm-cli-error', found.some(({ kind }) => kind !== 'stack-trace') ? 'certain' : 'likely')
      : null;
  },
  ({ lines }) => {
    const words = lines
      .flatMap((line) =>
        line
          .trim()
          .slice(0, 2000)
          .split(/[\s,;]+/),
      )
      .map((word) => word.replace(/^<|>$/g, ''));
    return lines.length <= 20 && words.filter((word) => word !== '').every(isAddress)
      ? saw('address', 'likely')
      : null;
  },
];
