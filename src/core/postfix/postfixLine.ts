import { parseAccess } from './accessLine.ts';
import { parseDelivery } from './deliveryLine.ts';
import { info, note } from './event.ts';
import type { DiagnosticEvent, PostfixEvent, PostfixLine } from './event.ts';
import { isInfo, isNote } from './infoLine.ts';
import { queueIdAt } from './queueId.ts';
import { parseQueueText } from './queueLine.ts';
import { parseClient, parseSession } from './sessionLine.ts';

// `warning: 4Xk2Fz1b2Cz9rT4: ...`, `fatal: ...`, `panic: ...`, `error: ...` (msg(3)); also behind a queue ID
const diagnostic = /(warning|error|fatal|panic): /y;

/** Reads the text of a line that `daemon` logged. Null when no rule reads it. Never throws; linear time. */
export function parsePostfixLine(daemon: string, text: string): PostfixLine | null {
  if (text.startsWith('NOQUEUE: ')) {
    const event = parseWithoutQueue(text.slice('NOQUEUE: '.length));
    return event === null ? null : { queueId: null, event };
  }
  const queueId = queueIdAt(text, 0);
  if (queueId !== null) {
    const event = parseAboutQueueId(daemon, text.slice(queueId.length + 2));
    return event === null ? null : { queueId, event };
  }
  const level = diagnosticAt(text);
  if (level !== null) return { queueId: queueIdAt(text, level.level.length + 2), event: level };

  const event = parseSession(text) ?? parseAccess(text);
  if (event !== null) return { queueId: null, event };
  return isInfo(daemon, text) ? { queueId: null, event: info } : null;
}

function parseWithoutQueue(text: string): PostfixEvent | null {
  // With smtpd_proxy_filter mail passes without a queue ID of its own: `NOQUEUE: client=...`, then `proxy-accept: ...`.
  return parseClient(text) ?? parseAccess(text) ?? diagnosticAt(text) ?? (isNote(text) ? note : null);
}

function parseAboutQueueId(daemon: string, text: string): PostfixEvent | null {
  return (
    parseDelivery(text) ??
    parseQueueText(daemon, text) ??
    parseClient(text) ??
    parseAccess(text) ??
    diagnosticAt(text) ??
    parseSession(text) ??
    (isNote(text) ? note : null)
  );
}

function diagnosticAt(text: string): DiagnosticEvent | null {
  diagnostic.lastIndex = 0;
  const level = diagnostic.exec(text)?.[1];
  return level === undefined ? null : { type: 'diagnostic', level: level as DiagnosticEvent['level'] };
}
