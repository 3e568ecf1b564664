import type { LifeState } from './lifeState.ts';
import type { RecipientState } from './recipientState.ts';
import { isFinal } from './recipientState.ts';

/** Clocks of one machine differ by rounding, those of two machines by more. */
const sameHostMillis = 10_000;
const otherHostMillis = 300_000;

/** The next life of a recipient's mail, for deliveries that handed it on inside these logs. */
export type HandOvers = ReadonlyMap<RecipientState, LifeState>;

export interface Links {
  readonly handOvers: HandOvers;
  /** Notifications and the life they are about. */
  readonly notificationFor: ReadonlyMap<LifeState, LifeState>;
}

/**
 * Finds for each life where the mail went on: `queued as` (content filter, next server), `forwarded as` (local(8)),
 * `orig_id` (postsuper -r) and `orig_queue_id` (XFORWARD). Sets `parent` and `children`.
 */
export function linkLives(states: readonly LifeState[]): Links {
  const byQueueId = new Map<string, LifeState[]>();
  for (const state of states) {
    const same = byQueueId.get(state.life.queueId);
    if (same === undefined) byQueueId.set(state.life.queueId, [state]);
    else same.push(state);
  }
  const families = new Families();
  const handOvers = new Map<RecipientState, LifeState>();
  const notificationFor = new Map<LifeState, LifeState>();
  for (const state of states) {
    for (const recipient of state.recipients) {
      const { handedOn } = recipient;
      if (handedOn === null) continue;
      const next = nextLife(state, byQueueId.get(handedOn.queueId) ?? [], handedOn.key);
      if (next !== null && families.adopt(state, next)) handOvers.set(recipient, next);
    }
    for (const { queueId, key } of state.notifications) {
      const found = (byQueueId.get(queueId) ?? []).find(
        (other) => other.life.host === state.life.host && Math.abs(other.firstKey - key) <= sameHostMillis,
      );
      if (found !== undefined && found !== state) notificationFor.set(found, state);
    }
  }
  for (const state of states) {
    const origin = state.requeuedFrom ?? state.filteredFrom;
    if (origin === null || state.parent !== null) continue;
    const previous = previousLife(state, byQueueId.get(origin) ?? []);
    if (previous !== null) families.adopt(previous, state);
  }
  for (const [filtered, original] of silentFilters(states)) {
    if (families.adopt(original, filtered)) filtered.filteredFrom = original.life.queueId;
  }
  return { handOvers, notificationFor };
}

/**
 * Content filters that do not say what the mail's next queue ID is: a pipe that ends in `sendmail` (Postfix
 * FILTER_README, "simple content filter"), or an SMTP filter with a reply of its own. The mail comes back from this
 * machine with the same message-ID and a recipient that was handed out, while or just after it was handed out.
 */
function silentFilters(states: readonly LifeState[]): [LifeState, LifeState][] {
  const byMessage = new Map<string, LifeState[]>();
  for (const state of states) {
    if (state.messageId === null || state.messageId === '') continue;
    const key = `${state.life.host}\n${state.messageId}`;
    const same = byMessage.get(key);
    if (same === undefined) byMessage.set(key, [state]);
    else same.push(state);
  }
  const found: [LifeState, LifeState][] = [];
  for (const same of byMessage.values()) {
    if (same.length < 2) continue;
    same.sort((a, b) => a.firstKey - b.firstKey);
    let handedOut: { readonly state: LifeState; readonly until: number; readonly to: Set<string> } | null =
      null;
    for (const state of same) {
      const comesBack = state.begun && state.parent === null && isLocalClient(state.client);
      if (comesBack && handedOut !== null && state.firstKey <= handedOut.until) {
        const { to } = handedOut;
        if (state.recipients.some(({ address }) => to.has(address.toLowerCase())))
          found.push([state, handedOut.state]);
      }
      const to = state.recipients.filter(wentToFilter).map(({ address }) => address.toLowerCase());
      if (to.length > 0) {
        const until = state.lastKey + sameHostMillis;
        handedOut = { state, until, to: new Set(to) };
      }
    }
  }
  return found;
}

function wentToFilter({ status, daemon, relay, handedOn }: RecipientState): boolean {
  if (status !== 'delivered' || handedOn !== null) return false;
  return daemon === 'pipe' || (daemon === 'smtp' && isLoopback(relay ?? ''));
}

function isLocalClient(client: string | null): boolean {
  return client === null || isLoopback(client);
}

function isLoopback(peer: string): boolean {
  return peer.includes('[127.') || peer.includes('[::1]');
}

/** The next hop may begin and even end before the first one logs that it handed the mail on. */
function nextLife(from: LifeState, candidates: readonly LifeState[], handedOnAt: number): LifeState | null {
  let best: LifeState | null = null;
  for (const candidate of candidates) {
    if (candidate === from) continue;
    const sameHost = candidate.life.host === from.life.host;
    const slack = sameHost ? sameHostMillis : otherHostMillis;
    if (candidate.firstKey < from.firstKey - slack || candidate.firstKey > handedOnAt + slack) continue;
    if (!sameHost && (candidate.messageId === null || candidate.messageId !== from.messageId)) continue;
    if (best === null || candidate.firstKey > best.firstKey) best = candidate;
  }
  return best;
}

function previousLife(of: LifeState, candidates: readonly LifeState[]): LifeState | null {
  let best: LifeState | null = null;
  for (const candidate of candidates) {
    if (candidate === of || candidate.life.host !== of.life.host) continue;
    if (candidate.firstKey > of.firstKey + sameHostMillis) continue;
    if (best === null || candidate.firstKey > best.firstKey) best = candidate;
  }
  return best;
}

/** Adopts lives into families, without rings and second parents; nearly constant time a link (union by path halving). */
class Families {
  readonly #above = new Map<LifeState, LifeState>();

  #rootOf(state: LifeState): LifeState {
    let at = state;
    for (;;) {
      const above = this.#above.get(at);
      if (above === undefined) return at;
      const higher = this.#above.get(above);
      if (higher !== undefined) this.#above.set(at, higher);
      at = above;
    }
  }

  /** True when `child` is now (or was already) the next life of `parent`. */
  adopt(parent: LifeState, child: LifeState): boolean {
    if (child.parent === parent) return true;
    if (child.parent !== null || this.#rootOf(parent) === child) return false;
    this.#above.set(child, parent);
    child.parent = parent;
    parent.children.push(child);
    return true;
  }
}

/** The life and everything it was handed on to, parents first. */
export function family(root: LifeState): LifeState[] {
  const members = [root];
  for (let at = 0; at < members.length; at += 1)
    for (const child of members[at]?.children ?? []) members.push(child);
  return members;
}

/**
 * The recipients of a mail over all its lives, each with the last known state. A recipient that was handed on is
 * replaced by what the next life says of it; one that local(8) forwarded stays, and its new addresses are added.
 */
export function recipientsOf(state: LifeState, handOvers: HandOvers): RecipientState[] {
  // Children first, without recursion: a hostile log may chain very many lives.
  const results = new Map<LifeState, RecipientState[]>();
  for (const member of family(state).reverse()) results.set(member, merge(member, handOvers, results));
  return results.get(state) ?? [];
}

/** What a later life says of its recipients, as far as no recipient of the life before has claimed it. */
class Unclaimed {
  readonly #left: Set<RecipientState>;
  readonly #byAddress = new Map<string, RecipientState[]>();

  constructor(recipients: readonly RecipientState[]) {
    this.#left = new Set(recipients);
    for (const recipient of recipients) {
      this.#index(recipient.address, recipient);
      if (recipient.originalAddress !== null) this.#index(recipient.originalAddress, recipient);
    }
  }

  #index(address: string, recipient: RecipientState): void {
    const key = address.toLowerCase();
    const known = this.#byAddress.get(key);
    if (known === undefined) this.#byAddress.set(key, [recipient]);
    else known.push(recipient);
  }

  /** Those of the same address, now or before aliases. */
  sameAs(own: RecipientState): RecipientState[] {
    return (this.#byAddress.get(own.address.toLowerCase()) ?? []).filter((one) => this.#left.has(one));
  }

  all(): RecipientState[] {
    return [...this.#left];
  }

  claim(recipients: readonly RecipientState[]): void {
    for (const recipient of recipients) this.#left.delete(recipient);
  }
}

function merge(
  state: LifeState,
  handOvers: HandOvers,
  results: ReadonlyMap<LifeState, RecipientState[]>,
): RecipientState[] {
  const unclaimed = new Map(state.children.map((child) => [child, new Unclaimed(results.get(child) ?? [])]));
  const claimants = new Map<LifeState, number>();
  for (const own of state.recipients) {
    const child = handOvers.get(own);
    if (child !== undefined) claimants.set(child, (claimants.get(child) ?? 0) + 1);
  }
  const merged: RecipientState[] = [];
  for (const own of state.recipients) {
    const child = handOvers.get(own) ?? childWith(own, state, unclaimed);
    const rest = child === undefined ? undefined : unclaimed.get(child);
    if (child === undefined || rest === undefined || own.handedOn?.forwarded === true) merged.push(own);
    else for (const next of follow(own, child, rest, (claimants.get(child) ?? 0) <= 1)) merged.push(next);
  }
  for (const rest of unclaimed.values()) for (const recipient of rest.all()) merged.push(recipient);
  return merged;
}

/** Requeued mail, or a filter that names the queue ID on the way in only. */
function childWith(
  own: RecipientState,
  state: LifeState,
  unclaimed: ReadonlyMap<LifeState, Unclaimed>,
): LifeState | undefined {
  if (isFinal(own.status) && own.status !== 'delivered') return undefined;
  for (const child of state.children) {
    const isRequeued = child.requeuedFrom === state.life.queueId && !isFinal(own.status);
    const isFiltered = child.filteredFrom === state.life.queueId;
    if ((isRequeued || isFiltered) && (unclaimed.get(child)?.sameAs(own).length ?? 0) > 0) return child;
    if (isRequeued && child.recipients.length === 0) return child;
  }
  return undefined;
}

function follow(
  own: RecipientState,
  child: LifeState,
  rest: Unclaimed,
  onlyClaimant: boolean,
): RecipientState[] {
  const same = rest.sameAs(own);
  const next = same.length > 0 || !onlyClaimant ? same : rest.all();
  rest.claim(next);
  if (next.length > 0) return next.map((one) => joined(own, one));
  // The next life does not name this recipient: it went on under another address, or nothing was logged yet.
  return [{ ...own, status: child.recipients.length > 0 ? 'forwarded' : child.fate }];
}

/** Two hops of one recipient: the later one's state; handing on is no attempt of its own. */
function joined(own: RecipientState, next: RecipientState): RecipientState {
  return {
    ...next,
    originalAddress: next.originalAddress ?? own.originalAddress ?? renamed(own, next),
    attempts: next.attempts + Math.max(0, own.attempts - 1),
    // Times follow the same rule: only an earlier attempt that failed came before the first one of the next life.
    firstAttempt: own.attempts > 1 ? own.firstAttempt : (next.firstAttempt ?? own.firstAttempt),
    lastAttempt: next.lastAttempt ?? own.lastAttempt,
  };
}

function renamed(own: RecipientState, next: RecipientState): string | null {
  return own.address.toLowerCase() === next.address.toLowerCase() ? null : own.address;
}
