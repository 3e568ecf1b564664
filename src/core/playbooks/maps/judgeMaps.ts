import { parseBmCliErrors } from '../../bluemind/bmCliErrors.ts';
import { parseTransportValue } from '../../bluemind/postmapAnswer.ts';
import { parseUserGet, type BlueMindUser } from '../../bluemind/userGet.ts';
import type { Message } from '../../message.ts';
import { outputOf, wholeText } from '../../playbook/collectOutputs.ts';
import { evidenceOf } from '../../playbook/evidenceOf.ts';
import type { Reading, StepContext, StepResult } from '../../playbook/model.ts';
import type { Actor, Confidence, Evidence, Remedy, VerdictLevel } from '../../playbook/verdict.ts';
import { userGet, userGetArchived } from '../bmCliCommands.ts';
import { MOST_TARGETS, postmapQuery } from './commands.ts';
import type { MapLink, MapsFindings } from './findings.ts';
import { aliasTargets, domainOf, linkOf, localPartOf, mapsWrittenAt } from './readMaps.ts';

const advice = (key: string): Remedy => ({ kind: 'advice', text: { key: `maps:remedy.${key}` } });
const regenerate: readonly Remedy[] = [
  { kind: 'step', step: 'regenerate', text: { key: 'maps:remedy.regenerate' } },
  advice('regenerate-in-console'),
];

/** What is known when the lookups are done. */
interface Picture {
  readonly address: string;
  readonly chain: readonly MapLink[];
  readonly domain: MapLink;
  readonly alias: MapLink;
  readonly targets: readonly string[];
  readonly user: BlueMindUser | null;
  /** True when BlueMind's directory answered, with or without a user. */
  readonly directoryAnswered: boolean;
  readonly archivedUser: BlueMindUser | null;
}

interface Conclusion {
  readonly id: string;
  readonly level: VerdictLevel;
  readonly values?: Readonly<Record<string, string | number>>;
  readonly details?: readonly Message[];
  readonly confidence: Confidence;
  readonly whoActs: Actor;
  readonly remedies: readonly Remedy[];
}

/** Does the server know this address, and does what it knows agree with BlueMind's own directory? */
export function judgeMaps(reading: Reading, context: StepContext): StepResult {
  const picture = pictureOf(reading, context);
  const conclusion = conclude(picture);
  const written = mapsWrittenAt(reading.outputs);
  const findings: MapsFindings & Record<string, unknown> = {
    view: 'maps',
    address: picture.address,
    chain: picture.chain,
    writtenAt: written === null ? null : new Date(written * 1000).toISOString(),
    user: picture.user ?? picture.archivedUser,
  };
  const [target] = picture.targets;
  const technical = picture.targets.length === 1 && target !== undefined ? target : null;
  return {
    verdict: {
      level: conclusion.level,
      id: `maps.${conclusion.id}`,
      because: {
        key: `maps:verdict.${conclusion.id}`,
        values: { address: picture.address, domain: domainOf(picture.address), ...conclusion.values },
      },
      details: conclusion.details ?? [],
      evidence: evidenceFor(reading, picture),
      confidence: conclusion.confidence,
      whoActs: conclusion.whoActs,
      remedies: conclusion.remedies,
    },
    findings,
    learned: {
      ...(written === null ? {} : { mapsTime: String(written) }),
      ...(technical !== null && conclusion.id === 'ok'
        ? {
            login: localPartOf(technical).replace(/^\+/, ''),
            technicalDomain: domainOf(technical),
            ...(technical.startsWith('+') ? { mailboxKind: 'shared' } : {}),
          }
        : {}),
    },
    next: conclusion.remedies,
  };
}

function pictureOf({ outputs }: Reading, context: StepContext): Picture {
  const address = context.facts.recipient?.trim() ?? '';
  const domain = linkOf(outputs, 'virtual_domains', domainOf(address));
  const alias = linkOf(outputs, 'virtual_alias', address);
  const targets = aliasTargets(outputs, address);
  const behind = targets
    .slice(0, MOST_TARGETS)
    .flatMap((target) => [linkOf(outputs, 'virtual_mailbox', target), linkOf(outputs, 'transport', target)]);
  const asked = outputOf(outputs, userGet.id);
  const found = parseUserGet(wholeText(asked));
  const archived = parseUserGet(wholeText(outputOf(outputs, userGetArchived.id)));
  const user = found.items[0] ?? null;
  const saysNobody = found.findings.some(
    ({ kind }) => kind === 'user-not-found' || kind === 'no-match' || kind === 'no-mailbox',
  );
  // Nothing at all, exit 0: `user get` prints one object a user, so no object is no user.
  const silent = asked !== undefined && asked.exitCode === 0 && wholeText(asked).trim() === '';
  return {
    address,
    chain: [domain, alias, ...behind],
    domain,
    alias,
    targets,
    user: user?.archived === true ? null : user,
    directoryAnswered: user !== null || saysNobody || silent,
    archivedUser:
      user?.archived === true ? user : (archived.items.find((item) => item.archived !== false) ?? null),
  };
}

/** The rules, most telling first; each names one cause and no other. */
function conclude(picture: Picture): Conclusion {
  const { address, domain, alias, user, archivedUser, directoryAnswered } = picture;
  if (alias.state === 'unreadable' && domain.state === 'unreadable') return unreadable('unreadable');
  if (archivedUser !== null && alias.state !== 'found') return problem('archived', [advice('reactivate')]);
  if (alias.state === 'missing' && user !== null) {
    if (knowsAddress(user, address)) return problem('stale', regenerate);
    const values = { email: user.email ?? user.login ?? '' };
    return { ...problem('other-domain', [advice('add-alias')]), values, confidence: 'likely' };
  }
  if (domain.state === 'missing') return problem('domain-unknown', [advice('add-domain')]);
  if (alias.state === 'missing') {
    return directoryAnswered
      ? { ...problem('unknown-address', [advice('check-spelling'), advice('add-alias')]), whoActs: 'sender' }
      : { ...problem('not-in-map', [advice('compare-in-console'), ...regenerate]), confidence: 'likely' };
  }
  return alias.state === 'unreadable' ? unreadable('unreadable') : concludeFound(picture);
}

function concludeFound({ chain, targets, user, directoryAnswered }: Picture): Conclusion {
  const linkTo = (map: MapLink['map'], target: string): MapLink | undefined =>
    chain.find((link) => link.map === map && link.key === target);
  const local = targets.filter((target) => linkTo('virtual_mailbox', target)?.state === 'found');
  const [first = ''] = targets;

  if (user?.login && targets.length === 1 && local.length === 1) {
    const login = localPartOf(first);
    if (!login.startsWith('+') && login.toLowerCase() !== user.login.toLowerCase()) {
      return { ...problem('stale-login', regenerate), values: { old: login, current: user.login } };
    }
  }
  const noTransport = local.find((target) => linkTo('transport', target)?.state === 'missing');
  if (noTransport !== undefined) {
    const switchedOff = user?.routing === 'none';
    return {
      ...(switchedOff ? problem('no-routing', [advice('routing')]) : problem('no-transport', regenerate)),
      values: { target: noTransport },
    };
  }
  const trace: Remedy = { kind: 'wizard', wizard: 'trace', text: { key: 'maps:remedy.trace' } };
  const leavesHere =
    local.length === 0 && targets.every((target) => isRelay(linkTo('transport', target)?.value));
  if (user?.routing === 'external' || leavesHere) {
    return {
      ...problem('external', [advice('external'), trace]),
      level: 'warning',
      values: { relay: linkTo('transport', first)?.value ?? first },
      whoActs: 'other-side',
    };
  }
  const lost = targets.find((target) => linkTo('virtual_mailbox', target)?.state === 'missing');
  if (lost !== undefined) {
    return { ...problem('alias-to-nowhere', regenerate), values: { target: lost }, confidence: 'likely' };
  }
  if (chain.some((link) => link.state === 'unreadable')) return unreadable('partly-unreadable');
  return {
    id: 'ok',
    level: 'ok',
    values: { count: targets.length, target: first },
    ...(directoryAnswered ? {} : { details: [{ key: 'maps:detail.not-compared' }] }),
    confidence: directoryAnswered ? 'certain' : 'likely',
    whoActs: 'nobody',
    remedies: [{ kind: 'wizard', wizard: 'queue', text: { key: 'maps:remedy.queue' } }, trace],
  };
}

/** Something the administrator can put right, as the server itself states it. */
function problem(id: string, remedies: readonly Remedy[]): Conclusion {
  return { id, level: 'problem', confidence: 'certain', whoActs: 'you', remedies };
}

function unreadable(id: string): Conclusion {
  return { ...problem(id, [advice('rights')]), level: 'unknown' };
}

/** `smtp:relay.example.org:25`: mail for this target is handed to another server. */
function isRelay(value: string | null | undefined): boolean {
  return value != null && parseTransportValue(value)?.transport === 'smtp';
}

function knowsAddress(user: BlueMindUser, address: string): boolean {
  const wanted = address.toLowerCase();
  const known = [user.email ?? '', ...user.aliases].map((item) => item.toLowerCase());
  // An alias that holds for all domains of the entry is printed without or with another domain by some versions.
  return known.includes(wanted);
}

function evidenceFor({ outputs }: Reading, { address, targets }: Picture): readonly Evidence[] {
  const lookups = outputs.filter(({ command }) => command === postmapQuery.id);
  const directory = outputs.filter(({ command }) => command === userGet.id || command === userGetArchived.id);
  return [
    ...lookups.flatMap((named) => evidenceOf(named, [], 2)),
    ...directory.flatMap((named) => evidenceOf(named, [address, ...targets], 2)),
  ].slice(0, 12);
}

/** What `maintenance repair` said. Its success proves nothing (the work happens later), so the verdict is never "ok". */
export function judgeRegenerate(reading: Reading, context: StepContext): StepResult {
  const [named] = reading.outputs;
  const text = wholeText(named?.output);
  const complaints = parseBmCliErrors(text);
  const failed =
    complaints.length > 0 ||
    (named !== undefined && named.output.exitCode !== 0 && named.output.exitCode !== null);
  const id = failed ? 'regenerate-failed' : 'regenerate-started';
  const remedies: readonly Remedy[] = failed
    ? [advice('regenerate-in-console')]
    : [{ kind: 'step', step: 'verify', text: { key: 'maps:remedy.verify' } }];
  return {
    verdict: {
      level: failed ? 'problem' : 'unknown',
      id: `maps.${id}`,
      because: { key: `maps:verdict.${id}`, values: { address: context.facts.recipient ?? '' } },
      details: complaints.map(({ sentence }) => sentence),
      evidence: evidenceOf(named, []),
      confidence: 'certain',
      whoActs: 'you',
      remedies,
    },
    findings: null,
    learned: {},
    next: remedies,
  };
}
