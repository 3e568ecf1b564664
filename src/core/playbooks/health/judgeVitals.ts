import type { Message } from '../../message.ts';
import { evidenceOf } from '../../playbook/evidenceOf.ts';
import type { NamedOutput, Reading, StepContext, StepResult } from '../../playbook/model.ts';
import type { Evidence } from '../../playbook/verdict.ts';
import { probeCommands } from '../../probe/probeCommands.ts';
import { diskOf } from '../../probe/readDisks.ts';
import type { DiskFacts } from '../../probe/serverFacts.ts';
import {
  coreState,
  cyrusLimits,
  listeningPorts,
  serviceStates,
  watchedServices,
  type WatchedService,
} from './commands.ts';
import { advice, healthResult, toWizard } from './healthVerdict.ts';
import { logEvidence, unbroken, type LogSign, type SignKind } from './logSigns.ts';
import { childrenOf, readVitals, type Vitals } from './readVitals.ts';

/** One thing that can be wrong with the server itself; null when it is not, or cannot be told. */
type Rule = (vitals: Vitals, reading: Reading, context: StepContext) => StepResult | null;

/** Root causes first: a full disk stops services, a stopped core stops what asks it. Each names one cause and no other. */
const rules: readonly Rule[] = [
  diskFull,
  indexReadOnly,
  outOfMemory,
  postfixDown,
  coreDown,
  coreNotReady,
  helperDown('bm-ysnp', 'ysnp', 25_250, 'ysnp-down'),
  helperDown('bm-milter', 'milter', 2500, 'milter-down'),
  lmtpDown,
  cyrusDown,
  lmtpChildren,
];

/** Is the server itself able to take and deliver mail? What was not read is never called fine. */
export function judgeVitals(reading: Reading, context: StepContext): StepResult {
  const vitals = readVitals(reading.outputs, context);
  for (const rule of rules) {
    const found = rule(vitals, reading, context);
    if (found !== null) return found;
  }
  const unread: readonly Message[] = [
    ...(vitals.disks.length === 0 ? [{ key: 'health:detail.no-disks' }] : []),
    ...(Object.keys(vitals.services).length === 0 ? [{ key: 'health:detail.no-services' }] : []),
    ...(vitals.logEnd === null ? [{ key: 'health:detail.no-log' }] : []),
  ];
  const remedies = [toWizard('trace'), toWizard('queue')];
  if (vitals.disks.length === 0 || (Object.keys(vitals.services).length === 0 && vitals.ports === null)) {
    return healthResult({
      id: 'unreadable',
      level: 'unknown',
      details: unread,
      remedies: [advice('rights')],
    });
  }
  return healthResult({
    id: 'ok',
    level: 'ok',
    details: unread,
    evidence: [...diskLines(reading), ...watchedServices.flatMap((service) => stateLines(reading, service))],
    confidence: unread.length === 0 ? 'certain' : 'likely',
    remedies,
  });
}

const outputNamed = ({ outputs }: Reading, id: string): NamedOutput | undefined =>
  outputs.findLast(({ command }) => command === id);
/** Several places lie on one disk, and df prints it for each. */
function diskLines(reading: Reading, place = '%'): readonly Evidence[] {
  const lines = evidenceOf(outputNamed(reading, probeCommands.disks.id), [place], 20);
  return lines.filter(({ text }, index) => lines.findIndex((other) => other.text === text) === index);
}

/** smtpd(8) takes no mail below 1.5 times the largest message (queue_minfree, postconf(5)); the limit's default is 10 MiB. */
const ROOM = 1.5;
const USUAL_LIMIT = 10_240_000;
/** Above this nothing can be written for long; BlueMind's own check alarms at 90 already (check_disk_usage.sh). */
const FULL_PERCENT = 99;

function diskFull(vitals: Vitals, reading: Reading): StepResult | null {
  const refused = unbroken(vitals.signs, 'disk', vitals.logEnd, vitals.lastAccepted);
  const queue = diskOf(vitals.disks, '/var/spool/postfix');
  const needed = ROOM * (vitals.messageSizeLimit ?? USUAL_LIMIT);
  const others = ['/var/spool/cyrus', '/var/log', '/'].map((place) => diskOf(vitals.disks, place));
  const full =
    queue !== null && queue.freeBytes < needed
      ? queue
      : (others.find((disk) => disk !== null && disk.usedPercent >= FULL_PERCENT) ?? null);
  if (full === null && refused.length === 0) return null;
  const fullest: DiskFacts | null =
    full ?? vitals.disks.toSorted((a, b) => b.usedPercent - a.usedPercent)[0] ?? null;
  return healthResult({
    id: fullest === null ? 'disk-full-log' : 'disk-full',
    level: 'problem',
    ...(fullest === null
      ? {}
      : {
          values: {
            place: fullest.mountedOn,
            percent: fullest.usedPercent,
            free: fullest.freeBytes,
          },
        }),
    details: [
      { key: 'causes:disk-full.meaning' },
      ...(refused.length === 0
        ? []
        : [{ key: 'health:detail.refused-nameless', values: { count: refused.length } }]),
      ...(vitals.readOnlyIndex.length === 0 ? [] : [{ key: 'health:detail.index-too' }]),
    ],
    evidence: [...diskLines(reading, fullest?.mountedOn ?? '%'), ...logEvidence(refused)],
    // The log speaks of lacking room, the figures of now show some: somebody may have made room meanwhile.
    confidence: full === null ? 'likely' : 'certain',
    remedies: [advice('make-room'), advice('then-retry')],
  });
}

/** Elasticsearch locks its indexes when its disk is nearly full, and does not unlock them by itself. */
export function indexReadOnly({ readOnlyIndex, disks }: Vitals, reading: Reading): StepResult | null {
  if (readOnlyIndex.length === 0) return null;
  const disk = diskOf(disks, '/var/spool/bm-elasticsearch');
  return healthResult({
    id: 'index-read-only',
    level: 'problem',
    details: [
      { key: 'health:detail.index-read-only' },
      ...(disk === null
        ? []
        : [{ key: 'health:detail.disk', values: { place: disk.mountedOn, percent: disk.usedPercent } }]),
    ],
    evidence: [
      ...readOnlyIndex.slice(-3).map(({ line, text }) => ({ file: '/var/log/bm/core.log', line, text })),
      ...diskLines(reading, disk?.mountedOn ?? '%'),
    ],
    remedies: [advice('make-index-room'), advice('unlock-index')],
  });
}

const DAY = 86_400_000;

/** A fresh dump means that a Java service ran out of memory today; whether it matters now, the services tell. */
function outOfMemory(vitals: Vitals, reading: Reading, { now }: StepContext): StepResult | null {
  const dump = vitals.heapDumps.findLast(({ at }) => now - at <= DAY);
  if (dump === undefined) return null;
  const stopped = isDown(vitals, 'bm-core') || isDown(vitals, 'bm-elasticsearch') || coreDeaf(vitals);
  return healthResult({
    id: stopped ? 'out-of-memory' : 'was-out-of-memory',
    level: stopped ? 'problem' : 'warning',
    values: { path: dump.path, at: new Date(dump.at).toISOString() },
    evidence: [
      { file: 'find /var/log', line: 1, text: dump.path },
      ...(stopped ? stateLines(reading, 'bm-core') : []),
    ],
    confidence: 'likely',
    remedies: [advice('keep-dump'), advice('restart-core'), advice('more-memory')],
  });
}

/** Runs by systemd's word, but nobody listens where the core answers. */
function coreDeaf({ ports, services }: Vitals): boolean {
  return services['bm-core'] !== undefined && ports !== null && !ports.has(8090);
}

/** `inactive`, `failed`; a service that starts or reloads is not down. */
function isDown({ services }: Vitals, service: WatchedService): boolean {
  const state = services[service];
  return state === 'inactive' || state === 'failed' || state === 'deactivating';
}

function serviceDown(
  vitals: Vitals,
  reading: Reading,
  service: WatchedService,
  id: string,
  signs: readonly LogSign[],
): StepResult | null {
  if (!isDown(vitals, service)) return null;
  return healthResult({
    id,
    level: 'problem',
    values: { service },
    details: causeDetails(id),
    evidence: [...stateLines(reading, service), ...logEvidence(signs)],
    remedies: [advice(`start-${id}`), advice('then-retry')],
  });
}

/** The catalogue of causes explains some of these already. */
function causeDetails(id: string): readonly Message[] {
  const causes: Readonly<Record<string, string>> = {
    'core-down': 'core-down',
    'core-not-ready': 'core-down',
    'milter-down': 'milter-down',
    'ysnp-down': 'lookup-down',
    'lmtp-down': 'lmtp-down',
    'cyrus-down': 'lmtp-down',
  };
  const cause = causes[id];
  return cause === undefined ? [] : [{ key: `causes:${cause}.meaning` }];
}

/** The block of one service: its name and its state. */
function stateLines(reading: Reading, service: WatchedService): readonly Evidence[] {
  const lines = (outputNamed(reading, serviceStates.id)?.output.stdout ?? '').split('\n');
  const at = lines.findIndex((line) => line.trim() === `Id=${service}.service`);
  if (at < 0) return [];
  return lines
    .slice(at, at + 3)
    .map((text, index) => ({ file: 'systemctl', line: at + index + 1, text }))
    .filter(({ text }) => text.trim() !== '' && !text.startsWith('LoadState='));
}

function postfixDown(vitals: Vitals, reading: Reading): StepResult | null {
  return serviceDown(vitals, reading, 'postfix', 'postfix-down', []);
}

function coreDown(vitals: Vitals, reading: Reading): StepResult | null {
  const refused = unbroken(vitals.signs, 'core', vitals.logEnd, vitals.lastAccepted);
  return serviceDown(vitals, reading, 'bm-core', 'core-down', refused);
}

/** The core runs but tells everybody to come back later: maintenance, an upgrade that was not finished, a slow start. */
function coreNotReady(vitals: Vitals, reading: Reading): StepResult | null {
  const refused = unbroken(vitals.signs, 'core', vitals.logEnd, vitals.lastAccepted);
  const { coreState: state } = vitals;
  const saysSo = state !== null && state !== 'RUNNING';
  if (!saysSo && refused.length === 0) return null;
  return healthResult({
    id: saysSo ? 'core-not-ready' : 'core-refuses',
    level: 'problem',
    values: { state: state ?? '' },
    details: causeDetails('core-not-ready'),
    evidence: [...evidenceOf(outputNamed(reading, coreState.id), [state ?? '-'], 1), ...logEvidence(refused)],
    confidence: saysSo ? 'certain' : 'likely',
    remedies: [advice('finish-maintenance'), advice('then-retry')],
  });
}

/** A service Postfix asks about every mail: stopped, or not answering by the log and by its port. */
function helperDown(service: WatchedService, kind: SignKind, port: number, id: string): Rule {
  return (vitals, reading) => {
    const signs = unbroken(vitals.signs, kind, vitals.logEnd, vitals.lastAccepted);
    const down = serviceDown(vitals, reading, service, id, signs);
    if (down !== null || signs.length === 0) return down;
    const deaf = vitals.ports !== null && !vitals.ports.has(port);
    return healthResult({
      id,
      level: 'problem',
      values: { service },
      details: causeDetails(id),
      evidence: logEvidence(signs),
      confidence: deaf ? 'certain' : 'likely',
      remedies: [advice(`start-${id}`), advice('then-retry')],
    });
  };
}

/** Port 2400 is where Postfix hands mail over: bm-lmtpd on BlueMind 4, the core itself on 5. */
function lmtpDown(vitals: Vitals, reading: Reading, { server }: StepContext): StepResult | null {
  const service: WatchedService = server?.blueMind === 5 ? 'bm-core' : 'bm-lmtpd';
  // On a server of the mail system that has no mailboxes there is nothing to listen.
  if (vitals.services[service] === undefined) return null;
  const signs = vitals.signs.filter(({ kind }) => kind === 'lmtp');
  const down = serviceDown(vitals, reading, service, 'lmtp-down', signs);
  if (down !== null || vitals.ports === null || vitals.ports.has(2400)) return down;
  return healthResult({
    id: 'lmtp-down',
    level: 'problem',
    values: { service },
    details: causeDetails('lmtp-down'),
    evidence: [...evidenceOf(outputNamed(reading, listeningPorts.id), ['LISTEN'], 3), ...logEvidence(signs)],
    remedies: [advice('start-lmtp-down'), advice('then-retry')],
  });
}

function cyrusDown(vitals: Vitals, reading: Reading, { server }: StepContext): StepResult | null {
  // BlueMind 5 may carry the empty package of this name.
  if (server?.blueMind === 5) return null;
  const signs = vitals.signs.filter(({ kind }) => kind === 'cyrus');
  return serviceDown(vitals, reading, 'bm-cyrus-imapd', 'cyrus-down', signs);
}

function lmtpChildren(vitals: Vitals, reading: Reading): StepResult | null {
  const running = childrenOf(vitals, 'lmtp');
  const most = vitals.childLimits.lmtp;
  if (running === null || most === undefined || most === 0 || running < most) return null;
  return healthResult({
    id: 'lmtp-children',
    level: 'problem',
    values: { running, most },
    evidence: [
      { file: 'ps', line: 1, text: `${String(running)} × lmtpd` },
      ...evidenceOf(outputNamed(reading, cyrusLimits.id), ['lmtp '], 1),
      ...logEvidence(vitals.signs.filter(({ kind }) => kind === 'cyrus')),
    ],
    remedies: [advice('lmtp-children'), advice('then-retry')],
  });
}
