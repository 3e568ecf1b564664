import type { Duplex } from 'node:stream';
// A CommonJS package: Electron's loader sees no named exports in it.
import ssh2 from 'ssh2';
import type { Client } from 'ssh2';
import type { Message } from '../../core/message.ts';
import type { Hop } from '../../core/ssh/connectionState.ts';
import { knownKeyTypes, verifyHostKey } from '../../core/ssh/knownHosts.ts';
import type { HostKey, HostKeyVerdict, KnownHosts } from '../../core/ssh/knownHosts.ts';
import type { ServerProfile, SignInMethod } from '../../core/ssh/profile.ts';
import { plainServerText } from '../../core/ssh/plainServerText.ts';
import { sessionError } from '../../core/ssh/sessionError.ts';
import type { SessionError } from '../../core/ssh/sessionError.ts';
import type { AgentSurroundings } from './agentSource.ts';
import { offeredAlgorithms } from './algorithms.ts';
import { connectionErrorOf } from './connectionErrors.ts';
import type { ConnectionTimes } from './connectionTimes.ts';
import { hostValues, openTransport } from './hopTransport.ts';
import { hostKeyHashes } from './hostKeyHashes.ts';
import { hostVerifier } from './hostVerifier.ts';
import type { KnownHostsStore } from './knownHostsFile.ts';
import type { SessionPrompts } from './prompts.ts';
import { SessionFailure } from './sessionFailure.ts';
import { SignIn } from './signIn.ts';
import type { SignInMemory } from './signInMemory.ts';

export interface HopTarget {
  readonly hop: Hop;
  readonly user: string;
  readonly signIn: readonly SignInMethod[];
}

export interface HopSurroundings {
  readonly algorithms: ServerProfile['algorithms'];
  readonly prompts: SessionPrompts;
  readonly knownHosts: KnownHostsStore;
  readonly memory: SignInMemory;
  readonly agent: AgentSurroundings;
  readonly times: ConnectionTimes;
  readonly reconnecting: boolean;
  /** Keys accepted for this run only, by `host:port`. */
  readonly acceptedOnce: Map<string, HostKey>;
  readonly signal: AbortSignal;
  readonly onHostKey: (hop: Hop) => void;
  readonly onMethod: (hop: Hop, method: string | null) => void;
  readonly onBanner: (hop: Hop, text: string) => void;
}

type Attempt =
  | { readonly kind: 'signed-in'; readonly client: Client }
  | {
      readonly kind: 'key-unknown';
      readonly key: HostKey;
      readonly verdict: Extract<HostKeyVerdict, { kind: 'unknown' | 'unknown-other-key-type' }>;
    }
  | { readonly kind: 'failed'; readonly error: SessionError; readonly ranOut: SignIn | null };

/**
 * Connects one hop. The first connection is closed as soon as its unknown host key is there; the person reads in peace,
 * and only a second connection, which must show the accepted key, gets to see credentials. A server whose patience ran
 * out while a password was typed (sshd's LoginGraceTime) is asked once more with what was typed.
 *
 * @throws SessionFailure
 */
export async function connectHop(
  target: HopTarget,
  via: Client | null,
  surroundings: HopSurroundings,
): Promise<Client> {
  const { hop } = target;
  const place = `${hop.host}:${hop.port}`;
  let accepted = surroundings.acceptedOnce.get(place) ?? null;
  let retriesLeft = 1;
  for (;;) {
    const hosts = await loadKnownHosts(hop, surroundings.knownHosts);
    const attempt = await attemptHop(target, via, hosts, accepted, surroundings);
    switch (attempt.kind) {
      case 'signed-in':
        return attempt.client;
      case 'failed':
        if (attempt.ranOut === null || retriesLeft-- <= 0) throw new SessionFailure(attempt.error);
        await attempt.ranOut.idle;
        if (attempt.ranOut.cancelled) throw new SessionFailure(refusal(target, attempt.ranOut));
        break;
      case 'key-unknown': {
        surroundings.onHostKey(hop);
        const answer = await surroundings.prompts.askHostKey({ hop, verdict: attempt.verdict });
        if (answer === 'reject' || surroundings.signal.aborted) {
          const code = surroundings.signal.aborted ? 'cancelled' : 'host-key-rejected';
          throw new SessionFailure(
            sessionError(code, { hop, hostKey: attempt.verdict, values: hostValues(hop) }),
          );
        }
        if (answer === 'remember') await surroundings.knownHosts.remember(hop, attempt.key);
        surroundings.acceptedOnce.set(place, attempt.key);
        accepted = attempt.key;
      }
    }
  }
}

async function loadKnownHosts(hop: Hop, store: KnownHostsStore): Promise<KnownHosts> {
  const reading = await store.load();
  if (reading.kind === 'read') return reading.hosts;
  throw new SessionFailure(
    sessionError('known-hosts-unreadable', { hop, detail: reading.detail, values: { file: reading.file } }),
  );
}

async function attemptHop(
  target: HopTarget,
  via: Client | null,
  hosts: KnownHosts,
  accepted: HostKey | null,
  surroundings: HopSurroundings,
): Promise<Attempt> {
  const { hop } = target;
  let socket: Duplex;
  try {
    socket = await openTransport(hop, via, surroundings);
  } catch (error) {
    return { kind: 'failed', error: connectionErrorOf(error, hop, via !== null), ranOut: null };
  }
  return await new Promise<Attempt>((resolve) => {
    const client = new ssh2.Client();
    let settled = false;
    let seen: { key: HostKey; verdict: HostKeyVerdict; accepted: boolean } | null = null;
    let timer: NodeJS.Timeout | undefined;

    const settle = (attempt: Attempt) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      surroundings.signal.removeEventListener('abort', onAbort);
      if (attempt.kind !== 'signed-in') {
        client.end();
        socket.destroy();
      }
      resolve(attempt);
    };
    const fail = (error: SessionError, ranOut: SignIn | null = null) => {
      settle({ kind: 'failed', error, ranOut });
    };
    const waitForServer = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        fail(sessionError('timeout', { hop, values: hostValues(hop) }));
      }, surroundings.times.answer);
    };
    const onAbort = () => {
      fail(sessionError('cancelled', { hop }));
    };
    surroundings.signal.addEventListener('abort', onAbort);

    const signIn = new SignIn({
      hop,
      user: target.user,
      methods: target.signIn,
      prompts: surroundings.prompts,
      memory: surroundings.memory,
      agent: surroundings.agent,
      reconnecting: surroundings.reconnecting,
      onWaiting: (waiting) => {
        if (waiting) clearTimeout(timer);
        else if (!settled) waitForServer();
      },
      onMethod: (method) => {
        surroundings.onMethod(hop, method);
      },
      onExhausted: () => {
        fail(refusal(target, signIn));
      },
    });

    const decide = (key: HostKey): boolean => {
      // At a rekey the server must show the key it showed before.
      if (seen !== null) return seen.accepted && sameKey(seen.key, key);
      const verdict = verifyHostKey(hosts, hop, key, hostKeyHashes);
      seen = { key, verdict, accepted: isAcceptable(verdict, key, accepted) };
      return seen.accepted;
    };

    const onEnd = (error: unknown) => {
      if (settled) return;
      if (seen !== null && !seen.accepted) {
        settle(hostKeyOutcome(hop, seen.key, seen.verdict, accepted !== null));
        return;
      }
      const failure = connectionErrorOf(error, hop, via !== null);
      const ranOut = signIn.prompted && failure.code === 'connection-lost';
      fail({ ...failure, accepts: signIn.accepts, notes: signIn.notes }, ranOut ? signIn : null);
    };

    let bannerBytes = 0;
    client.on('banner', (text) => {
      bannerBytes += text.length + 1;
      if (bannerBytes > MAX_BANNER_CHARACTERS)
        fail(sessionError('banner-flood', { hop, values: hostValues(hop) }));
      else if (!settled) surroundings.onBanner(hop, plainServerText(text));
    });
    client.on('change password', () => {
      fail(sessionError('sign-in-password-expired', { hop, values: { user: target.user, host: hop.host } }));
    });
    client.on('error', (error) => {
      // An agent that is gone or refuses is no reason to give up: the next method is tried.
      if (error.level === 'agent') {
        signIn.addNote({ key: 'ssh:agent.failed', values: { detail: error.message } });
      } else if (error.level !== 'client-authentication' || error.message.startsWith('All configured')) {
        onEnd(error);
      }
    });
    client.on('close', () => {
      onEnd(null);
    });
    // ssh2 1.17 forgets what it has seen of an endless greeting, so its own limit never strikes.
    let greetingBytes = 0;
    const countGreeting = (chunk: Buffer) => {
      greetingBytes += chunk.length;
      if (greetingBytes > MAX_HANDSHAKE_BYTES)
        fail(sessionError('banner-flood', { hop, values: hostValues(hop) }));
    };
    client.on('handshake', () => {
      socket.off('data', countGreeting);
      surroundings.onMethod(hop, null);
      if (!settled) waitForServer();
    });
    client.on('ready', () => {
      settle({ kind: 'signed-in', client });
    });
    waitForServer();
    if (surroundings.signal.aborted) {
      onAbort();
      return;
    }
    try {
      client.connect({
        sock: socket,
        host: hop.host,
        port: hop.port,
        username: target.user,
        algorithms: offeredAlgorithms(surroundings.algorithms, knownKeyTypes(hosts, hop, hostKeyHashes)),
        hostVerifier: hostVerifier(decide),
        // Our own timers stop while a person is asked; this one would not.
        readyTimeout: 0,
        keepaliveInterval: surroundings.times.keepaliveInterval,
        keepaliveCountMax: surroundings.times.keepaliveCount,
        authHandler: (left, partialSuccess, answer) => {
          if (settled) return;
          waitForServer();
          signIn.next(left, partialSuccess, answer);
        },
      });
      // Only now: a listener before ssh2's would set the socket flowing too early.
      socket.on('data', countGreeting);
    } catch (error) {
      onEnd(error);
    }
  });
}

const MAX_BANNER_CHARACTERS = 64 * 1024;
/** Greeting and key exchange together take a few kilobytes. */
const MAX_HANDSHAKE_BYTES = 1024 * 1024;

/** A changed or revoked key is refused even if somebody accepted an unknown one a moment ago. */
function isAcceptable(verdict: HostKeyVerdict, key: HostKey, accepted: HostKey | null): boolean {
  switch (verdict.kind) {
    case 'match':
      return true;
    case 'changed':
    case 'revoked':
      return false;
    case 'unknown':
    case 'unknown-other-key-type':
      return accepted !== null && sameKey(accepted, key);
  }
}

function hostKeyOutcome(hop: Hop, key: HostKey, verdict: HostKeyVerdict, switched: boolean): Attempt {
  const values = { ...hostValues(hop), fingerprint: verdict.offered.fingerprint };
  const refuse = (code: SessionError['code'], more: Message['values'] = {}): Attempt => ({
    kind: 'failed',
    error: sessionError(code, { hop, hostKey: verdict, values: { ...values, ...more } }),
    ranOut: null,
  });
  switch (verdict.kind) {
    case 'changed':
      return refuse('host-key-changed', {
        known: verdict.known.map((known) => known.fingerprint).join(', '),
        file: verdict.known[0]?.file ?? '',
        line: verdict.known[0]?.line ?? 0,
      });
    case 'revoked':
      return refuse('host-key-revoked', { file: verdict.known.file, line: verdict.known.line });
    case 'unknown':
    case 'unknown-other-key-type':
      // Between question and second connection the server showed another key: somebody may be in between.
      return switched ? refuse('host-key-switched') : { kind: 'key-unknown', key, verdict };
    case 'match':
      return refuse('internal');
  }
}

function refusal(target: HopTarget, signIn: SignIn): SessionError {
  const { hop } = target;
  const parts = {
    hop,
    accepts: signIn.accepts,
    notes: [...signIn.notes, ...signIn.accepts.map(acceptedMethod)],
    values: { ...hostValues(hop), user: target.user, methods: signIn.accepts.join(', ') },
  };
  if (signIn.cancelled) return sessionError('sign-in-cancelled', parts);
  return sessionError(signIn.tried === 0 ? 'sign-in-nothing-fits' : 'sign-in-refused', parts);
}

const EXPLAINED_METHODS = ['publickey', 'password', 'keyboard-interactive', 'hostbased', 'gssapi-with-mic'];

function acceptedMethod(method: string): Message {
  return EXPLAINED_METHODS.includes(method)
    ? { key: `ssh:accepts.${method}` }
    : { key: 'ssh:accepts.other', values: { method: plainServerText(method, 60) } };
}

function sameKey(one: HostKey, other: HostKey): boolean {
  return one.type === other.type && one.base64 === other.base64;
}
