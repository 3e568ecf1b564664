import type { Facts } from '../../playbook/facts.ts';
import type { StepResult } from '../../playbook/model.ts';
import type { Verdict } from '../../playbook/verdict.ts';
import type { SymptomId } from './symptoms.ts';

/** A step of another wizard, by playbook and step id. */
export interface StepName {
  readonly playbook: string;
  readonly step: string;
}

/** A step the diagnosis has taken and what it concluded. */
export interface DiagnosisEntry extends StepName {
  readonly result: StepResult;
}

const mapsCheck: StepName = { playbook: 'maps', step: 'check-address' };
const queueList: StepName = { playbook: 'queue', step: 'list' };
const quota: StepName = { playbook: 'queue', step: 'quota' };
const trace: StepName = { playbook: 'trace', step: 'find-in-logs' };
const byUid: StepName = { playbook: 'history', step: 'by-uid' };
const byKeyword: StepName = { playbook: 'history', step: 'by-keyword' };
const health = (step: string): StepName => ({ playbook: 'health', step });

/** Steps that are walked whatever they say, up to the first problem; nothing depends on what was found before. */
const ways: Readonly<Partial<Record<SymptomId, readonly StepName[]>>> = {
  'nothing-works': [health('vital-signs'), health('senders'), queueList],
  'sign-in': [health('vital-signs'), health('sign-in')],
  sending: [health('vital-signs'), health('sign-in'), queueList, trace, health('unseen')],
  flood: [health('vital-signs'), health('senders'), queueList],
  search: [health('vital-signs'), health('search-index')],
};

/**
 * What to look at next. A missing mail is followed the way it takes itself: address, queue, log, mailbox; the server as a whole is
 * looked at when the way explains nothing, or when the log blames the server without saying what is wrong with it. The
 * other symptoms have ways of their own. Null when the cause is found or nothing is left to ask. Steps that could not be
 * answered do not stop it; they are named in the conclusion.
 */
export function nextDiagnosisStep(
  taken: readonly DiagnosisEntry[],
  facts: Facts,
  symptom: SymptomId = 'mail-missing',
): StepName | null {
  const way = ways[symptom];
  return way === undefined ? nextOfMissingMail(taken, facts) : nextOnWay(taken, way);
}

function nextOnWay(taken: readonly DiagnosisEntry[], way: readonly StepName[]): StepName | null {
  const last = taken.at(-1);
  if (last === undefined) return way[0] ?? null;
  if (last.result.verdict.level === 'problem') return blamesServer(last) ? deeper(taken) : null;
  // The log says what went wrong with the mail: why the server would not know it need not be asked.
  if (last.playbook === 'trace' && last.result.verdict.level === 'warning') return null;
  return way.find((step) => !wasTaken(taken, step)) ?? null;
}

function nextOfMissingMail(taken: readonly DiagnosisEntry[], facts: Facts): StepName | null {
  const last = taken.at(-1);
  if (last === undefined) return facts.recipient === undefined ? trace : mapsCheck;
  const { verdict } = last.result;
  if (verdict.id === 'queue.over-quota' && facts.recipient !== undefined) return quota;
  if (verdict.level === 'problem' && !isForeign(last)) return blamesServer(last) ? deeper(taken) : null;
  switch (last.playbook) {
    case 'maps':
      return queueList;
    case 'queue':
      return last.step === 'list' && verdict.level !== 'warning' ? trace : null;
    case 'trace':
      return afterTrace(taken, last, facts);
    case 'health':
      return afterHealth(taken, last, facts);
    default:
      return null;
  }
}

function afterTrace(taken: readonly DiagnosisEntry[], last: DiagnosisEntry, facts: Facts): StepName | null {
  const { verdict } = last.result;
  // Mail for somebody else's domain only passes through here; its recipient has no mailbox to look into.
  if (verdict.level === 'unknown') return deeper(taken);
  if (verdict.level === 'warning' && blamesServer(last)) return deeper(taken);
  // Only a delivered mail can have a life in the mailbox.
  if (verdict.level !== 'ok' || facts.recipient === undefined || taken.some(isForeign)) return null;
  if (facts.messageId !== undefined) return health('repeated');
  // That other mail arrived says nothing about the one that is missed: it may have been turned away without a name.
  return intoMailbox(facts) ?? deeper(taken);
}

function afterHealth(taken: readonly DiagnosisEntry[], last: DiagnosisEntry, facts: Facts): StepName | null {
  if (last.step === 'repeated') return intoMailbox(facts);
  // A full look at the server explained nothing: did the mail get here at all?
  return last.step === 'vital-signs' && taken.some(foundNothing) ? health('unseen') : null;
}

function intoMailbox(facts: Facts): StepName | null {
  if (facts.imapUid !== undefined) return byUid;
  return (facts.keyword ?? facts.subject) === undefined ? null : byKeyword;
}

/** The server as a whole, unless it was looked at already. */
function deeper(taken: readonly DiagnosisEntry[]): StepName | null {
  const step = health('vital-signs');
  return wasTaken(taken, step) ? null : step;
}

function wasTaken(taken: readonly DiagnosisEntry[], { playbook, step }: StepName): boolean {
  return taken.some((entry) => entry.playbook === playbook && entry.step === step);
}

/** Causes that say which part of the server failed, but not why. */
const serverTrouble = new Set([
  'authentication-unavailable',
  'core-down',
  'disk-full',
  'lmtp-down',
  'lookup-down',
  'mailbox-temporary-failure',
  'milter-down',
  'queue-write-error',
  'transport-unavailable',
]);

/** Ids of the cause catalogue that a verdict names. */
export function causesNamed({ because, details, remedies }: Verdict): ReadonlySet<string> {
  const keys = [because, ...details, ...remedies.map(({ text }) => text)].map(({ key }) => key);
  return new Set(keys.flatMap((key) => /^causes:([a-z-]+)\./.exec(key)?.[1] ?? []));
}

function blamesServer({ playbook, result }: DiagnosisEntry): boolean {
  return playbook !== 'health' && [...causesNamed(result.verdict)].some((cause) => serverTrouble.has(cause));
}

/** Not our domain: a mistake for mail from outside, and what is to be expected of mail that goes out. */
function isForeign({ result }: DiagnosisEntry): boolean {
  return result.verdict.id === 'maps.domain-unknown';
}

function foundNothing({ result }: DiagnosisEntry): boolean {
  return result.verdict.id === 'trace.nothing-matches';
}

/** The verdict that answers the question: the first problem, else the first warning, else the last answer. */
export function decisiveEntry(taken: readonly DiagnosisEntry[]): DiagnosisEntry | null {
  const domestic = taken.filter((entry) => !isForeign(entry));
  const by = (level: Verdict['level'], among = domestic): DiagnosisEntry | undefined =>
    among.find(({ result }) => result.verdict.level === level);
  const ofServer = (entry: DiagnosisEntry): boolean =>
    entry.playbook === 'health' && entry.step === 'vital-signs';
  // What was looked into more closely because of another step's problem explains it: the later, more exact one wins.
  const explained =
    taken.find(({ result }) => result.verdict.id === 'queue.quota-full') ??
    taken.find((entry) => ofServer(entry) && entry.result.verdict.level === 'problem');
  const asked = domestic.filter((entry) => !ofServer(entry));
  const arrived = taken.find(({ playbook, result }) => playbook === 'trace' && result.verdict.level === 'ok');
  return (
    explained ??
    by('problem') ??
    by('warning', asked) ??
    // A mail for another domain that went its way: that the domain is not ours is no mistake.
    (arrived === undefined ? taken.find(isForeign) : undefined) ??
    // That the log does not know the mail, or not its end, is the answer, however empty the queue is.
    (taken.some(foundNothing)
      ? taken.find((entry) => entry.playbook === 'health' && entry.step === 'unseen')
      : undefined) ??
    taken.find(({ playbook, result }) => playbook === 'trace' && result.verdict.level === 'unknown') ??
    // What is only remarkable about the server answers nothing that another step answered.
    (asked.some(({ result }) => result.verdict.level === 'ok') ? undefined : by('warning')) ??
    taken.findLast(
      (entry) => entry.result.verdict.level === 'ok' && entry.step !== 'repeated' && !ofServer(entry),
    ) ??
    taken.findLast(({ result }) => result.verdict.level === 'ok') ??
    taken.at(-1) ??
    null
  );
}

/**
 * The conclusion of the diagnosis. What could not be checked lowers how sure it is.
 * @param wasWalkedToItsEnd false when somebody stopped it, or a step could not be made: what was not looked at may hold the cause.
 */
export function concludeDiagnosis(
  taken: readonly DiagnosisEntry[],
  wasWalkedToItsEnd = true,
): Verdict | null {
  const decisive = decisiveEntry(taken);
  if (decisive === null) return null;
  const verdict = wasWalkedToItsEnd ? decisive.result.verdict : soFar(decisive.result.verdict);
  const unanswered = taken.filter(
    (entry) =>
      entry !== decisive &&
      entry.result.verdict.level === 'unknown' &&
      // What led to a closer look was answered by it.
      !(foundNothing(entry) && decisive.playbook === 'health') &&
      // That nothing was refused namelessly takes nothing from what the log does show.
      entry.result.verdict.id !== 'health.unseen',
  );
  if (unanswered.length === 0) return verdict;
  return {
    ...verdict,
    confidence: verdict.level === 'problem' ? verdict.confidence : 'possible',
    details: [
      ...verdict.details,
      { key: 'diagnosis:detail.unanswered', values: { count: unanswered.length } },
      ...unanswered.map(({ result }) => result.verdict.because),
    ],
  };
}

/** "In order" of the steps that were made says nothing about those that were not. */
function soFar(verdict: Verdict): Verdict {
  if (verdict.level === 'ok' || verdict.level === 'unknown') {
    return {
      level: 'unknown',
      id: 'diagnosis.stopped-early',
      because: { key: 'diagnosis:stopped.because' },
      details: [verdict.because],
      evidence: verdict.evidence,
      confidence: 'possible',
      whoActs: 'you',
      remedies: [{ kind: 'advice', text: { key: 'diagnosis:stopped.again' } }],
    };
  }
  return { ...verdict, details: [...verdict.details, { key: 'diagnosis:stopped.detail' }] };
}
