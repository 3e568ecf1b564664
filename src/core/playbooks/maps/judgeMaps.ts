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
        ? { login: localPartOf(technical).replace(/^\+/, ''), technicalDomain: domainOf(technical) }
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
  const { address, domain, alias, targets, user, archivedUser, directoryAnswered, chain } = picture;
  if (alias.state === 'unreadable' && domain.state === 'unreadable') {
    return {
      id: 'unreadable',
      level: 'unknown',
      confidence: 'certain',
      whoActs: 'you',
      remedies: [advice('rights')],
    };
  }
  if (archivedUser !== null && alias.state !== 'found') {
    return {
      id: 'archived',
      level: 'problem',
      confidence: 'certain',
      whoActs: 'you',
      remedies: [advice('reactivate')],
    };
  }
  if (alias.state === 'missing' && user !== null) {
    if (!knowsAddress(user, address)) {
      const email = user.email ?? user.login ?? '';
      return {
        id: 'other-domain',
        level: 'problem',
        values: { email },
        confidence: 'likely',
        whoActs: 'you',
        remedies: [advice('add-alias')],
      };
    }
    return { id: 'stale', level: 'problem', confidence: 'certain', whoActs: 'you', remedies: regenerate };
  }
  if (domain.state === 'missing') {
    return {
      id: 'domain-unknown',
      level: 'problem',
      confidence: 'certain',
      whoActs: 'you',
      remedies: [advice('add-domain')],
    };
  }
  if (alias.state === 'missing') {
    return directoryAnswered
      ? {
          id: 'unknown-address',
          level: 'problem',
          confidence: 'certain',
          whoActs: 'sender',
          remedies: [advice('check-spelling'), advice('add-alias')],
        }
      : {
          id: 'not-in-map',
          level: 'problem',
          confidence: 'likely',
          whoActs: 'you',
          remedies: [advice('compare-in-console'), ...regenerate],
        };
  }
  if (alias.state === 'unreadable') {
    return {
      id: 'unreadable',
      level: 'unknown',
      confidence: 'certain',
      whoActs: 'you',
      remedies: [advice('rights')],
    };
  }
  return concludeFound(picture, chain, targets, user);
}

function concludeFound(
  picture: Picture,
  chain: readonly MapLink[],
  targets: readonly string[],
  user: BlueMindUser | null,
): Conclusion {
  const mailboxOf = (target: string) =>
    chain.find((link) => link.map === 'virtual_mailbox' && link.key === target);
  const transportOf = (target: string) =>
    chain.find((link) => link.map === 'transport' && link.key === target);
  const local = targets.filter((target) => mailboxOf(target)?.state === 'found');

  if (user?.login && targets.length === 1 && local.length === 1) {
    const login = localPartOf(targets[0] ?? '');
    if (!login.startsWith('+') && login.toLowerCase() !== user.login.toLowerCase()) {
      return {
        id: 'stale-login',
        level: 'problem',
        values: { old: login, current: user.login },
        confidence: 'certain',
        whoActs: 'you',
        remedies: regenerate,
      };
    }
  }
  const noTransport = local.find((target) => transportOf(target)?.state === 'missing');
  if (noTransport !== undefined) {
    if (user?.routing === 'none') {
      return {
        id: 'no-routing',
        level: 'problem',
        values: { target: noTransport },
        confidence: 'certain',
        whoActs: 'you',
        remedies: [advice('routing')],
      };
    }
    return {
      id: 'no-transport',
      level: 'problem',
      values: { target: noTransport },
      confidence: 'certain',
      whoActs: 'you',
      remedies: regenerate,
    };
  }
  if (user?.routing === 'external' || isForeign(targets, local, transportOf)) {
    const relay = transportOf(targets[0] ?? '')?.value ?? targets[0] ?? '';
    return {
      id: 'external',
      level: 'warning',
      values: { relay },
      confidence: 'certain',
      whoActs: 'other-side',
      remedies: [advice('external'), { kind: 'wizard', wizard: 'trace', text: { key: 'maps:remedy.trace' } }],
    };
  }
  const missing = targets.find((target) => mailboxOf(target)?.state === 'missing');
  if (missing !== undefined) {
    return {
      id: 'alias-to-nowhere',
      level: 'problem',
      values: { target: missing },
      confidence: 'likely',
      whoActs: 'you',
      remedies: regenerate,
    };
  }
  if (chain.some((link) => link.state === 'unreadable')) {
    return {
      id: 'partly-unreadable',
      level: 'unknown',
      confidence: 'certain',
      whoActs: 'you',
      remedies: [advice('rights')],
    };
  }
  return {
    id: 'ok',
    level: 'ok',
    values: { count: targets.length, target: targets[0] ?? '' },
    ...(picture.directoryAnswered ? {} : { details: [{ key: 'maps:detail.not-compared' }] }),
    confidence: picture.directoryAnswered ? 'certain' : 'likely',
    whoActs: 'nobody',
    remedies: [
      { kind: 'wizard', wizard: 'queue', text: { key: 'maps:remedy.queue' } },
      { kind: 'wizard', wizard: 'trace', text: { key: 'maps:remedy.trace' } },
    ],
  };
}

function knowsAddress(user: BlueMindUser, address: string): boolean {
  const wanted = address.toLowerCase();
  const known = [user.email ?? '', ...user.aliases].map((item) => item.toLowerCase());
  // An alias that holds for all domains of the entry is printed without or with another domain by some versions.
  return known.includes(wanted);
}

/** Every target leaves this server: none is a local mailbox and at least one has a transport or another domain. */
function isForeign(
  targets: readonly string[],
  local: readonly string[],
  transportOf: (target: string) => MapLink | undefined,
): boolean {
  if (local.length > 0 || targets.length === 0) return false;
  return targets.every((target) => {
    const value = transportOf(target)?.value;
    return value !== null && value !== undefined && parseTransportValue(value)?.transport === 'smtp';
  });
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
