import type { HostEndpoint } from './hostEndpoint.ts';
import { DEFAULT_SSH_PORT } from './hostEndpoint.ts';
import { PROFILE_DEFAULTS } from './profile.ts';
import type { AgentChoice, JumpHost, ServerProfile, SignInMethod } from './profile.ts';
import { resolveHost } from './sshConfig.ts';
import type { ImportWarning, ResolvedHost, SshConfigBlock } from './sshConfig.ts';

/** A server found in ssh's configuration; the id is given when the user takes it. */
export interface ImportCandidate {
  readonly alias: string;
  readonly profile: Omit<ServerProfile, 'id'>;
  readonly warnings: readonly ImportWarning[];
}

export interface ImportResult {
  readonly candidates: readonly ImportCandidate[];
  /** Things that concern no single server. */
  readonly warnings: readonly ImportWarning[];
}

/** What the configuration refers to on this computer. */
export interface ImportSurroundings {
  readonly home: string;
  readonly localUser: string;
}

const MAX_CANDIDATES = 500;
const MAX_JUMPS = 8;
const MAX_METHODS = 8;

/** Makes a candidate of every `Host` name without wildcards. Pure; nothing of the configuration is executed. */
export function importSshConfig(
  blocks: readonly SshConfigBlock[],
  surroundings: ImportSurroundings,
): ImportResult {
  const aliases = [...new Set(blocks.flatMap(concreteNames))];
  const warnings: ImportWarning[] =
    aliases.length > MAX_CANDIDATES
      ? [{ code: 'too-many', message: { key: 'ssh:import.tooMany', values: { count: MAX_CANDIDATES } } }]
      : [];
  return {
    candidates: aliases.slice(0, MAX_CANDIDATES).map((alias) => candidate(blocks, alias, surroundings)),
    warnings,
  };
}

function concreteNames(block: SshConfigBlock): readonly string[] {
  const last = block.conditions.at(-1);
  if (last?.kind !== 'host') return [];
  return last.patterns.filter((pattern) => pattern !== '' && !/[*?!\s]/.test(pattern));
}

function candidate(
  blocks: readonly SshConfigBlock[],
  alias: string,
  surroundings: ImportSurroundings,
): ImportCandidate {
  const resolved = resolveHost(blocks, alias);
  const warnings = [...resolved.warnings];
  const { host, port } = endpoint(resolved);
  const chain = jumpChain(blocks, resolved, surroundings, warnings, [alias]);
  warnings.push(...unsupported(resolved));
  return {
    alias,
    profile: {
      ...PROFILE_DEFAULTS,
      name: alias,
      host,
      port,
      user: userOf(resolved, surroundings),
      signIn: signInMethods(resolved, surroundings, warnings),
      jumpHosts: chain,
      logPaths: [],
    },
    warnings: deduplicated(warnings),
  };
}

function endpoint(resolved: ResolvedHost): HostEndpoint {
  const host = (resolved.values.get('hostname') ?? resolved.alias).replaceAll('%h', resolved.alias);
  const port = Number(resolved.values.get('port') ?? DEFAULT_SSH_PORT);
  return { host, port: Number.isInteger(port) && port >= 1 && port <= 65_535 ? port : DEFAULT_SSH_PORT };
}

function userOf(resolved: ResolvedHost, { localUser }: ImportSurroundings): string {
  return resolved.values.get('user') ?? localUser;
}

function signInMethods(
  resolved: ResolvedHost,
  { home, localUser }: ImportSurroundings,
  warnings: ImportWarning[],
): SignInMethod[] {
  const { host, port } = endpoint(resolved);
  const expand = (path: string) =>
    path
      .replace(/^~(?=\/|$)/, home)
      .replaceAll('%d', home)
      .replaceAll('%u', localUser)
      .replaceAll('%r', resolved.values.get('user') ?? localUser)
      .replaceAll('%h', host)
      .replaceAll('%p', String(port))
      .replaceAll('%%', '%');
  const files = resolved.identityFiles.map(expand);
  const isNo = (keyword: string) => resolved.values.get(keyword)?.toLowerCase() === 'no';
  const methods: SignInMethod[] = [];
  if (!isNo('pubkeyauthentication')) {
    const onlyThese = resolved.values.get('identitiesonly')?.toLowerCase() === 'yes';
    const agent = agentChoice(resolved.values.get('identityagent'), expand);
    if (agent !== null && !(onlyThese && files.length === 0)) {
      methods.push({ kind: 'agent', agent, onlyKeyFiles: onlyThese ? files.slice(0, 20) : [] });
    }
    methods.push(...files.map((path): SignInMethod => ({ kind: 'keyFile', path })));
  }
  if (!isNo('kbdinteractiveauthentication') && !isNo('challengeresponseauthentication')) {
    methods.push({ kind: 'keyboardInteractive' });
  }
  if (!isNo('passwordauthentication')) methods.push({ kind: 'password' });
  if (methods.length > MAX_METHODS) {
    warnings.push({
      code: 'too-many-keys',
      message: { key: 'ssh:import.tooManyKeys', values: { host: resolved.alias } },
    });
  }
  return methods.length === 0 ? [{ kind: 'password' }] : methods.slice(0, MAX_METHODS);
}

function agentChoice(setting: string | undefined, expand: (path: string) => string): AgentChoice | null {
  if (setting === 'none') return null;
  if (setting === undefined || setting === 'SSH_AUTH_SOCK' || setting.startsWith('$'))
    return { kind: 'auto' };
  return { kind: 'path', path: expand(setting) };
}

/**
 * `ProxyJump a,b`: a first, then b. Each is looked up in the same configuration. Only the first one's own ProxyJump
 * counts: for the others the list has already said how to get there (ssh_config(5), ssh.c).
 */
function jumpChain(
  blocks: readonly SshConfigBlock[],
  resolved: ResolvedHost,
  surroundings: ImportSurroundings,
  warnings: ImportWarning[],
  seen: readonly string[],
): JumpHost[] {
  const setting = resolved.values.get('proxyjump');
  if (setting === undefined || setting.toLowerCase() === 'none') return [];
  const chain: JumpHost[] = [];
  for (const [index, text] of setting.split(',').entries()) {
    const jump = parseJump(text.trim());
    if (jump === null) {
      warnings.push({
        code: 'bad-jump',
        message: { key: 'ssh:import.badJump', values: { host: resolved.alias, jump: text } },
      });
      continue;
    }
    if (seen.includes(jump.host) || chain.length >= MAX_JUMPS) {
      warnings.push({
        code: 'jump-loop',
        message: { key: 'ssh:import.jumpLoop', values: { host: resolved.alias } },
      });
      return chain;
    }
    const hop = resolveHost(blocks, jump.host);
    warnings.push(...hop.warnings);
    if (index === 0) {
      chain.push(
        ...jumpChain(blocks, hop, surroundings, warnings, [...seen, jump.host]).slice(0, MAX_JUMPS - 1),
      );
    }
    const target = endpoint(hop);
    chain.push({
      host: target.host,
      port: jump.port ?? target.port,
      user: jump.user ?? userOf(hop, surroundings),
      signIn: signInMethods(hop, surroundings, warnings),
    });
  }
  return chain.slice(0, MAX_JUMPS);
}

/** `[user@]host[:port]` or `ssh://[user@]host[:port]`; IPv6 in brackets (ssh_config(5), ProxyJump). */
const JUMP = /^(?:ssh:\/\/)?(?:([^@\s]+)@)?(?:\[([0-9a-fA-F:.%]+)\]|([^\s:@[\]]+))(?::(\d{1,5}))?\/?$/;

function parseJump(text: string): { host: string; port: number | null; user: string | null } | null {
  const match = JUMP.exec(text);
  const host = match?.[2] ?? match?.[3];
  if (match === null || host === undefined) return null;
  const port = match[4] === undefined ? null : Number(match[4]);
  return port !== null && (port < 1 || port > 65_535) ? null : { host, port, user: match[1] ?? null };
}

/** Settings we do not follow although they would change where or how ssh connects. */
const UNSUPPORTED = [
  'proxycommand',
  'hostkeyalias',
  'certificatefile',
  'pkcs11provider',
  'remotecommand',
] as const;

function unsupported(resolved: ResolvedHost): ImportWarning[] {
  const warnings: ImportWarning[] = UNSUPPORTED.filter(
    (keyword) => (resolved.values.get(keyword) ?? 'none').toLowerCase() !== 'none',
  ).map((setting) => ({
    code: `unsupported-${setting}`,
    message: { key: 'ssh:import.unsupported', values: { host: resolved.alias, setting } },
  }));
  if (
    ['no', 'off', 'accept-new'].includes(resolved.values.get('stricthostkeychecking')?.toLowerCase() ?? '')
  ) {
    warnings.push({
      code: 'host-keys-always-checked',
      message: { key: 'ssh:import.hostKeysAlwaysChecked', values: { host: resolved.alias } },
    });
  }
  return warnings;
}

function deduplicated(warnings: readonly ImportWarning[]): readonly ImportWarning[] {
  const seen = new Map(warnings.map((warning) => [JSON.stringify(warning), warning]));
  return [...seen.values()];
}
