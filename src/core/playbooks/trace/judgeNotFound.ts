import type { Message } from '../../message.ts';
import type { LogCoverage, TraceReading } from '../../playbook/traceReading.ts';
import type { Remedy, Verdict } from '../../playbook/verdict.ts';

/**
 * "Not found" is only an answer together with what was looked at: an empty list must never read like "all is well".
 */
export function judgeNotFound(trace: TraceReading): Verdict {
  const covered = coveredPeriod(trace.coverage);
  const kind = kindOf(trace, covered);
  return {
    level: 'unknown',
    id: `trace.${kind}`,
    because: {
      key: `trace:not-found.${kind === 'nothing-matches' && covered === null ? 'period-unknown' : kind}`,
      values: {
        who:
          trace.query.recipient ?? trace.query.sender ?? trace.query.messageId ?? trace.query.queueId ?? '',
        from: covered?.from ?? '',
        to: covered?.to ?? '',
        lines: trace.counts.lines,
      },
    },
    details: detailsOf(kind, trace),
    evidence: [],
    confidence: kind === 'nothing-matches' ? 'likely' : 'certain',
    whoActs: 'you',
    remedies: remediesOf(kind),
  };
}

type NotFoundKind = 'empty' | 'not-a-mail-log' | 'before-log' | 'after-log' | 'nothing-matches';

interface Period {
  readonly from: string;
  readonly to: string;
}

/** First and last time any of the logs shows; compared as wall clock, the first 19 characters of ISO 8601. */
function coveredPeriod(coverage: readonly LogCoverage[]): Period | null {
  let from: string | null = null;
  let to: string | null = null;
  for (const log of coverage) {
    if (log.from !== null && (from === null || wallClock(log.from) < wallClock(from))) from = log.from;
    if (log.to !== null && (to === null || wallClock(log.to) > wallClock(to))) to = log.to;
  }
  return from !== null && to !== null ? { from, to } : null;
}

function kindOf(trace: TraceReading, covered: Period | null): NotFoundKind {
  // A search on a server sees hits only; where it could not be asked what a log covers, nothing is known of its lines.
  if (trace.counts.lines === 0) return trace.coverage.length > 0 ? 'empty' : 'nothing-matches';
  if (trace.counts.understood === 0) return 'not-a-mail-log';
  if (covered === null) return 'nothing-matches';
  const { since, until } = trace.query;
  if (until !== undefined && wallClock(until) < wallClock(covered.from)) return 'before-log';
  if (since !== undefined && wallClock(since) > wallClock(covered.to)) return 'after-log';
  return 'nothing-matches';
}

function detailsOf(kind: NotFoundKind, trace: TraceReading): readonly Message[] {
  if (kind !== 'nothing-matches') return [];
  return [
    { key: 'trace:not-found.reasons.earlier' },
    { key: 'trace:not-found.reasons.antispam' },
    { key: 'trace:not-found.reasons.never-sent' },
    { key: 'trace:not-found.reasons.spelling' },
    ...(trace.counts.notUnderstood > 0
      ? [{ key: 'trace:not-found.reasons.not-understood', values: { count: trace.counts.notUnderstood } }]
      : []),
  ];
}

function remediesOf(kind: NotFoundKind): readonly Remedy[] {
  const advice = (key: string): Remedy => ({ kind: 'advice', text: { key: `trace:next.${key}` } });
  switch (kind) {
    case 'empty':
    case 'not-a-mail-log':
      return [advice('which-file')];
    case 'before-log':
      return [advice('older-logs')];
    case 'after-log':
      return [advice('newer-logs')];
    case 'nothing-matches':
      return [
        advice('ask-sender'),
        advice('older-logs'),
        { kind: 'wizard', wizard: 'maps', text: { key: 'trace:next.maps' } },
      ];
  }
}

const wallClock = (iso: string): string => iso.slice(0, 19);
